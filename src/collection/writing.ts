import type { ChannelKind, OutgoingMessage } from '../channels/contract.ts'
import { formatCents } from '../kernel/cents.ts'
import type { Day } from '../kernel/day.ts'
import type { Step } from './cadence.ts'
import { type CollectionCase, type OpenTitle, personOf } from './case.ts'
import { chargesFor } from './charges.ts'
import { askableTitles, type PlanRules } from './plan.ts'
import type { ChargesConvention, CollectionSettings } from './settings.ts'
import type { RenderedMessage } from './template.ts'
import { factsFor, type TemplateFacts, wireFacts } from './template-facts.ts'

/** What is written, to whom, with which facts; `evidence` is kept with it. */
export interface WrittenMessage {
  readonly outgoing: OutgoingMessage
  readonly evidence: Readonly<Record<string, unknown>>
}

export interface WritingOrder {
  readonly subject: CollectionCase
  readonly contact: { readonly step: Pick<Step, 'template' | 'stage'> }
  readonly channel: ChannelKind
  readonly key: string
  readonly optOutToken: string
  readonly today: Day
}

/** Writes a message from what is known now. `fault` is told to people. */
export type ComposeMessage = (order: WritingOrder) => WrittenMessage | { readonly fault: string }

export interface WritingDeps {
  rules(): PlanRules
  readonly settings: Pick<CollectionSettings, 'charges' | 'creditors' | 'publicUrl'>
  render(name: string, channel: ChannelKind, facts: TemplateFacts): RenderedMessage | { readonly fault: string }
}

export function createWriter({ rules, settings, render }: WritingDeps): ComposeMessage {
  const { charges: convention, creditors, publicUrl } = settings
  return ({ subject, contact: { step }, channel, key, optOutToken, today }) => {
    const [recipient] = subject.addresses[channel] ?? []
    if (!recipient) return { fault: 'não há endereço neste canal' }
    if (!creditors) return { fault: 'config/collection.yaml não diz quem é o credor' }
    const rows = askableTitles(subject, rules(), today).map((title) => chargeTitle(title, subject, convention, today))
    const optOutUrl = publicUrl ? `${publicUrl}/v1/opt-outs/${optOutToken}` : null
    const facts = factsFor({
      ...{
        case: subject,
        step,
        charges: rows,
        chargesWords: wordsOf(convention, isConsumer(subject)),
        creditors,
        today,
      },
      ...{ validUntilOn: today, channel, optOutUrl },
    })
    const rendered = render(step.template ?? '', channel, facts)
    if ('fault' in rendered) return rendered
    const outgoing = {
      ...{ key, recipient: recipient.address, recipientName: recipient.name ?? subject.customer.name },
      ...rendered,
      unsubscribeUrl: optOutUrl,
      facts: wireFacts(facts),
    }
    return { outgoing, evidence: { titles: rows.map(tellRow), convention, amountsValidOn: today } }
  }
}

const CONSUMER_FINE_MAX = '0.02'

/** Consumer rules hold for every natural person (Lei 8.078/1990, art. 52 § 1), and for whoever is not known to be none. */
const isConsumer = ({ customer }: CollectionCase): boolean => personOf(customer) !== 'legal'

function chargeTitle(title: OpenTitle, subject: CollectionCase, convention: ChargesConvention, today: Day) {
  const { dueOn, effectiveDueOn, openAmount, externalId, id: receivableId } = title
  const charges = chargesFor({ openAmount, dueOn, effectiveDueOn, isConsumer: isConsumer(subject) }, convention, today)
  return { receivableId, externalId, dueOn, ...charges }
}

type ChargedRow = ReturnType<typeof chargeTitle>

const tellRow = ({ externalId, dueOn, daysLate, principal, fine, interest, correction, total }: ChargedRow) => ({
  ...{ externalId, dueOn, daysLate },
  principal: formatCents(principal),
  fine: formatCents(fine),
  interest: formatCents(interest),
  correction: formatCents(correction),
  total: formatCents(total),
})

/** "multa de 2% e juros de 1% ao mês, mais IPCA". */
function wordsOf({ fine: agreed, interestMonthly, index }: ChargesConvention, forConsumer: boolean): string {
  const fine = forConsumer && Number(agreed) > Number(CONSUMER_FINE_MAX) ? CONSUMER_FINE_MAX : agreed
  const percent = (share: string): string => `${formatPercent(share)}%`
  const correction = index ? `, mais ${index.name}` : ''
  return `multa de ${percent(fine)} e juros de ${percent(interestMonthly)} ao mês${correction}`
}

/** `0.025` as `2,5`. */
function formatPercent(share: string): string {
  const [whole = '0', decimals = ''] = share.split('.')
  const shifted = `${whole}${decimals.padEnd(2, '0').slice(0, 2)}`.replace(/^0+(?=\d)/, '')
  const rest = decimals.slice(2).replace(/0+$/, '')
  return rest === '' ? shifted : `${shifted},${rest}`
}
