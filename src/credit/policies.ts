import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from '../database.ts'
import { isDuplicateKey } from '../database-errors.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Keeping } from '../receivables/position.ts'
import { compileCustomRules } from './cel.ts'
import type { LoadedPolicy } from './decide.ts'
import { insertPolicyVersion, newestFileDigest, newestPolicy, type PolicyVersion } from './policies-store.ts'
import { type Policy, policyFor } from './policy.ts'
import { type FileFault, parsePolicyText } from './policy-file.ts'

const FILE = join('policies', 'default.yaml')
/** Under which every version is kept, whatever the file says of its own name. */
export const POLICY_NAME = 'default'
/** Another process may number a version at the same moment; then the next number is tried. */
const NUMBERING_ATTEMPTS = 10

/** A policy file that cannot be used: every fault with file, line and field. */
export class PolicyRefused extends Error {
  override readonly name = 'PolicyRefused'
  readonly faults: readonly FileFault[]
  constructor(faults: readonly FileFault[], options?: ErrorOptions) {
    super(
      faults
        .map(({ file, line, column, field, message }) => `${file}:${line}:${column} ${field}: ${message}`)
        .join('\n'),
      options,
    )
    this.faults = faults
  }
}

/** The policy in force, the same for every process on one database: the newest version that any of them has loaded. */
export interface PolicyBook {
  /** Reads the file for the first time; nothing else may be asked before. Throws {@link PolicyRefused}. */
  open(): Promise<void>
  /** Instead of `open`, for a command beside the server: takes what is in force, and the file only where nothing is. */
  join(): Promise<void>
  current(): LoadedPolicy
  keeping(): Keeping
  /** The file as it took force. */
  version(): PolicyVersion
  /** Reads the file again; a changed one becomes a new version. Throws {@link PolicyRefused} and keeps the old one. */
  reload(): Promise<{ version: number; changed: boolean }>
  /** Takes over what another process has loaded meanwhile. */
  catchUp(): Promise<void>
}

/** `beforeChange` runs before another policy takes force: how positions are kept may have to follow it. */
export function createPolicyBook(
  db: Database,
  clock: Clock,
  configFolder: string,
  beforeChange: (keeping: Keeping) => Promise<void>,
): PolicyBook {
  let inForce: { stored: PolicyVersion; loaded: LoadedPolicy; keeping: Keeping } | null = null
  const get = () => {
    if (inForce === null) throw new Error('the policy book is not open')
    return inForce
  }
  const take = async (stored: PolicyVersion): Promise<void> => {
    const loaded = compileVersion(stored)
    const keeping = keepingOf(loaded.policy)
    await beforeChange(keeping)
    inForce = { stored, loaded, keeping }
  }
  return {
    open: async () => take(await loadFile(db, clock, configFolder)),
    join: async () => take((await newestPolicy(db, POLICY_NAME)) ?? (await loadFile(db, clock, configFolder))),
    current: () => get().loaded,
    keeping: () => get().keeping,
    version: () => get().stored,
    reload: async () => {
      const before = get().stored.version
      const next = await loadFile(db, clock, configFolder)
      if (next.version !== before) await take(next)
      return { version: next.version, changed: next.version !== before }
    },
    catchUp: async () => {
      const newest = await newestPolicy(db, POLICY_NAME)
      if (newest && newest.version > get().stored.version) await take(newest)
    },
  }
}

function keepingOf(policy: Policy): Keeping {
  return {
    accountBy: policy.accountBy,
    perCompany: policy.perCompany,
    graceDays: (riskClass) => policyFor(policy, riskClass).graceDays,
    disputedIsOverdue: (riskClass) => policyFor(policy, riskClass).disputedIsOverdue,
    maxDataAgeMs: policy.maxDataAgeMs,
  }
}

/** A stored version ready to decide. Throws {@link PolicyRefused} for one that this program cannot read. */
export function compileVersion({ body, version }: Pick<PolicyVersion, 'body' | 'version'>): LoadedPolicy {
  const parsed = parsePolicyText(body, FILE)
  if ('faults' in parsed) throw new PolicyRefused(parsed.faults)
  const policy = { ...parsed.policy, version }
  return { policy, expressions: compileCustomRules(policy.custom) }
}

/**
 * What is in force when the file has not changed since it was last taken over (a draft that was made active since then
 * stays so), else the file as the next version. No file means the contract's defaults.
 */
async function loadFile(db: Database, clock: Clock, configFolder: string): Promise<PolicyVersion> {
  const body = await readPolicyFile(join(configFolder, FILE))
  const parsed = parsePolicyText(body, join(configFolder, FILE))
  if ('faults' in parsed) throw new PolicyRefused(parsed.faults)
  for (let attempt = 1; ; attempt++) {
    // In this order: what another process adds in between is then the newest of all.
    const fileDigest = await newestFileDigest(db, POLICY_NAME)
    const newest = await newestPolicy(db, POLICY_NAME)
    if (newest && fileDigest === parsed.digest) return newest
    const next: PolicyVersion = {
      ...{ name: POLICY_NAME, version: (newest?.version ?? 0) + 1, digest: parsed.digest, body },
      ...{ loadedAt: clock.now(), origin: 'file', loadedBy: null },
    }
    try {
      await insertPolicyVersion(db, next)
      return next
    } catch (error) {
      if (!isDuplicateKey(error) || attempt >= NUMBERING_ATTEMPTS) throw error
    }
  }
}

async function readPolicyFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return '{}\n'
    const { message } = cause as Error
    throw new PolicyRefused([{ file: path, line: 1, column: 1, field: '', message: `cannot be read: ${message}` }], {
      cause,
    })
  }
}
