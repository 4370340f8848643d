/** A trigger that stands on the guarded table, whoever made it. */
export interface FoundTrigger {
  readonly name: string
  readonly event: string
  readonly timing: string
  readonly body: string
  readonly definer: string
}

/** A trigger that acts as the guard's own user, on whatever table. */
export interface ActingTrigger {
  readonly name: string
  readonly database: string
  readonly table: string
}

/** A guard as the database itself knows it. */
export interface InstalledGuard {
  readonly mode: string
  readonly isEnabled: boolean
  readonly database: string
  readonly table: string
}

/** One right on a table, a column of it or a routine. */
export interface Right {
  /** As the server writes it: `'user'@'host'`. */
  readonly grantee: string
  readonly privilege: string
  readonly database: string
  readonly name: string
  readonly column: string | null
}

/** What an administrator sees of a guard's place. */
export interface Found {
  readonly version: string
  readonly isMariadb: boolean
  readonly port: number
  /** `null`: there is no such table. */
  readonly table: { readonly type: string; readonly engine: string | null } | null
  /** Data types by the column's name in lower case. */
  readonly columns: ReadonlyMap<string, string>
  /** Whose values the database makes, in lower case. */
  readonly generated: ReadonlySet<string>
  readonly triggers: readonly FoundTrigger[]
  readonly acting: readonly ActingTrigger[]
  /** `ready`, or why the engine that keeps refusals cannot be used yet. */
  readonly federated: 'ready' | 'not loaded' | 'another engine'
  /** Whether what is refused can be written past its transaction. */
  readonly aside: 'ready' | 'missing' | 'broken'
  /** The tables and functions of the guard's own database. */
  readonly ours: ReadonlySet<string>
  /** As whom the function looks that shows Fiado the triggers; `null`: there is none. */
  readonly lookingAs: string | null
  /** As `user@host`. */
  readonly accounts: ReadonlySet<string>
  readonly rights: readonly Right[]
  /** Of the guard's accounts those that may do more than a guard has to. */
  readonly shared: ReadonlySet<string>
  /** The guards that are installed in the same database, by name. */
  readonly guards: ReadonlyMap<string, InstalledGuard>
  /** What triggers recorded and nobody has fetched yet. */
  readonly waiting: number
}
