import { describe, expect, it } from 'vitest'
import { dayOfMidnight, searchedFrom } from '../../../adapters/erp/dolibarr/dates.ts'
import { type MappingSettings, toCustomer, toOrder, toReceivable } from '../../../adapters/erp/dolibarr/mapping.ts'
import { BadRecordError } from '../../../src/sync/errors.ts'
import type { Row } from './filters.ts'
import { ownSet } from './own-set.ts'
import { midnight, ZONE } from './vendor-rows.ts'

const SETTINGS: MappingSettings = { timeZone: ZONE, withoutLimit: 'policy' }
const { thirdparties, invoices, orders } = ownSet.before.state

const rowOf = (rows: readonly Row[], id: number): Row => rows.find((row) => row['id'] === String(id)) ?? {}
const invoice = (id: number, changes: Row = {}): Row => ({ ...rowOf(invoices, id), ...changes })
const party = (id: number, changes: Row = {}): Row => ({ ...rowOf(thirdparties, id), ...changes })

/** Kind, status, amount and open amount in one line. */
function standing(row: Row): string | null {
  const record = toReceivable(row, SETTINGS)
  return record && `${record.kind} ${record.status} ${record.amount} ${record.openAmount}`
}

function faultOf(map: () => unknown): { path: string; message: string } {
  try {
    map()
  } catch (error) {
    if (error instanceof BadRecordError) return { path: error.path, message: error.message }
    throw error
  }
  return expect.fail('was mapped')
}

describe('an invoice', () => {
  it.each([
    ['open', 1, 'invoice open 111.11 111.11'],
    ['paid in part', 3, 'invoice open 333.33 233.33'],
    ['draft', 5, 'draft open 5000.00 5000.00'],
    ['abandoned, with its rest still told', 6, 'invoice cancelled 2500.00 0.00'],
    ['closed as a bad debt', 7, 'invoice written_off 900.00 600.00'],
    ['closed with a discount', 8, 'invoice paid 1000.00 0.00'],
    ['paid in part by a credit note', 9, 'invoice open 3000.00 1800.00'],
    ['credit note that was used', 10, 'credit_note paid 1200.00 0.00'],
    ['credit note that became a credit', 12, 'credit_note paid 450.00 0.00'],
    ['credit note that is open', 14, 'credit_note open 600.00 600.00'],
    ['deposit that was paid', 15, 'invoice paid 3000.00 0.00'],
    ['deposit that is not paid', 17, 'invoice open 2000.00 2000.00'],
    ['paid in part by a deposit', 19, 'invoice open 1700.00 1200.00'],
    ['replaced', 20, 'invoice cancelled 640.00 0.00'],
    ['replacement', 21, 'invoice open 460.00 460.00'],
    ['paid twice and not closed', 22, 'advance open 20.00 20.00'],
    ['paid and not closed', 23, 'invoice paid 750.00 0.00'],
    ['in dollars, told in the company currency', 24, 'invoice open 1000.00 1000.00'],
    ['of one cent', 25, 'invoice open 0.01 0.01'],
    ['of nothing', 27, 'invoice paid 0.00 0.00'],
    ['situation', 28, 'invoice open 100.00 100.00'],
  ])('%s', (_name, id, expected) => {
    expect(standing(invoice(id))).toBe(expected)
  })

  it.each([
    ['abandoned as a bad debt', { statut: '3', close_code: 'badcustomer' }, 'invoice written_off 111.11 111.11'],
    ['closed for bank charges', { statut: '2', close_code: 'bankcharge' }, 'invoice paid 111.11 0.00'],
    ['closed for another reason', { statut: '2', close_code: 'other' }, 'invoice written_off 111.11 111.11'],
    ['closed and paid too much', { statut: '2', paye: '0', remaintopay: '-5' }, 'invoice paid 111.11 0.00'],
    [
      'credit note that was paid out too much',
      { type: '2', total_ttc: '-600', remaintopay: '50' },
      'invoice open 50.00 50.00',
    ],
    ['credit note back in draft', { type: '2', statut: '0' }, 'credit_note cancelled 111.11 0.00'],
    ['credit note never validated', { type: '2', statut: '0', ref: '(PROV1)' }, null],
    ['with its status by the newer name alone', { statut: null, status: '1' }, 'invoice open 111.11 111.11'],
    [
      'with numbers for texts',
      { id: 1, socid: 1, type: 0, statut: 1, remaintopay: 111.11 },
      'invoice open 111.11 111.11',
    ],
  ])('%s', (_name, changes, expected) => {
    expect(standing(invoice(1, changes))).toBe(expected)
  })

  it.each([
    ['statut', { statut: '4' }],
    ['statut', { statut: null, status: null }],
    ['type', { type: '4' }],
    ['close_code', { statut: '2', close_code: 'something' }],
    ['close_code', { statut: '2', close_code: null }],
    ['remaintopay', { remaintopay: null }],
    ['remaintopay', { remaintopay: '1e3' }],
    ['date', { date: null }],
    ['date', { date: '2026-11-21' }],
    ['socid', { socid: null }],
  ])('with a wrong %s is bad, and not guessed: %j', (path, changes) => {
    expect(faultOf(() => toReceivable(invoice(1, changes), SETTINGS)).path).toBe(path)
  })

  it('tells its number, days, customer, order and way of payment', () => {
    expect(toReceivable(invoice(16), SETTINGS)).toMatchObject({
      externalId: '16',
      customer: { externalId: '6' },
      number: 'IN2610-16',
      issuedOn: '2026-10-01',
      dueOn: '2026-11-06',
      orderId: '8',
    })
    expect(toReceivable(invoice(3), SETTINGS)).toMatchObject({ paymentMethod: 'VIR', orderId: null })
    expect(toReceivable(invoice(5), SETTINGS)).toMatchObject({ number: null })
    expect(toReceivable(invoice(28), SETTINGS)).toMatchObject({ issuedOn: '2026-11-01', dueOn: '2026-11-01' })
  })

  it('of several orders names the first one, whatever the order of the links', () => {
    const linked = { commande: { '93': '12', '94': '8', '95': '101' }, propal: { '7': '3' } }
    expect(toReceivable(invoice(1, { linkedObjectsIds: linked }), SETTINGS)?.orderId).toBe('8')
    expect(toReceivable(invoice(1, { linkedObjectsIds: { propal: { '7': '3' } } }), SETTINGS)?.orderId).toBeNull()
  })

  it('says nothing of when it changed: its rest changes without', () => {
    expect(toReceivable(invoice(1), SETTINGS)).not.toHaveProperty('updatedAt')
  })
})

