import { REHEARSED_DAYS_MAX } from '../../credit/draft-rehearsal.ts'
import { draftRequestSchema } from '../../credit/draft-schema.ts'
import type { DraftRefusal, Drafts } from '../../credit/drafts.ts'
import type { PolicyHistory } from '../../credit/policies-history.ts'
import type { Database } from '../../database.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Person } from '../../people/person.ts'
import type { Outcome } from '../outcome.ts'
import type { PolicyDraft, PolicyPort, PolicyVersion, PolicyView } from '../policy-port.ts'
import { askedBy, requireAbility } from './actor.ts'
import { DONE, refuse, UNKNOWN } from './reach.ts'
import { rehearsalToPort } from './rehearsal.ts'

interface PolicySupply {
  readonly db: Database
  readonly clock: Clock
  readonly drafts: Drafts
  readonly history: PolicyHistory
}

/** `unreadable`: text that no draft can be. */
type Refusal = DraftRefusal | { readonly refused: 'unreadable' }

const VERSIONS_SHOWN = 100
const FAULTS_TOLD = 5
const BOUND = 'A política vale para todas as conexões, e o seu acesso é de uma só: peça a quem cuida de todas.'

/** The policy and the draft that is worked on; who is bound to one source reads what is in force, and changes nothing. */
export function policyPort(deps: PolicySupply): PolicyPort {
  const { drafts, history } = deps
  const change = async (person: Person, act: () => Promise<object | Refusal>): Promise<Outcome> => {
    requireAbility(person, 'policy.change')
    if (person.source !== null) return refuse(BOUND)
    const done = await act()
    return 'refused' in done ? explain(done as Refusal) : DONE
  }
  return {
    read: (person) => readView(deps, person),
    body: async (version) => (Number.isSafeInteger(version) ? ((await history.find(version))?.body ?? null) : null),
    saveDraft: (person, wanted) =>
      change(person, async () => {
        const parsed = draftRequestSchema.safeParse(wanted)
        if (!parsed.success) return { refused: 'unreadable' }
        const open = await findOpenDraft(drafts)
        if (open === null) return drafts.create(parsed.data, askedBy(person))
        return drafts.change(open, parsed.data, askedBy(person))
      }),
    rehearse: async (person, draftId, days) => {
      requireAbility(person, 'policy.change')
      if (!Number.isInteger(days) || days < 1 || days > REHEARSED_DAYS_MAX)
        return refuse(`O ensaio olha para no máximo ${REHEARSED_DAYS_MAX} dias.`)
      return change(person, () => drafts.rehearse(draftId, days))
    },
    activate: (person, draftId) =>
      change(person, async () => {
        const draft = await drafts.find(draftId)
        if (!draft) return { refused: 'unknown' }
        return drafts.activate(draftId, { reason: draft.note, force: false }, askedBy(person))
      }),
    discard: (person, draftId) => change(person, () => drafts.remove(draftId, askedBy(person))),
  }
}

/** The newest that is no version yet: everybody works on the same one. */
async function findOpenDraft(drafts: Drafts): Promise<string | null> {
  return (await drafts.list()).find(({ activatedVersion }) => activatedVersion === null)?.id ?? null
}

async function readView({ db, clock, drafts, history }: PolicySupply, person: Person): Promise<PolicyView> {
  requireAbility(person, 'policy.see')
  const listed = await history.list(null, VERSIONS_SHOWN)
  const versions = listed.map(
    ({ version, loadedAt, loadedBy, origin }): PolicyVersion => ({
      ...{ version, loadedAt: clock.format(loadedAt), loadedBy, origin },
    }),
  )
  const [newest] = versions
  const stored = newest && (await history.find(newest.version))
  if (!newest || !stored) throw new TypeError('no policy was ever loaded')
  // A draft, and above all its rehearsal, is about the orders of every source.
  const open = person.source === null ? await findOpenDraft(drafts) : null
  const draft = open === null ? null : await drafts.find(open)
  const shown: PolicyDraft | null = draft && {
    ...{ id: draft.id, body: draft.body, note: draft.note, createdBy: draft.createdBy, faults: [] },
    changedAt: clock.format(draft.changedAt),
    rehearsal: draft.rehearsal && (await rehearsalToPort(db, draft.rehearsal)),
  }
  return { inForce: { ...newest, body: stored.body }, versions, draft: shown }
}

function explain(refusal: Refusal): Outcome {
  switch (refusal.refused) {
    case 'unknown':
      return UNKNOWN
    case 'unreadable':
      return refuse('O texto da política ou da nota tem caracteres que não servem, ou é longo demais.')
    case 'too_many':
      return refuse('Há rascunhos demais: descarte algum antes.')
    case 'busy':
      return refuse('Outro ensaio está em andamento: tente de novo em instantes.')
    case 'changed_meanwhile':
      return refuse('O rascunho mudou durante o ensaio: ensaie de novo.')
    case 'unrehearsed':
      return refuse('Ensaie o rascunho antes de ativar.')
    case 'in_force':
      return refuse('Este texto já é a política em vigor.')
    case 'activated':
      return refuse(`Este rascunho já foi ativado: é a versão ${refusal.version}.`)
    case 'faults': {
      const told = refusal.faults
        .slice(0, FAULTS_TOLD)
        .map(({ line, field, message }) => `linha ${line}${field === '' ? '' : `, ${field}`}: ${message}`)
      return refuse(`O rascunho tem erros e não foi guardado: ${told.join('; ')}.`)
    }
  }
}
