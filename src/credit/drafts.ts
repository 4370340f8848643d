import type { Sql } from '../database.ts'
import { createId } from '../kernel/ids.ts'
import type { Trail } from '../receivables/trail.ts'
import { compileCustomRules } from './cel.ts'
import type { CreditDeps } from './check.ts'
import type { LoadedPolicy } from './decide.ts'
import { type Rehearsal, rehearsePolicy } from './draft-rehearsal.ts'
import {
  countOpenDrafts,
  deleteDraft,
  findDraft,
  insertDraft,
  listDrafts,
  markActivated,
  type PolicyDraft,
  type RehearsedDraft,
  saveRehearsal,
  updateDraft,
} from './draft-store.ts'
import { POLICY_NAME } from './policies.ts'
import { insertPolicyVersion, newestPolicy } from './policies-store.ts'
import { diffPolicies, type PolicyChange } from './policy-diff.ts'
import { type FileFault, parsePolicyText } from './policy-file.ts'

/** What somebody writes: YAML, and what it is for. */
export interface DraftText {
  readonly body: string
  readonly note: string
}

/** Why nothing was done. */
export type DraftRefusal =
  | { readonly refused: 'unknown' | 'too_many' | 'busy' | 'changed_meanwhile' | 'unrehearsed' | 'in_force' }
  | { readonly refused: 'activated'; readonly version: number }
  | { readonly refused: 'faults'; readonly faults: readonly FileFault[] }

/** A draft with its last rehearsal, and how it differs from what is in force now. */
export interface OpenedDraft extends PolicyDraft {
  readonly rehearsal: Rehearsal | null
  readonly changes: readonly PolicyChange[]
}

const DRAFTS_MAX = 100
const LISTED_MAX = 200
/** What faults name instead of a file. */
const DRAFT_FILE = 'draft'

/** Policies that are worked on, tried on what was decided, and then made active. */
export function openDrafts<Request>(deps: CreditDeps, trail: Trail<Request>, actorOf: (request: Request) => string) {
  const { db, clock } = deps
  const rehearse = createRehearsals(deps)
  return {
    list: () => listDrafts(db, LISTED_MAX),
    find: async (id: string): Promise<OpenedDraft | null> => {
      const found = await findDraft(db, id)
      return found && opened(deps, found)
    },
    create: async ({ body, note }: DraftText, request: Request): Promise<OpenedDraft | DraftRefusal> => {
      const parsed = readDraftText(body)
      if ('refused' in parsed) return parsed
      const at = clock.now()
      const draft: RehearsedDraft = {
        ...{ id: createId('drf', at), body, note, createdBy: actorOf(request), createdAt: at, changedAt: at },
        ...{ activatedVersion: null, rehearsalJson: null },
      }
      return db.transaction(async (sql) => {
        if ((await countOpenDrafts(sql)) >= DRAFTS_MAX) return { refused: 'too_many' as const }
        await insertDraft(sql, draft)
        await trail(sql, request, 'policy.draft_created', draft.id, { note, digest: parsed.digest })
        return opened(deps, draft)
      })
    },
    change: async (id: string, { body, note }: DraftText, request: Request): Promise<OpenedDraft | DraftRefusal> => {
      const parsed = readDraftText(body)
      if ('refused' in parsed) return parsed
      return onOpenDraft(deps, id, async (sql, draft) => {
        const isSame = draft.body === body
        const changed = { ...draft, body, note, changedAt: clock.now() }
        await updateDraft(sql, changed, isSame)
        await trail(sql, request, 'policy.draft_changed', id, { note, digest: parsed.digest })
        return opened(deps, isSame ? changed : { ...changed, rehearsalJson: null })
      })
    },
    remove: (id: string, request: Request): Promise<{ readonly removed: true } | DraftRefusal> =>
      onOpenDraft(deps, id, async (sql, { note }) => {
        await deleteDraft(sql, id)
        await trail(sql, request, 'policy.draft_deleted', id, { note })
        return { removed: true as const }
      }),
    rehearse,
    activate: (id: string, terms: Activation, request: Request) =>
      activateDraft(deps, id, terms, actorOf(request), (sql, detail) =>
        trail(sql, request, 'policy.activated', POLICY_NAME, detail),
      ),
  }
}

