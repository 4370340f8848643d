import type { Outcome } from '../../src/console/outcome.ts'
import type { ConsolePorts } from '../../src/console/ports.ts'
import { createClock } from '../../src/kernel/clock.ts'
import type { Person } from '../../src/people/person.ts'
import { sampleAudit } from './sample-audit.ts'
import {
  sampleCustomerDetail,
  samplePreview,
  sampleRows,
  sampleState,
  sampleTasks,
  sampleWorklist,
} from './sample-customers.ts'
import { sampleGuards } from './sample-guards.ts'
import {
  sampleDashboard,
  sampleKeys,
  samplePeople,
  samplePolicy,
  sampleQuarantine,
  sampleRuns,
  sampleSources,
  sampleWebhooks,
} from './sample-operation.ts'
import { NOW, type Say, sampleDetail, sampleEnded, sampleOrders, sampleRelease } from './sample-orders.ts'

/** What was asked of the ports, in their order. */
export interface Asked {
  readonly what: string
  readonly by: string
  readonly with: unknown
}

export interface Sample {
  readonly ports: Omit<ConsolePorts, 'sessions'>
  readonly asked: Asked[]
  /** What is put into every text that people typed. */
  readonly say: Say
  /** What every act answers from now on. */
  answer(outcome: Outcome): void
}

const done: Outcome = { kind: 'done' }

/** Everything that the console stands on, in memory, with the paper of a distributor of Minas Gerais. */
export function createSample(say: Say = (text) => text): Sample {
  const asked: Asked[] = []
  let outcome: Outcome = done
  const act =
    (what: string) =>
    async (person: Person, ...rest: unknown[]) => {
      asked.push({ what, by: person.id, with: rest })
      return outcome
    }
  const orders = sampleOrders(say)
  const ended = sampleEnded(say)
  const isSeller = (person: Person): boolean => person.role === 'rep'
  const requested = new Set<string>()
  const detailOf = (person: Person, id: string) => {
    const row = [...orders, ...ended].find((one) => one.id === id)
    if (!row) return null
    const detail = sampleDetail(row, say)
    const waits = row.release !== null
    const sign = isSeller(person) || !waits ? null : { amountMax: '20000.00', refusal: null }
    const may = {
      request: isSeller(person) && !waits && !requested.has(id),
      sign,
      keep: !isSeller(person),
      withdraw: isSeller(person) && waits,
    }
    return {
      ...detail,
      may: row.state === 'blocked' ? may : { request: false, sign: null, keep: false, withdraw: false },
    }
  }
  const ports: Sample['ports'] = {
    clock: createClock('America/Sao_Paulo', NOW),
    companyName: say('Distribuidora Serra Azul'),
    orders: {
      list: async (_person, { state, text }) => {
        const rows = (state === 'closed' ? ended : orders).filter(
          ({ customer }) => text === null || customer.name.includes(text),
        )
        return { entries: rows, next: null, totals: { count: rows.length, amount: '26120.60' } }
      },
      rows: async (_person, { state }) => ({ entries: state === 'closed' ? ended : orders, next: null }),
      ended: async () => ended,
      read: async (person, id) => detailOf(person, id),
      approvals: async () => ({
        ...{ next: null, count: 1 },
        entries: orders
          .filter(({ release }) => release?.state === 'requested')
          .map((row) => ({
            ...row,
            request: sampleRelease('rel_1', say),
            may: { request: false, sign: { amountMax: '20000.00', refusal: null }, keep: true, withdraw: false },
          })),
        authority: { amountMax: '20000.00', monthlyBudget: '100000.00', monthlyUsed: '32410.00' },
      }),
      requestRelease: async (person, id, reason) => {
        requested.add(id)
        return act('requestRelease')(person, id, reason)
      },
      approve: act('approve'),
      reject: act('reject'),
      withdraw: act('withdraw'),
      keep: act('keep'),
      notePaymentSent: act('notePaymentSent'),
    },
    customers: {
      search: async (_person, text) => ({
        entries: sampleRows(say).filter(({ name }) => name.toLowerCase().includes(text.toLowerCase())),
        next: null,
      }),
      read: async (_person, { externalId }) => (externalId === '1042' ? sampleCustomerDetail(say) : null),
      titles: async (_person, { externalId }) =>
        externalId === '1042' ? { entries: sampleCustomerDetail(say).titles, isCut: false } : null,
    },
    collection: {
      worklist: async () => ({ entries: sampleWorklist(say), isCut: false }),
      tasks: async () => ({ entries: sampleTasks(say), isCut: false }),
      addNote: act('addNote'),
      makePromise: act('makePromise'),
      addTask: act('addTask'),
      completeTask: act('completeTask'),
      state: async () => sampleState(say),
      preview: async (_person, { cadence }) => (cadence === 'nenhuma' ? null : samplePreview(say)),
      stopSending: act('stopSending'),
    },
    integrations: {
      sources: async () => sampleSources(say),
      runs: async (_person, source) => (source === 'erp-proprio' ? [] : sampleRuns(say)),
      quarantine: async (_person, source) => ({
        ...{ entries: source === 'erp-proprio' ? [] : sampleQuarantine(say), next: null },
      }),
      startSync: act('startSync'),
      check: act('check'),
      stopWriteBack: act('stopWriteBack'),
    },
    guards: sampleGuards(say),
    policy: {
      read: async () => samplePolicy(say),
      body: async (version) => (version < 1 || version > 3 ? null : say(`name: default\ngraceDays: ${version}\n`)),
      saveDraft: act('saveDraft'),
      rehearse: act('rehearse'),
      activate: act('activate'),
      discard: act('discard'),
    },
    reports: { dashboard: async () => sampleDashboard(say) },
    people: {
      list: async () => samplePeople(say),
      find: async (_person, id) => samplePeople(say).find((row) => row.id === id) ?? null,
      create: async (person, wanted) => {
        const answered = await act('createPerson')(person, wanted)
        return answered.kind === 'done' ? { kind: 'done', password: 'cavalo-bateria-grampo-correto' } : answered
      },
      resetPassword: async (person, id) => {
        const answered = await act('resetPassword')(person, id)
        return answered.kind === 'done' ? { kind: 'done', password: 'cavalo-bateria-grampo-correto' } : answered
      },
      setActive: act('setActive'),
      change: act('changePerson'),
      endSecondFactor: act('endSecondFactor'),
    },
    keys: {
      list: async () => sampleKeys(say),
      create: async (person, wanted) => {
        const answered = await act('createKey')(person, wanted)
        return answered.kind === 'done' ? { kind: 'done', key: 'fiado_segredo-de-exemplo' } : answered
      },
      revoke: act('revokeKey'),
    },
    webhooks: {
      list: async () => sampleWebhooks(say),
      create: async (person, wanted) => {
        const answered = await act('createWebhook')(person, wanted)
        return answered.kind === 'done' ? { kind: 'done', secret: 'whsec_exemplo' } : answered
      },
      setActive: act('setWebhookActive'),
      remove: act('removeWebhook'),
      replay: act('replay'),
    },
    audit: sampleAudit(say),
    news: { position: async () => 7 },
  }
  return { ports, asked, say, answer: (next) => (outcome = next) }
}
