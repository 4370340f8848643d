import type { Logger } from 'pino'
import type { Room } from './app.ts'
import type { Environment } from './config-files.ts'
import type { Database } from './database.ts'
import type { Job } from './jobs/schedule.ts'
import type { Clock } from './kernel/clock.ts'
import type { Hashing } from './people/password-hash.ts'
import { openPeople, type People } from './people/people.ts'
import { type PeopleSettings, readPeopleFile } from './people/people-files.ts'
import { peopleRoom } from './people/routes.ts'
import type { Trail } from './receivables/trail.ts'

interface PeopleParts<Guard> {
  readonly db: Database
  readonly clock: Clock
  readonly logger: Logger
  readonly zone: string
  readonly configFolder: string
  readonly environment: Environment
  readonly trail: Trail<object>
  /** Cheaper hashes, for tests. */
  readonly hashing?: Hashing
  /** Makes what guards the pages: only the composition itself knows the HTTP face. */
  createGuard(people: People, settings: PeopleSettings): Guard
}

/** Who may log in. Connects to nothing: `ensureAdmin` is for after the migrations, at every start. */
export async function composePeople<Guard>(parts: PeopleParts<Guard>) {
  const { db, clock, logger, zone, trail } = parts
  const { file, settings, faults: found } = await readPeopleFile(parts.configFolder, parts.environment)
  if (found.length > 0) logger.warn({ file, faults: found }, 'people enter by password only: this file has faults')
  const people = openPeople({ db, clock, settings, ...(parts.hashing && { hashing: parts.hashing }) }, trail)
  const rooms: readonly Room[] = [peopleRoom(people, clock)]
  const jobs: readonly Job[] = [{ name: 'forget-sessions', expression: '35 4 * * *', zone, run: people.forgetSessions }]
  return {
    ...{ people, guard: parts.createGuard(people, settings), rooms, jobs, ensureAdmin: people.ensureAdmin },
    /** What is wrong with people.yaml, as the pages and the start screen tell of files. */
    faults: found.length === 0 ? [] : [{ file, faults: found }],
    lines: (): string[] =>
      found.length === 0
        ? []
        : [
            `people    ${file} has faults:`,
            ...found.map(({ path, message }) => `          ${path} ${message}`.trimEnd()),
          ],
  }
}
