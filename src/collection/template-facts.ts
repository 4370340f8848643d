import type { ChannelKind } from '../channels/contract.ts'
import { type Cents, formatCents } from '../kernel/cents.ts'
import { type Day, daysBetween } from '../kernel/day.ts'
import type { Step } from './cadence.ts'
import type { CollectionCase, OpenTitle } from './case.ts'
import type { Charges } from './charges.ts'
import type { Creditor } from './settings.ts'
import { type CustomerFacts, customerFacts, maskDocument, plainText } from './template-customer.ts'

/** What a template sees. Amounts are `Cents` for the filter `money`, days are `Day` for the filter `day`. */
export interface TemplateFacts {
  readonly creditor: CreditorFacts
  readonly customer: CustomerFacts
  /** Past the effective due day, the oldest first. */
  readonly overdue: readonly TitleFacts[]
  readonly upcoming: readonly TitleFacts[]
  readonly totals: { readonly overdue: ChargeParts; readonly upcoming: Cents; readonly all: Cents }
  /** How fine, interest and correction are reckoned, in words. */
  readonly chargesWords: string
  readonly today: Day
  /** The day for which the updated amounts hold. */
  readonly amountsValidOn: Day
  /** `words` complete "Para não receber mais mensagens por aqui, …". */
  readonly optOut: { readonly url: string | null; readonly word: string; readonly words: string }
  /** `words` complete "Fale com a gente …"; `brief` is one way to reach the creditor. */
  readonly contact: { readonly words: string; readonly brief: string }
  /** Asked for credit while owing: new purchases on credit are released on regularisation. */
  readonly buysWhileOwing: boolean
  readonly stage: Step['stage']
}

export interface CreditorFacts {
  readonly name: string
  /** By which customers know it; the name when there is no other. */
  readonly tradeName: string
  /** The beginning of it, for an SMS. */
  readonly shortName: string
  readonly documentKind: 'CPF' | 'CNPJ'
  readonly document: string
  readonly address: string
  readonly email: string | null
  readonly phone: string | null
  readonly whatsapp: string | null
}

export type ChargeParts = Pick<Charges, 'principal' | 'fine' | 'interest' | 'correction' | 'total'>

export interface TitleFacts extends ChargeParts {
  /** "4821, parcela 1/3". */
  readonly label: string
  readonly number: string
  readonly installment: string | null
  readonly issuedOn: Day
  readonly dueOn: Day
  /** The due day, or the next business day if it is none: until then it costs nothing more. */
  readonly effectiveDueOn: Day
  /** Counted from the due day; 0 for what is not overdue. */
  readonly daysOverdue: number
  /** Of the document; more than the principal when a part was paid. */
  readonly amount: Cents
  readonly boletoLine: string | null
  readonly pixCode: string | null
  /** When it is another than the one who signs. */
  readonly creditor: CreditorFacts | null
}

export interface TitleCharges extends ChargeParts {
  readonly receivableId: number
}

export interface FactsInput {
  readonly case: CollectionCase
  readonly step: Pick<Step, 'stage'>
  /** One for each title to be listed. Titles without one, and disputed ones, are not listed. */
  readonly charges: readonly TitleCharges[]
  /** How charges are reckoned: "multa de 2% e juros de 1% ao mês". */
  readonly chargesWords: string
  /** `creditors` of `config/collection.yaml`. */
  readonly creditors: Readonly<Record<string, Creditor>>
  readonly today: Day
  readonly validUntilOn: Day
  readonly channel: ChannelKind
  readonly optOutUrl: string | null
  /** In place of the creditor's own ways of contact. Completes "Fale com a gente …". */
  readonly contactWords?: string
}

const OPT_OUT_WORD = 'PARAR'

/** Throws when nobody signs: `creditors.main` is missing. */
export function factsFor(input: FactsInput): TemplateFacts {
  const main = input.creditors['main']
  if (!main) throw new TypeError('creditors.main is missing: a message needs somebody who signs it')
  const titles = listTitles(input)
  const overdue = titles.filter(({ daysOverdue }) => daysOverdue > 0)
  const upcoming = titles.filter(({ daysOverdue }) => daysOverdue === 0)
  const owed = sumCharges(overdue)
  const ahead = sumCharges(upcoming).total
  const creditor = creditorFacts(main)
  return {
    creditor,
    customer: customerFacts(input.case.customer),
    overdue,
    upcoming,
    totals: { overdue: owed, upcoming: ahead, all: owed.total + ahead },
    chargesWords: plainText(input.chargesWords),
    today: input.today,
    amountsValidOn: input.validUntilOn,
    optOut: optOutFacts(input),
    contact: contactFacts(creditor, input.contactWords),
    buysWhileOwing: input.case.customer.flags.includes('buys_while_owing'),
    stage: input.step.stage,
  }
}