describe('a third party', () => {
  it('is a customer with all that Dolibarr tells', () => {
    expect(toCustomer(party(5), SETTINGS)).toEqual({
      externalId: '5',
      name: 'Cliente 5',
      document: '52998224725',
      limit: { mode: 'amount', amount: '1000.00' },
      email: 'cliente5@example.invalid',
      phone: '11 99000-0005',
      city: 'Sao Paulo',
      since: '2026-01-05',
      updatedAt: '2026-11-20T13:00:00Z',
    })
  })

  it.each([
    [1, '11222333000181'],
    [2, '22333444000181'],
    [4, '12ABC34501DE35'],
    [5, '52998224725'],
    [6, undefined],
  ])('%i has its document without mask', (id, document) => {
    expect(toCustomer(party(id), SETTINGS).document).toBe(document)
  })

  it.each([
    ['0.00000000', { mode: 'amount', amount: '0.00' }],
    ['5000.50000000', { mode: 'amount', amount: '5000.50' }],
    ['0.01000000', { mode: 'amount', amount: '0.01' }],
    [null, null],
    ['', null],
  ])('with limit %j', (outstanding_limit, limit) => {
    expect(toCustomer(party(1, { outstanding_limit }), SETTINGS).limit).toEqual(limit)
  })

  it('without a limit has no end to it where the settings say so', () => {
    const settings = { ...SETTINGS, withoutLimit: 'unlimited' } as const
    expect(toCustomer(party(3), settings).limit).toEqual({ mode: 'unlimited' })
    expect(toCustomer(party(2), settings).limit).toEqual({ mode: 'amount', amount: '0.00' })
  })

  it('with a limit below zero, or without a name, is bad', () => {
    expect(faultOf(() => toCustomer(party(1, { outstanding_limit: '-5.00000000' }), SETTINGS)).path).toBe(
      'outstanding_limit',
    )
    expect(faultOf(() => toCustomer(party(1, { name: ' ' }), SETTINGS)).path).toBe('name')
  })

  it('that is closed is no inactive customer: that is told as a mark', () => {
    const { active, status } = toCustomer(party(7), SETTINGS)
    expect({ active, status }).toEqual({ active: undefined, status: undefined })
  })
})

