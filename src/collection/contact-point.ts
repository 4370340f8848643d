import { z } from 'zod'
import type { ChannelKind } from '../channels/contract.ts'
import { type Phone, parsePhone } from '../kernel/phone.ts'
import type { Address, CollectionCase } from './case.ts'

/** Where a customer can be reached: what the ERP has, and what was added here. */

export type Mark = 'invalid' | 'opted_out' | 'good'

/** What is known of an address, whoever has it. */
export interface AddressMark {
  readonly mark: Mark
  readonly reason: string | null
  readonly markedAt: number
}

export interface AddedPoint {
  readonly id: string
  readonly channel: ChannelKind
  readonly address: string
  readonly name: string | null
}

export interface ContactFacts {
  readonly source: string
  readonly externalId: string
  readonly email: string | null
  readonly phone: string | null
  readonly whatsapp: string | null
  readonly added: readonly AddedPoint[]
}

export type ContactField = 'email' | 'phone' | 'whatsapp'

export interface Contact {
  /** Of a contact point that was added. */
  readonly id: string | null
  readonly channel: ChannelKind
  readonly address: string
  readonly name: string | null
  readonly field: ContactField | null
  /** Why it is no address at all. */
  readonly fault: string | null
}

export type Parsed = { readonly address: string } | { readonly fault: string }

const EMAIL_CHARS_MAX = 254
/** An ERP's field may hold several addresses in a row. */
const PARTS_MAX = 5
const EMAIL_BREAKS = /[;,\s]+/
const PHONE_BREAKS = /[;,/|]+/
const emailSchema = z.email().max(EMAIL_CHARS_MAX)

/**
 * The one form of an address, so that a mark holds however it was written: e-mail in lower case, phone numbers in E.164.
 * Faults are told in the words that a collector reads.
 */
export function parseAddress(channel: ChannelKind, text: string): Parsed {
  const trimmed = text.trim()
  if (channel === 'webhook') return trimmed === '' ? { fault: 'vazio' } : { address: trimmed }
  return channel === 'email' ? mailOf(parseEmail(trimmed)) : numberOf(channel, parsePhone(trimmed))
}

function parseEmail(text: string): string | null {
  const address = text.toLowerCase()
  return emailSchema.safeParse(address).success ? address : null
}

const mailOf = (address: string | null): Parsed =>
  address === null ? { fault: 'não é um endereço de e-mail' } : { address }

function numberOf(channel: 'whatsapp' | 'sms', phone: Phone | null): Parsed {
  if (phone === null) return { fault: 'não é um telefone com DDD que exista' }
  if (channel === 'sms' && !phone.isMobile) return { fault: 'não é um celular' }
  return { address: phone.e164 }
}

/**
 * Every known address by channel, the best first: what was added here before what the ERP has. SMS goes to the mobile
 * phone, else to the number of WhatsApp; a phone number that nobody gave for WhatsApp is not used for it.
 */
export function contactsOf({ source, externalId, email, phone, whatsapp, added }: ContactFacts): Contact[] {
  const own = added.map(
    ({ id, channel, address, name }): Contact => ({ id, channel, address, name, field: null, fault: null }),
  )
  // Reading a phone number takes 20 µs, and planning reads those of everybody: each once.
  const mails = readParts(email, EMAIL_BREAKS, parseEmail)
  const chats = readParts(whatsapp, PHONE_BREAKS, parsePhone)
  const phones = readParts(phone, PHONE_BREAKS, parsePhone)
  const ownChats = own.filter(({ channel }) => channel === 'whatsapp')
  const known: Contact[] = [
    ...own,
    ...mails.map(({ text, read }) => ofErp('email', 'email', text, mailOf(read))),
    ...chats.map(({ text, read }) => ofErp('whatsapp', 'whatsapp', text, numberOf('whatsapp', read))),
    ...phones.map(({ text, read }) => ofErp('sms', 'phone', text, numberOf('sms', read))),
    ...ownChats.flatMap(({ address, name }) => asSms(parsePhone(address), name, null)),
    ...chats.flatMap(({ read }) => asSms(read, null, 'whatsapp')),
    // Two sources may give the same id to two customers.
    { id: null, channel: 'webhook', address: `${source}/${externalId}`, name: null, field: null, fault: null },
  ]
  const seen = new Set<string>()
  return known.filter(({ channel, address }) => {
    const key = `${channel} ${address}`
    return !seen.has(key) && seen.add(key)
  })
}

interface Part<T> {
  readonly text: string
  readonly read: T | null
}

/** One field may be written as `a@x.com; b@x.com` or `(11) 98765-4321 / 3333-4444`. */
function readParts<T>(field: string | null, breaks: RegExp, read: (text: string) => T | null): Part<T>[] {
  const whole = field?.trim() ?? ''
  if (whole === '') return []
  const found = read(whole)
  if (found !== null) return [{ text: whole, read: found }]
  const parts = whole.split(breaks).map((part) => part.trim())
  const texts = parts.filter((part) => part !== '').slice(0, PARTS_MAX)
  return texts.length > 1 ? texts.map((text) => ({ text, read: read(text) })) : [{ text: whole, read: null }]
}

function ofErp(channel: ChannelKind, field: ContactField, text: string, parsed: Parsed): Contact {
  const isGood = 'address' in parsed
  return {
    ...{ id: null, channel, name: null, field },
    address: isGood ? parsed.address : text,
    fault: isGood ? null : parsed.fault,
  }
}

/** The number of WhatsApp as one for SMS, where it is a mobile one. */
function asSms(phone: Phone | null, name: string | null, field: ContactField | null): Contact[] {
  return phone?.isMobile ? [{ id: null, channel: 'sms', address: phone.e164, name, field, fault: null }] : []
}

/** The addresses that may be used, and the channels of which every one is bad. */
export function reachOf(
  contacts: readonly Contact[],
  markOf: (channel: ChannelKind, address: string) => AddressMark | null,
): Pick<CollectionCase, 'addresses' | 'unreachable'> {
  const addresses: Partial<Record<ChannelKind, Address[]>> = {}
  const unreachable: Partial<Record<ChannelKind, 'invalid' | 'opted_out'>> = {}
  for (const { channel, address, name, fault } of contacts) {
    const bad = fault === null ? badMark(markOf(channel, address)) : 'invalid'
    if (bad === null) addresses[channel] = [...(addresses[channel] ?? []), { address, name }]
    else if (unreachable[channel] !== 'opted_out') unreachable[channel] = bad
  }
  for (const channel of Object.keys(addresses) as ChannelKind[]) delete unreachable[channel]
  return { addresses, unreachable }
}

const badMark = (mark: AddressMark | null): 'invalid' | 'opted_out' | null =>
  mark === null || mark.mark === 'good' ? null : mark.mark
