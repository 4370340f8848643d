import type { Database } from '../database.ts'
import { compileVersion, POLICY_NAME, PolicyRefused } from './policies.ts'
import { findPolicyVersion, listPolicyVersions, newestPolicy, type PolicyVersion } from './policies-store.ts'
import { diffPolicies, type PolicyChange } from './policy-diff.ts'

export interface ListedVersion extends Omit<PolicyVersion, 'body'> {
  /** The newest one of all is in force. */
  readonly isInForce: boolean
}

export type Differences =
  | { readonly kind: 'changes'; readonly with: number; readonly changes: readonly PolicyChange[] }
  /** There is none of that number, or this program cannot read it any more. */
  | { readonly kind: 'unknown'; readonly version: number }
  | { readonly kind: 'unreadable'; readonly version: number }

/** Every policy that was ever in force, and how they differ. */
export function openPolicyHistory({ db }: { readonly db: Database }) {
  return {
    /** Versions older than `before` (all, where it is null), the newest first. */
    list: async (before: number | null, limit: number): Promise<ListedVersion[]> => {
      const newest = (await newestPolicy(db, POLICY_NAME))?.version ?? 0
      const listed = await listPolicyVersions(db, POLICY_NAME, before ?? newest + 1, limit)
      return listed.map((version) => ({ ...version, isInForce: version.version === newest }))
    },
    find: (version: number) => findPolicyVersion(db, POLICY_NAME, version),
    /** From `earlier` (the version before, where it is null; the first one differs from itself in nothing) to `version`. */
    diff: async (version: number, earlier: number | null): Promise<Differences> => {
      const other = earlier ?? Math.max(1, version - 1)
      const policies = []
      for (const wanted of [other, version]) {
        const stored = await findPolicyVersion(db, POLICY_NAME, wanted)
        if (!stored) return { kind: 'unknown', version: wanted }
        const policy = read(stored)
        if (!policy) return { kind: 'unreadable', version: wanted }
        policies.push(policy)
      }
      const [before, after] = policies
      return { kind: 'changes', with: other, changes: before && after ? diffPolicies(before, after) : [] }
    },
  }
}

export type PolicyHistory = ReturnType<typeof openPolicyHistory>

function read(stored: PolicyVersion) {
  try {
    return compileVersion(stored).policy
  } catch (error) {
    if (!(error instanceof PolicyRefused)) throw error
    return null
  }
}