function listTitles({ case: { titles, disputes }, charges, creditors, today }: FactsInput): TitleFacts[] {
  const byTitle = new Map(charges.map((row) => [row.receivableId, row]))
  const isDisputed = (title: OpenTitle): boolean =>
    title.isDisputed || disputes.some(({ receivableIds }) => receivableIds === null || receivableIds.includes(title.id))
  return titles.flatMap((title) => {
    const row = byTitle.get(title.id)
    if (!row || isDisputed(title)) return []
    const signer = creditors[title.company]
    const isOther = signer !== undefined && signer.document !== creditors['main']?.document
    return [titleFacts(title, row, today, isOther ? creditorFacts(signer) : null)]
  })
}

function titleFacts(title: OpenTitle, row: TitleCharges, today: Day, creditor: CreditorFacts | null): TitleFacts {
  const { issuedOn, dueOn, effectiveDueOn, amount } = title
  const { principal, fine, interest, correction, total } = row
  const number = plainText(title.number ?? title.externalId)
  const installment = title.installment === null ? null : plainText(title.installment)
  return {
    ...{ principal, fine, interest, correction, total },
    label: installment ? `${number}, parcela ${installment}` : number,
    ...{ number, installment, issuedOn, dueOn, effectiveDueOn, amount, creditor },
    daysOverdue: today > effectiveDueOn ? daysBetween(dueOn, today) : 0,
    boletoLine: title.boletoLine === null ? null : plainText(title.boletoLine),
    pixCode: title.pixCode === null ? null : plainText(title.pixCode),
  }
}

const sumCharges = (rows: readonly ChargeParts[]): ChargeParts =>
  rows.reduce(
    (sum, row) => ({
      principal: sum.principal + row.principal,
      fine: sum.fine + row.fine,
      interest: sum.interest + row.interest,
      correction: sum.correction + row.correction,
      total: sum.total + row.total,
    }),
    { principal: 0n, fine: 0n, interest: 0n, correction: 0n, total: 0n },
  )

function creditorFacts({ name, tradeName, document, address, email, phone, whatsapp }: Creditor): CreditorFacts {
  return {
    name: plainText(name),
    tradeName: plainText(tradeName ?? name),
    shortName: shorten(plainText(tradeName ?? name)),
    documentKind: document.length === 11 ? 'CPF' : 'CNPJ',
    document: maskDocument(document),
    address: plainText(address),
    email: email ?? null,
    phone: phone ?? null,
    whatsapp: whatsapp ?? null,
  }
}

const SHORT_NAME_CHARS_MAX = 30

/** Whole words, unless the first one alone is too long. */
function shorten(name: string): string {
  if (name.length <= SHORT_NAME_CHARS_MAX) return name
  const end = name.lastIndexOf(' ', SHORT_NAME_CHARS_MAX)
  return name.slice(0, end === -1 ? SHORT_NAME_CHARS_MAX : end)
}

function optOutFacts({ channel, optOutUrl }: FactsInput): TemplateFacts['optOut'] {
  const url = channel === 'email' || channel === 'webhook' ? optOutUrl : null
  const words = url === null ? `responda a esta mensagem com a palavra ${OPT_OUT_WORD}` : `acesse ${url}`
  return { url, word: OPT_OUT_WORD, words }
}

function contactFacts({ email, phone, whatsapp }: CreditorFacts, words?: string): TemplateFacts['contact'] {
  const ways = [
    ...(whatsapp ? [{ words: `pelo WhatsApp ${whatsapp}`, brief: `WhatsApp ${whatsapp}` }] : []),
    ...(phone ? [{ words: `pelo telefone ${phone}`, brief: `tel. ${phone}` }] : []),
    ...(email ? [{ words: `pelo e-mail ${email}`, brief: email }] : []),
  ]
  const listed = ways.map((way) => way.words)
  const own = [listed.slice(0, -1).join(', '), ...listed.slice(-1)].filter((text) => text !== '').join(' ou ')
  return {
    words: plainText(words ?? (own || 'respondendo a esta mensagem')),
    brief: ways[0]?.brief ?? 'responda a esta mensagem',
  }
}

/** The facts as JSON values, for channels that hand them to a program: money as decimal strings. */
export function wireFacts(facts: TemplateFacts): Readonly<Record<string, unknown>> {
  return JSON.parse(
    JSON.stringify(facts, (_key, value: unknown) => (typeof value === 'bigint' ? formatCents(value) : value)),
  )
}
