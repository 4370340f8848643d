import { channelKinds } from '../../src/channels/contract.ts'
import { type Cadence, cadenceSchema } from '../../src/collection/cadence.ts'
import type { CollectionCase, OpenTitle } from '../../src/collection/case.ts'
import type { PlanRules } from '../../src/collection/plan.ts'
import { createCalendar } from '../../src/kernel/calendar.ts'

/** Monday 23 November 2026, on which nothing is closed. */
export const MONDAY = '2026-11-23'

export function sampleTitle(given: Partial<OpenTitle> = {}): OpenTitle {
  const dueOn = given.dueOn ?? '2026-11-16'
  return {
    id: 1,
    externalId: `T-${given.id ?? 1}`,
    company: 'main',
    number: 'NF 100',
    installment: '1/1',
    issuedOn: '2026-10-01',
    dueOn,
    effectiveDueOn: dueOn,
    amount: 500_00n,
    openAmount: 500_00n,
    isDisputed: false,
    paymentMethod: 'boleto',
    boletoLine: null,
    pixCode: null,
    progress: null,
    ...given,
  }
}

export function sampleCase(given: Partial<CollectionCase> = {}): CollectionCase {
  return {
    customer: {
      id: 7,
      source: 'erp',
      externalId: '1042',
      name: 'Mercadinho Boa Vista Ltda',
      document: '12ABC34501DE35',
      state: 'SP',
      city: 'São Paulo',
      riskClass: null,
      segment: 'pontual',
      profile: null,
      flags: [],
    },
    titles: [sampleTitle()],
    credits: 0n,
    pauses: [],
    promises: [],
    disputes: [],
    contacts: [],
    pending: null,
    addresses: {
      email: [{ address: 'financeiro@boavista.example.com', name: null }],
      whatsapp: [{ address: '+5511987654321', name: null }],
    },
    unreachable: {},
    isStale: false,
    ...given,
  }
}

/** Reminder at −3, messages at 1, 5 and 15, a call at 10 and a hand-over at 30; three days between messages. */
export const CADENCE: Cadence = cadenceSchema.parse({
  name: 'sample',
  title: 'Exemplo',
  priority: 1,
  gapDays: 3,
  steps: [
    { key: 'lembrete', offsetDays: -3, stage: 'reminder', channels: ['whatsapp', 'email'], template: 'lembrete' },
    { key: 'aviso', offsetDays: 1, stage: 'notice', channels: ['whatsapp', 'email'], template: 'aviso' },
    { key: 'segundo', offsetDays: 5, stage: 'firm', channels: ['email', 'whatsapp'], template: 'segundo-aviso' },
    { key: 'ligar', offsetDays: 10, stage: 'firm', task: { kind: 'call', title: 'Ligar', dueInDays: 1 } },
    { key: 'ultimo', offsetDays: 15, stage: 'final', channels: ['email'], template: 'ultimo-aviso' },
    { key: 'encaminhar', offsetDays: 30, stage: 'handover', task: { kind: 'handover', title: 'Encaminhar' } },
  ],
})

export function sampleRules(given: Partial<PlanRules> = {}): PlanRules {
  return {
    cadences: [CADENCE],
    calendar: createCalendar(),
    channels: new Set(channelKinds),
    caps: { perWeek: 2, perMonth: 6 },
    minimumAmount: 0n,
    prescribedAfterYears: 5,
    settlementDays: (method) => (method === 'pix' ? 0 : 1),
    ...given,
  }
}