export type Drafts = ReturnType<typeof openDrafts<object>>

function readDraftText(body: string): (LoadedPolicy & { digest: string }) | DraftRefusal {
  const parsed = parsePolicyText(body, DRAFT_FILE)
  if ('faults' in parsed) return { refused: 'faults', faults: parsed.faults }
  const { policy, digest } = parsed
  return { policy, digest, expressions: compileCustomRules(policy.custom) }
}

/** One stored before a key was taken out of the policies may not be readable any more: then it shows no changes. */
function opened({ policies }: CreditDeps, { rehearsalJson, ...draft }: RehearsedDraft): OpenedDraft {
  const read = readDraftText(draft.body)
  const changes = 'refused' in read ? [] : diffPolicies(policies.current().policy, read.policy)
  return { ...draft, rehearsal: rehearsalJson === null ? null : (JSON.parse(rehearsalJson) as Rehearsal), changes }
}

/** In one transaction that holds the draft; one that became a version is history and stays. */
function onOpenDraft<T>(
  { db }: CreditDeps,
  id: string,
  work: (sql: Sql, draft: RehearsedDraft) => Promise<T>,
): Promise<T | DraftRefusal> {
  return db.transaction(async (sql) => {
    const draft = await findDraft(sql, id)
    if (!draft) return { refused: 'unknown' as const }
    if (draft.activatedVersion !== null) return { refused: 'activated' as const, version: draft.activatedVersion }
    return work(sql, draft)
  })
}

/** One at a time in a process: each reads up to 200,000 checks. */
function createRehearsals(deps: CreditDeps) {
  let isRunning = false
  return async (id: string, days: number): Promise<Rehearsal | DraftRefusal> => {
    if (isRunning) return { refused: 'busy' }
    isRunning = true
    try {
      const draft = await findDraft(deps.db, id)
      if (!draft) return { refused: 'unknown' }
      if (draft.activatedVersion !== null) return { refused: 'activated', version: draft.activatedVersion }
      const read = readDraftText(draft.body)
      if ('refused' in read) return read
      const rehearsal = await rehearsePolicy(deps, read, days)
      const isSaved = await saveRehearsal(deps.db, id, draft.body, JSON.stringify(rehearsal))
      return isSaved ? rehearsal : { refused: 'changed_meanwhile' }
    } finally {
      isRunning = false
    }
  }
}

export interface Activation {
  readonly reason: string
  /** Also without a rehearsal. */
  readonly force: boolean
}

/**
 * Makes a draft the next version: in force here when this is answered, in other processes at their next decision or
 * within ten seconds. What is in force already is no new version.
 */
async function activateDraft(
  deps: CreditDeps,
  id: string,
  { reason, force }: Activation,
  by: string,
  record: (sql: Sql, detail: { [key: string]: unknown }) => Promise<void>,
): Promise<{ readonly version: number } | DraftRefusal> {
  const outcome = await onOpenDraft(deps, id, async (sql, draft): Promise<{ version: number } | DraftRefusal> => {
    const read = readDraftText(draft.body)
    if ('refused' in read) return read
    const rehearsal = draft.rehearsalJson === null ? null : (JSON.parse(draft.rehearsalJson) as Rehearsal)
    if (rehearsal === null && !force) return { refused: 'unrehearsed' }
    const newest = await newestPolicy(sql, POLICY_NAME)
    if (newest?.digest === read.digest) return { refused: 'in_force' }
    const version = (newest?.version ?? 0) + 1
    await insertPolicyVersion(sql, {
      ...{ name: POLICY_NAME, version, digest: read.digest, body: draft.body },
      ...{ loadedAt: deps.clock.now(), origin: 'draft', loadedBy: by },
    })
    await markActivated(sql, id, version)
    const rehearsed = rehearsal && summaryOf(rehearsal)
    await record(sql, { version, draft: id, reason, forced: rehearsal === null, rehearsed })
    return { version }
  })
  if (!('refused' in outcome)) await deps.policies.catchUp()
  return outcome
}

const summaryOf = ({ days, rehearsedAt, decisions, held, freed }: Rehearsal) => ({
  ...{ days, rehearsedAt, decisions },
  ...{ held: held.orders, heldAmount: held.amount, freed: freed.orders, freedAmount: freed.amount },
})
