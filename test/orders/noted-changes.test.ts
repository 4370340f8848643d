import { afterEach, describe, expect, it, vi } from 'vitest'
import { readBlockingLocked } from '../../src/credit/blocking.ts'
import { createPolicyBook } from '../../src/credit/policies.ts'
import { insertPolicyVersion } from '../../src/credit/policies-store.ts'
import type { Database, Sql } from '../../src/database.ts'
import { reviewAccount, reviewOthers } from '../../src/orders/account-review.ts'
import {
  forgetAccountChanges,
  listChangedAccounts,
  noteAllAccounts,
  noteNewDay,
  readNotes,
  writeMark,
} from '../../src/orders/review-store.ts'
import { noteAccountChanges } from '../../src/receivables/account-store.ts'
import { dialects } from '../harness/databases.ts'
import { type OrdersBusiness, type OrdersTerms, openOrdersBusiness, SOURCE } from './business.ts'

const NOT_DUE = { dueOn: '2026-12-20' }
const CLOSED = 'custom: [{ code: nobody_buys, when: "true", level: block, message: Fechado. }]\n'
const amount = (value: string, more: object = {}): object => ({ mode: 'amount', amount: value, ...more })

/** What another process does when it loads a newer policy: the policy, and then the notes. */
async function loadElsewhere(db: Database, body: string): Promise<void> {
  await insertPolicyVersion(db, {
    ...{ name: 'default', version: 2, digest: 'another', body, loadedAt: 0, origin: 'draft', loadedBy: null },
  })
  await noteAllAccounts(db)
  await writeMark(db, 'reviewed-policy', '2'.padStart(12, '0'))
}

