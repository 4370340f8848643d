import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { Environment } from '../config-files.ts'
import { SyncError } from '../sync/errors.ts'
import type { Pace } from '../sync/http.ts'
import { Secret } from '../sync/secret.ts'
import {
  type Administrator,
  asAdministrator,
  carryOut,
  planToInstall,
  planToPrint,
  StatementRefused,
  toScript,
} from './administer.ts'
import { findDrift } from './drift.ts'
import type { Guard } from './guard-file.ts'
import { readAllGuardFiles } from './guard-files.ts'
import type { Plan } from './plan.ts'
import { planUninstall } from './removal.ts'

const EXIT_DONE = 0
/** verify: something stands otherwise than it should. */
const EXIT_DRIFT = 1
/** Nothing could be done. */
const EXIT_UNUSABLE = 2

const USAGE = `npm run guard -- plan|install|verify|uninstall [name] --user <administrator> --password-env <VARIABLE>

  plan       shows what was found and prints the SQL for the DBA; changes nothing
  install    applies that SQL; may be run again
  verify     says what stands otherwise than the file (exit code ${EXIT_DRIFT})
  uninstall  takes the guard's triggers away, and with the last guard everything else

  name             the file config/guards/<name>.yaml; all of them if none is given, but never for uninstall
  --user           a user of the ERP's database server who may create users and triggers
  --password-env   the environment variable that holds their password; or --password-file <path>
`
const ACTIONS = ['plan', 'install', 'verify', 'uninstall'] as const
type Action = (typeof ACTIONS)[number]

/** What the command needs from the process. */
export interface GuardSurroundings {
  readonly configFolder: string
  readonly environment: Environment
  readonly pace: Pick<Pace, 'sleep'>
  write(text: string): void
  fail(text: string): void
}

/** Runs `npm run guard` and gives its exit code. Faults of the caller are told, never thrown. */
export async function runGuardCommand(argv: readonly string[], around: GuardSurroundings): Promise<number> {
  const asked = await readArguments(argv, around)
  if ('fault' in asked) {
    around.fail(`${asked.fault}\n\n${USAGE}`)
    return EXIT_UNUSABLE
  }
  const { guards, faults } = await readAllGuardFiles(around.configFolder, around.environment)
  for (const { file, faults: found } of faults)
    around.fail(`${file}:\n${found.map(({ path, message }) => `  ${path} ${message}`).join('\n')}\n`)
  const chosen = guards.filter(({ name, enabled }) => (asked.name === null ? enabled : name === asked.name))
  if (chosen.length === 0) {
    around.fail(asked.name === null ? 'config/guards/ has no guard\n' : `there is no guard ${asked.name}\n`)
    return EXIT_UNUSABLE
  }
  let code = faults.length > 0 && asked.name === null ? EXIT_UNUSABLE : EXIT_DONE
  for (const guard of chosen) code = Math.max(code, await act(asked.action, guard, asked.administrator, around))
  return code
}

async function act(
  action: Action,
  guard: Guard,
  administrator: Administrator,
  around: GuardSurroundings,
): Promise<number> {
  around.write(`-- guard ${guard.name}\n`)
  if (!guard.enabled && action !== 'uninstall') {
    around.fail(`nothing is done: ${guard.name} is switched off in its file (enabled: false)\n`)
    return EXIT_UNUSABLE
  }
  try {
    return await asAdministrator(guard, administrator, around.pace, async (database, found) => {
      if (action === 'verify') return tellDrift(findDrift(guard, found), around)
      const plan = { plan: planToPrint, install: planToInstall, uninstall: planUninstall }[action](guard, found)
      tell(plan, around)
      if (plan.problems.length > 0) return EXIT_UNUSABLE
      if (action === 'plan') {
        around.write(toScript(plan.statements))
        return EXIT_DONE
      }
      await carryOut(database, plan.statements)
      around.write(`-- done: ${plan.statements.length} statements\n`)
      return EXIT_DONE
    })
  } catch (error) {
    if (!(error instanceof SyncError || error instanceof StatementRefused)) throw error
    around.fail(`${error.message}\n`)
    return EXIT_UNUSABLE
  }
}

function tell({ notes, problems }: Plan, around: GuardSurroundings): void {
  for (const note of notes) around.write(`${note.replaceAll(/^/gm, '-- ')}\n`)
  for (const problem of problems) around.fail(`nothing is done: ${problem}\n`)
}

function tellDrift(drift: readonly string[], around: GuardSurroundings): number {
  for (const line of drift) around.fail(`${line}\n`)
  around.write(drift.length === 0 ? '-- stands as the file says\n' : '')
  return drift.length === 0 ? EXIT_DONE : EXIT_DRIFT
}

type Asked = { readonly action: Action; readonly name: string | null; readonly administrator: Administrator }

async function readArguments(
  argv: readonly string[],
  { environment }: GuardSurroundings,
): Promise<Asked | { fault: string }> {
  const given = parseGiven(argv)
  if ('fault' in given) return given
  const { values, positionals } = given
  const action = ACTIONS.find((one) => one === positionals[0])
  if (!action || positionals.length > 2) return { fault: `must be one of ${ACTIONS.join(', ')}` }
  if (action === 'uninstall' && positionals.length < 2) return { fault: 'uninstall needs the name of the guard' }
  const user = values['user']
  if (!user) return { fault: '--user is missing' }
  const password = await readPassword(values, environment)
  if (typeof password !== 'string') return password
  return { action, name: positionals[1] ?? null, administrator: { user, password: new Secret(password) } }
}

type Given = { readonly [option in 'user' | 'password-env' | 'password-file']?: string }

function parseGiven(argv: readonly string[]): { values: Given; positionals: string[] } | { fault: string } {
  const text = { type: 'string' } as const
  const options = { user: text, 'password-env': text, 'password-file': text }
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true })
  } catch (error) {
    return { fault: (error as Error).message }
  }
}

async function readPassword(values: Given, environment: Environment): Promise<string | { fault: string }> {
  const { 'password-env': variable, 'password-file': file } = values
  if ((variable === undefined) === (file === undefined))
    return { fault: 'either --password-env or --password-file is needed' }
  if (variable !== undefined)
    return environment[variable] ?? { fault: `the environment variable ${variable} is not set` }
  try {
    return (await readFile(file as string, 'utf8')).trim()
  } catch (error) {
    return { fault: `${file} cannot be read (${(error as NodeJS.ErrnoException).code})` }
  }
}