describe('an order', () => {
  it.each([
    ['never validated', 1, null],
    ['validated', 2, 'confirmed'],
    ['in process', 3, 'confirmed'],
    ['delivered and not billed', 4, 'confirmed'],
    ['billed', 5, 'closed'],
    ['cancelled', 6, 'cancelled'],
    ['back in draft', 7, 'cancelled'],
  ])('%s', (_name, id, status) => {
    expect(toOrder(rowOf(orders, id))?.status ?? null).toBe(status)
  })

  it('has its amount with taxes, and none below zero', () => {
    expect(toOrder(rowOf(orders, 3))).toMatchObject({ id: '3', customer: { externalId: '4' }, amount: '25500.00' })
    expect(toOrder({ ...rowOf(orders, 3), total_ttc: '-10.00000000' })?.amount).toBe('0.00')
  })

  it('of an unknown status is bad', () => {
    expect(faultOf(() => toOrder({ ...rowOf(orders, 3), statut: '9' })).path).toBe('statut')
  })
})

describe('days', () => {
  it('are midnights of the server, wherever it stands', () => {
    expect(dayOfMidnight(1795143600, 'America/Sao_Paulo', 'x')).toBe('2026-11-20')
    expect(dayOfMidnight(1795129200, 'Europe/Paris', 'x')).toBe('2026-11-20')
    expect(dayOfMidnight('1795143600', 'America/Sao_Paulo', 'x')).toBe('2026-11-20')
  })

  it('that are no midnights betray a wrong zone instead of being a day off', () => {
    expect(faultOf(() => dayOfMidnight(1795129200, 'America/Sao_Paulo', 'x')).message).toContain('America/Sao_Paulo')
    expect(faultOf(() => dayOfMidnight(1795143600, 'Europe/Paris', 'x')).path).toBe('x')
  })

  it('begin later where the clock skipped midnight', () => {
    expect(dayOfMidnight(midnight('2018-11-04'), ZONE, 'x')).toBe('2018-11-04')
    expect(faultOf(() => dayOfMidnight(midnight('2018-11-04') - 3_600, ZONE, 'x')).path).toBe('x')
  })
})

describe('the local time to search from', () => {
  const ms = (text: string): number => Temporal.Instant.from(text).epochMilliseconds

  it('is that of the database, in whole seconds', () => {
    const [since, now] = [ms('2026-11-21T12:55:00.900Z'), ms('2026-11-21T13:00:00Z')]
    expect(searchedFrom(since, now, ZONE)).toBe('2026-11-21 09:55:00')
    expect(searchedFrom(since, now, 'UTC')).toBe('2026-11-21 12:55:00')
  })

  it('misses nothing of the hour that comes twice', () => {
    // Paris, 25 October 2026: 03:00 becomes 02:00 at 01:00 UTC. What changes at 02:02 of the second pass sorts before.
    expect(searchedFrom(ms('2026-10-25T00:53:00Z'), ms('2026-10-25T01:03:00Z'), 'Europe/Paris')).toBe(
      '2026-10-25 01:53:00',
    )
    // 29 March 2026: 02:00 becomes 03:00 at 01:00 UTC, and 01:58 is what it is.
    expect(searchedFrom(ms('2026-03-29T00:58:00Z'), ms('2026-03-29T01:03:00Z'), 'Europe/Paris')).toBe(
      '2026-03-29 01:58:00',
    )
  })
})
