import type { Database } from '../database.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Trail } from '../receivables/trail.ts'
import type { PasswordHasher } from './password-hash.ts'
import type { Person } from './person.ts'
import type { Sessions } from './sessions.ts'
import type { Tries } from './tries.ts'

/** In which request something is done, and by whom where it is a person. */
export interface Act {
  readonly id?: string
  readonly person?: Person | null
}

/** What the flows of this room stand on. */
export interface PeopleDeps {
  readonly db: Database
  readonly clock: Clock
  readonly trail: Trail<Act>
  readonly hasher: PasswordHasher
  readonly sessions: Sessions
  readonly tries: Tries
}
