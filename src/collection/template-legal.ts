import { formatBrl } from '../kernel/cents.ts'
import { formatBrDay } from '../kernel/day.ts'
import type { Fault } from '../kernel/text.ts'
import type { TemplateChannel } from './template.ts'
import type { CreditorFacts, TemplateFacts, TitleFacts } from './template-facts.ts'
import { foldToGsm } from './template-sms.ts'
import { foldText } from './template-words.ts'

/**
 * What a message has to say: who writes, with document and address (Lei 8.078/1990, art. 42-A), of which document, its original
 * amount and the updated one by its parts, how to pay, whom to ask, what to do if it is paid, how to hear no more.
 */
interface Need {
  /** One of these has to be there, as it is. */
  readonly anyOf: readonly string[]
  readonly message: string
}

export function findMissing(path: string, text: string, channel: TemplateChannel, facts: TemplateFacts): Fault[] {
  const needs = channel === 'sms' ? smsNeeds(facts) : fullNeeds(channel, facts)
  const missing = needsMissing(text, needs)
  if (channel !== 'sms' && !/desconsider/.test(foldText(text)))
    missing.push('says nothing to who has paid already: add "Se você já pagou, desconsidere esta mensagem"')
  return missing.map((message) => ({ path, message }))
}

/** Of the titles alone. */
export function findMissingOfTitles(path: string, text: string, facts: TemplateFacts): Fault[] {
  return needsMissing(text, titlesNeeds(facts)).map((message) => ({ path, message }))
}

function needsMissing(text: string, needs: readonly Need[]): string[] {
  const flat = text.replace(/\s+/g, ' ')
  return [...new Set(needs.filter(({ anyOf }) => !anyOf.some((one) => flat.includes(one))).map((need) => need.message))]
}

const smsNeeds = ({ creditor, contact, optOut }: TemplateFacts): Need[] => [
  {
    anyOf: [creditor.name, creditor.tradeName, creditor.shortName].map(foldToGsm),
    message: 'does not say who writes: add {{ creditor.shortName }}',
  },
  {
    anyOf: [...ways(creditor), contact.brief].map(foldToGsm),
    message: 'says no way to reach the creditor: add {{ contact.brief }}',
  },
  { anyOf: [optOut.word], message: 'does not say how to hear no more: add {{ optOut.word }}' },
]

const fullNeeds = (channel: TemplateChannel, facts: TemplateFacts): Need[] => [
  ...creditorNeeds(facts.creditor, 'creditor'),
  ...titlesNeeds(facts),
  { anyOf: [...ways(facts.creditor), facts.contact.words], message: 'says no way to ask: add {{ contact.words }}' },
  channel === 'email' && facts.optOut.url !== null
    ? { anyOf: [facts.optOut.url], message: 'does not say how to hear no more: add {{ optOut.words }}' }
    : { anyOf: [facts.optOut.word], message: 'does not say how to hear no more: add {{ optOut.words }}, or the word' },
]

const ways = ({ email, phone, whatsapp }: CreditorFacts): string[] =>
  [email, phone, whatsapp].filter((way) => way !== null)

const creditorNeeds = ({ name, document, address }: CreditorFacts, path: string): Need[] =>
  Object.entries({ name, document, address }).map(([field, value]) => ({
    anyOf: [value],
    message: `does not say the ${field} of the creditor (Lei 8.078/1990, art. 42-A): add {{ ${path}.${field} }}`,
  }))

function titlesNeeds({ overdue, upcoming, amountsValidOn }: TemplateFacts): Need[] {
  const validOn = {
    anyOf: [formatBrDay(amountsValidOn)],
    message: 'does not say until when the amounts hold: add {{ amountsValidOn | day }}',
  }
  return [
    ...(overdue.length > 0 ? [validOn] : []),
    ...overdue.flatMap((title) => [...titleNeeds(title), ...chargesNeeds(title)]),
    ...upcoming.flatMap(titleNeeds),
  ]
}

const titleNeeds = ({ number, amount, dueOn, boletoLine, pixCode, creditor }: TitleFacts): Need[] => [
  { anyOf: [number], message: 'does not say which document: add {{ title.label }}' },
  { anyOf: [formatBrl(amount)], message: 'does not say the original amount: add {{ title.amount | money }}' },
  { anyOf: [formatBrDay(dueOn)], message: 'does not say the due day: add {{ title.dueOn | day }}' },
  ...(boletoLine ? [{ anyOf: [boletoLine], message: 'does not give the boleto: add {{ title.boletoLine }}' }] : []),
  ...(pixCode ? [{ anyOf: [pixCode], message: 'does not give the Pix code: add {{ title.pixCode }}' }] : []),
  ...(creditor ? creditorNeeds(creditor, 'title.creditor') : []),
]

function chargesNeeds(title: TitleFacts): Need[] {
  const { principal, total } = title
  const parts = (['fine', 'interest', 'correction'] as const).filter((part) => title[part] !== 0n)
  return [
    { anyOf: [formatBrl(principal)], message: 'does not say the principal: add {{ title.principal | money }}' },
    { anyOf: [formatBrl(total)], message: 'does not say the updated amount: add {{ title.total | money }}' },
    ...parts.map((part) => ({
      anyOf: [formatBrl(title[part])],
      message: `does not say the ${part} in the updated amount: add {{ title.${part} | money }}`,
    })),
  ]
}
