import type { Cents } from '../kernel/cents.ts'
import { addDays, type Day } from '../kernel/day.ts'
import type { CollectionCase, OpenTitle } from './case.ts'
import type { Creditor } from './settings.ts'
import type { TemplateChannel } from './template.ts'
import { factsFor, type TemplateFacts, type TitleCharges } from './template-facts.ts'

/** Customers on which every template is tried before it may be used. */
export interface Sample {
  readonly title: string
  /** Of values that try to be something else, only the form is looked at. */
  readonly isHostile: boolean
  readonly facts: TemplateFacts
}

type Creditors = Readonly<Record<string, Creditor>>

/** Who signs while nobody has said who does. */
const sampleCreditors: Creditors = {
  main: {
    name: 'Aurora Distribuidora de Alimentos Ltda',
    tradeName: 'Aurora Distribuidora',
    document: '12ABC34501DE35',
    address: 'Rua das Palmeiras, 100, Centro, Campinas/SP, CEP 13010-000',
    email: 'financeiro@aurora.example',
    phone: '(19) 3232-1000',
    whatsapp: '(19) 99876-5432',
  },
}
const branch: Creditor = {
  name: 'Aurora Sul Bebidas Ltda',
  document: '11222333000181',
  address: 'Av. Brasil, 2000, Curitiba/PR, CEP 80010-000',
}

const TODAY: Day = '2026-11-23'
const BOLETO = '34191.79001 01043.510047 91020.150008 5 12340000050000'
const PIX =
  '00020126580014br.gov.bcb.pix0136123e4567-e12b-12d3-a456-4266554400005204000053039865802BR5913Aurora6008Campinas62070503ab16304A1B2'
const HOSTILE = `{{ 7 | times: 6 }}{% if %}{{1}}"><script>alert('1')</script> $& &amp;`

interface SampleTitle {
  readonly number: string
  readonly installment?: string
  readonly dueInDays: number
  readonly amount: Cents
  /** Of the amount. */
  readonly open?: Cents
  readonly charges?: readonly [fine: Cents, interest: Cents, correction: Cents]
  readonly isPayable?: boolean
  readonly company?: string
}

/** What each channel is tried on. */
export function sampleFacts(channel: TemplateChannel, creditors: Creditors = sampleCreditors): Sample[] {
  const person = { name: 'MARIA DA SILVA', document: '12345678909' }
  const company = { name: 'Padaria Boa Massa Ltda', document: '11444777000161' }
  const make = (title: string, who: typeof person, titles: readonly SampleTitle[], isHostile = false): Sample => ({
    ...{ title, isHostile },
    facts: factsFor({
      ...caseOf(who, titles),
      creditors: { ...creditors, 'sample-branch': branch },
      step: { stage: 'notice' },
      chargesWords: 'multa de 2% e juros de 1% ao mês',
      today: TODAY,
      validUntilOn: addDays(TODAY, 2),
      channel,
      optOutUrl: 'https://fiado.example/sair/abc123',
    }),
  })
  return [
    make('a company with one title, partly paid, without boleto', company, [
      { number: '4821', dueInDays: -5, amount: 150_037n, open: 100_037n, charges: [2_001n, 171n, 0n] },
    ]),
    make('a person with three titles, boleto and Pix', person, [
      {
        number: '5001',
        installment: '1/3',
        dueInDays: -40,
        amount: 61_234n,
        charges: [1_225n, 819n, 307n],
        isPayable: true,
      },
      {
        number: '5002',
        dueInDays: -9,
        amount: 8_990n,
        charges: [180n, 27n, 0n],
        isPayable: true,
        company: 'sample-branch',
      },
      { number: '5003', installment: '3/3', dueInDays: 20, amount: 61_235n, isPayable: true },
    ]),
    make('a person with nothing overdue yet', person, [
      { number: '5003', installment: '3/3', dueInDays: 5, amount: 61_235n, isPayable: true },
    ]),
    make(
      'hostile values',
      { ...person, name: HOSTILE },
      [
        {
          number: HOSTILE,
          installment: HOSTILE,
          dueInDays: -5,
          amount: 1_000n,
          charges: [20n, 2n, 0n],
          isPayable: true,
        },
      ],
      true,
    ),
  ]
}

function caseOf(
  who: { name: string; document: string },
  titles: readonly SampleTitle[],
): { case: CollectionCase; charges: TitleCharges[] } {
  const customer = {
    ...{ id: 1, source: 'sample', externalId: '1', state: 'SP', city: null, riskClass: null, segment: null },
    ...{ profile: null, flags: ['buys_while_owing'], ...who },
  }
  const subject: CollectionCase = {
    ...{ customer, credits: 0n, pauses: [], promises: [], disputes: [], contacts: [], pending: null, addresses: {} },
    ...{ titles: titles.map(titleOf), unreachable: {}, isStale: false },
  }
  return { case: subject, charges: titles.map(chargesOf) }
}

function titleOf(sample: SampleTitle, index: number): OpenTitle {
  const { number, installment = null, dueInDays, amount, open = amount, isPayable = false, company = 'main' } = sample
  const dueOn = addDays(TODAY, dueInDays)
  return {
    ...{ id: index, externalId: `sample-${index}`, company, number, installment, dueOn, amount, openAmount: open },
    issuedOn: addDays(dueOn, -30),
    // What is not due yet falls on no business day.
    effectiveDueOn: dueInDays > 0 ? addDays(dueOn, 2) : dueOn,
    isDisputed: false,
    paymentMethod: null,
    boletoLine: isPayable ? BOLETO : null,
    pixCode: isPayable ? PIX : null,
    progress: null,
  }
}

function chargesOf({ amount, open = amount, charges = [0n, 0n, 0n] }: SampleTitle, index: number): TitleCharges {
  const [fine, interest, correction] = charges
  const total = open + fine + interest + correction
  return { receivableId: index, principal: open, fine, interest, correction, total }
}
