import type { Sql } from '../database.ts'
import { createId } from '../kernel/ids.ts'
import {
  type ContactPoint,
  deleteContactPoint,
  findContactPoint,
  insertContactPoint,
  listContactPoints,
  markAddress,
  readMarks,
  renameContactPoint,
} from './address-store.ts'
import {
  type CareDeps,
  type CustomerName,
  conflict,
  type Done,
  type Refusal,
  senseless,
  tellStory,
  unknown,
  unknownCustomer,
} from './care-act.ts'
import type { ContactPointRequest, MarkRequest } from './care-schema.ts'
import { type CareCustomer, lockCareCustomer, lockOwner } from './care-store.ts'
import { type AddressMark, type Contact, contactsOf, parseAddress } from './contact-point.ts'

/** Where customers can be reached, and where not. */

const CONTACT_POINTS_MAX = 20

/** A contact next to what is known of its address. */
export interface KnownContact extends Contact {
  readonly mark: AddressMark | null
}

/** Everything that is known, the bad ones too. */
export async function contactsKnown(sql: Sql, customer: CareCustomer): Promise<KnownContact[]> {
  const added = (await listContactPoints(sql, [customer.id])).get(customer.id) ?? []
  const contacts = contactsOf({ ...customer, added })
  const markOf = await readMarks(sql, contacts)
  return contacts.map((contact) => ({
    ...contact,
    mark: contact.fault === null ? markOf(contact.channel, contact.address) : null,
  }))
}

/** The same address again is answered, not added twice; a name that is given then replaces the one before. */
export async function addContactPoint<Request>(
  deps: CareDeps<Request>,
  { source, externalId }: CustomerName,
  { channel, address: text, name: given }: ContactPointRequest,
  request: Request,
): Promise<Done<KnownContact> | Refusal> {
  const { db, clock } = deps
  const parsed = parseAddress(channel, text)
  if ('fault' in parsed) return senseless('address', parsed.fault)
  const { address } = parsed
  const name = given ?? null
  return db.transaction(async (sql) => {
    const customer = await lockCareCustomer(sql, source, externalId)
    if (!customer) return unknownCustomer
    const added = (await listContactPoints(sql, [customer.id])).get(customer.id) ?? []
    const stands = added.find((point) => point.channel === channel && point.address === address)
    if (!stands && added.length >= CONTACT_POINTS_MAX)
      return conflict(`This customer has ${CONTACT_POINTS_MAX} added contact points: remove some first.`)
    const isNew = !stands || (name !== null && stands.name !== name)
    const point: ContactPoint = {
      ...{ id: stands?.id ?? createId('cpt', clock.now()), customerId: customer.id, channel, address },
      name: name ?? stands?.name ?? null,
    }
    if (isNew) {
      if (stands) await renameContactPoint(sql, point)
      else await insertContactPoint(sql, point, clock.now())
      const detail = { contactPointId: point.id, channel, address, name: point.name }
      await tellStory(sql, deps, request, customer, 'contact_point.added', detail, point.id)
    }
    return { is: await knownContact(sql, point), isNew: !stands }
  })
}

async function knownContact(sql: Sql, { id, channel, address, name }: ContactPoint): Promise<KnownContact> {
  const mark = (await readMarks(sql, [{ channel, address }]))(channel, address)
  return { id, channel, address, name, field: null, fault: null, mark }
}

export async function removeContactPoint<Request>(
  deps: CareDeps<Request>,
  id: string,
  bound: string | null,
  request: Request,
): Promise<Refusal | null> {
  return deps.db.transaction(async (sql) => {
    const seen = await findContactPoint(sql, id)
    const customer = seen && (await lockOwner(sql, seen.customerId, bound))
    const point = customer && (await findContactPoint(sql, id))
    if (!customer || !point) return unknown('There is no contact point of that id; what the ERP has is changed there.')
    await deleteContactPoint(sql, id)
    const { channel, address, name } = point
    const detail = { contactPointId: id, channel, address, name }
    await tellStory(sql, deps, request, customer, 'contact_point.removed', detail, id)
    return null
  })
}

/** What a person knows of an address of this customer. It holds for everybody who has that address. */
export async function markContact<Request>(
  deps: CareDeps<Request>,
  { source, externalId }: CustomerName,
  { channel, address: text, mark, reason }: MarkRequest,
  request: Request,
): Promise<Done<KnownContact> | Refusal> {
  const { db, clock } = deps
  const parsed = parseAddress(channel, text)
  if ('fault' in parsed) return senseless('address', parsed.fault)
  const { address } = parsed
  return db.transaction(async (sql) => {
    const customer = await lockCareCustomer(sql, source, externalId)
    if (!customer) return unknownCustomer
    const isIt = (one: Contact): boolean => one.channel === channel && one.address === address
    if (!(await contactsKnown(sql, customer)).some(isIt))
      return senseless('address', 'is no address of this customer on that channel')
    const isNew = await markAddress(sql, { channel, address, mark, reason, at: clock.now() })
    if (isNew) {
      const kind = mark === 'good' ? 'address.cleared' : 'address.marked'
      await tellStory(sql, deps, request, customer, kind, { channel, address, mark, reason })
    }
    const known = (await contactsKnown(sql, customer)).find(isIt) as KnownContact
    if (known.mark?.mark !== mark)
      return conflict('The owner of this address wants no more messages: mark it as good first, if that has changed.')
    return { is: known, isNew }
  })
}