describe.each(dialects)('what has changed and is to be looked at again, on %s', (dialect) => {
  let business: OrdersBusiness | null = null
  afterEach(async () => {
    await business?.close()
    business = null
  })
  const open = async (terms: OrdersTerms = {}): Promise<OrdersBusiness> => {
    business = await openOrdersBusiness(dialect, terms)
    return business
  }
  const noted = (one: OrdersBusiness): Promise<number[]> => listChangedAccounts(one.program().db, 10)

  it.each([
    ['', [NOT_DUE]],
    ['perCompany: true\n', []],
  ])('is not forgotten by who looks under an older policy, %j', async (kept, titles) => {
    const policy = `name: default\nmaxDataAge: P365D\n${kept}`
    const one = await open({ policy })
    await one.customer('C1')
    await one.review()
    await one.customer('C1', { limit: amount('2000.00') })
    for (const fields of titles) await one.title('T1', 'C1', '10.00', fields)
    const { db } = one.program()
    const begin = vi.spyOn(db, 'transaction')
    begin.mockImplementationOnce(async (work) => {
      begin.mockRestore()
      await loadElsewhere(db, policy + CLOSED)
      return db.transaction(work)
    })
    await one.review()
    await one.review()
    expect(await one.events()).toEqual(['customer.blocked C1'])
    expect(await noted(one)).toEqual([])
  })

  it('stays when it is noted once more while somebody looks', async () => {
    const one = await open()
    await one.customer('C1')
    const { db } = one.program()
    const [id] = (await noted(one)) as [number]
    for (const noteAgain of [
      () => noteAccountChanges(db, [id]),
      () => noteAllAccounts(db),
      () => noteNewDay(db, '2026-11-24'),
    ]) {
      const notes = await readNotes(db, [id])
      await noteAgain()
      await forgetAccountChanges(db, [id], notes)
      expect(await noted(one)).toEqual([id])
    }
    await forgetAccountChanges(db, [id], await readNotes(db, [id]))
    expect(await noted(one)).toEqual([])
    await forgetAccountChanges(db, [id], [])
  })

  it('stays when it is noted while its account is looked at', async () => {
    const one = await open()
    await one.customer('C1')
    await one.review()
    await one.customer('C1', { status: 'stop' })
    const [id] = (await noted(one)) as [number]
    const { db, clock } = one.program()
    const policies = createPolicyBook(db, clock, '', async () => undefined)
    await policies.join()
    const noteTurned = (sql: Sql, turned: readonly object[]) => noteAccountChanges(sql, turned.length > 0 ? [id] : [])
    const deps = { db, clock, policies, holdFreedMs: 0, noteTurned, noteLooked: async () => undefined }
    expect(await db.transaction((sql) => reviewOthers(deps, sql, [id]))).toHaveLength(1)
    expect(await noted(one)).toEqual([id])
    await one.customer('C1')
    await reviewAccount(deps, id)
    expect(await noted(one)).toEqual([id])
    await reviewAccount(deps, id)
    expect(await noted(one)).toEqual([])
  })

  it('is nothing that the look itself settles', async () => {
    const one = await open()
    await one.customer('C1')
    await one.title('T1', 'C1', '10.00', { dueOn: '2026-11-23' })
    await one.review()
    const { db, clock } = await one.at('2026-11-24T08:00:00-03:00')
    const policies = createPolicyBook(db, clock, '', async () => undefined)
    await policies.join()
    const wanted = new Map([[SOURCE, new Set(['C1'])]])
    const found = await db.transaction((sql) => readBlockingLocked({ db, clock, policies }, sql, wanted))
    expect([...found.values()].flat()[0]).toMatchObject({ code: 'overdue_receivables' })
    expect(await noted(one)).toEqual([])
  })

  it('are limits that begin or end with a day, of customers and of groups, although nothing else happens', async () => {
    const one = await open()
    const from = (day: string) => ({ limits: [amount('1000.00'), { mode: 'none', from: day }] })
    await one.customer('BEGINS', { limit: null, ...from('2026-11-25') })
    await one.customer('ENDS', { limit: amount('1000.00', { validUntil: '2026-11-23' }) })
    await one.customer('LATER', { limit: amount('1000.00', { validUntil: '2026-11-24' }) })
    await one.customer('NEVER')
    await one.customer('GROUPED', { group: 'G', limit: null })
    await one.program().call('PUT', '/v1/groups/G', from('2026-11-24'))
    await one.review()
    expect(await one.events()).toEqual([])
    await one.at('2026-11-24T08:00:00-03:00')
    await one.review()
    expect((await one.events()).sort()).toEqual(['customer.blocked ENDS', 'customer.blocked GROUPED'])
    // A whole day on which no program ran: LATER ended and BEGINS began meanwhile.
    await one.at('2026-11-26T08:00:00-03:00')
    await one.review()
    expect((await one.events()).slice(2).sort()).toEqual(['customer.blocked BEGINS', 'customer.blocked LATER'])
  })

  it('are limits that ended while no program ran for months', async () => {
    const one = await open()
    await one.customer('ENDS', { limit: amount('1000.00', { validUntil: '2026-12-24' }) })
    await one.review()
    await one.at('2027-03-01T08:00:00-03:00')
    await one.review()
    expect(await one.events()).toEqual(['customer.blocked ENDS'])
  })

  it('are customers that the ERP no longer lists', async () => {
    const one = await open()
    for (const id of ['C1', 'C2']) await one.customer(id)
    await one.review()
    const call = (path: string) => one.program().call('POST', `/v1/sources/${SOURCE}/snapshots${path}`)
    const { id } = (await call('')).body
    const customers = [{ externalId: 'C2', name: 'Cliente C2', limit: amount('1000.00') }]
    await one.program().call('PUT', `/v1/sources/${SOURCE}/customers?snapshot=${id}`, { customers })
    expect((await call(`/${id}/complete`)).body.closed.customers).toBe(1)
    await one.review()
    expect(await one.events()).toEqual(['customer.blocked C1'])
  })

  it('is a customer who was known from an order alone, and now comes from the ERP', async () => {
    const one = await open({ policy: 'name: default\nmaxDataAge: P365D\ndefaultLimit: { mode: unlimited }\n' })
    await one.customer('OTHER')
    expect((await one.reserve('P1', 'NEW', '10.00')).decision).toBe('blocked')
    await one.review()
    await one.customer('NEW', { limit: null })
    await one.review()
    expect((await one.orders())[0]).toMatchObject({ orderId: 'P1', state: 'released' })
  })

  it('is what was refused while nothing was heard of the source, as soon as it is', async () => {
    const one = await open({ policy: 'name: default\nmaxDataAge: PT1H\nstale: { mode: closed }\n' })
    const beat = () => one.program().call('POST', `/v1/sources/${SOURCE}/heartbeat`)
    await one.customer('C1')
    await one.customer('C2')
    await one.at('2026-11-23T12:00:00-03:00')
    expect((await one.reserve('P1', 'C1', '10.00')).decision).toBe('blocked')
    await one.review()
    expect((await one.events()).sort()).toEqual(['customer.blocked C1', 'customer.blocked C2', 'order.blocked P1'])
    await beat()
    await one.review()
    expect((await one.events()).slice(3).sort()).toEqual([
      ...['customer.unblocked C1', 'customer.unblocked C2', 'order.released P1'],
    ])
    // While it is heard of, hearing of it once more is no change.
    await one.customer('C3', { status: 'stop' })
    await one.review()
    await beat()
    expect(await noted(one)).toEqual([])
  })
})
