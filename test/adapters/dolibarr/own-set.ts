import type { Row } from './filters.ts'
import type { Exchange, RecordedSet } from './recorded-set.ts'
import { midnight, trimmed } from './vendor-rows.ts'

/** A small Dolibarr written by hand in the form of recorded answers: one row of every kind that is easily taken wrongly. */

const at = (local: string): number =>
  Temporal.PlainDateTime.from(local).toZonedDateTime('America/Sao_Paulo').epochMilliseconds / 1_000
const SEEN = at('2026-11-20T10:00:00')
const CHANGED = at('2026-11-21T17:48:59')

function party(id: number, fields: Row = {}): Row {
  return {
    id: String(id),
    entity: '1',
    status: '1',
    name: `Cliente ${id}`,
    date_creation: at('2026-01-05T09:00:00'),
    date_modification: SEEN,
    email: `cliente${id}@example.invalid`,
    phone: null,
    phone_mobile: null,
    idprof1: '',
    idprof4: '',
    client: '1',
    fournisseur: '0',
    outstanding_limit: '1000.00000000',
    town: 'Sao Paulo',
    ...fields,
  }
}

type InvoiceParts = { total: string; rest?: string; issued?: string; due?: string | null; statut?: string } & Row

/** An invoice of a third party: open, with everything still to pay, unless its parts say otherwise. */
function invoice(id: number, socid: number, parts: InvoiceParts): Row {
  const { total, rest = total, issued = '2026-10-01', due = issued, statut = '1', ...fields } = parts
  return {
    id: String(id),
    ref: `IN2610-${id}`,
    statut,
    status: statut,
    total_ttc: `${total}000000`,
    date_modification: SEEN,
    type: '0',
    socid: String(socid),
    paye: '0',
    date: midnight(issued),
    date_lim_reglement: due === null ? '' : midnight(due),
    remaintopay: trimmed(rest),
    close_code: null,
    mode_reglement_code: null,
    linkedObjectsIds: [],
    ...fields,
  }
}

function order(id: number, socid: number, total: string, statut: string, fields: Row = {}): Row {
  return {
    id: String(id),
    ref: `SO2611-${id}`,
    statut,
    status: statut,
    total_ttc: `${total}000000`,
    date_modification: SEEN,
    socid: String(socid),
    billed: '0',
    ...fields,
  }
}

const discount = (rowid: string, socid: string, source: Row, fields: Row = {}): Row => ({
  ref: source['ref'],
  factype: source['type'],
  fk_facture_source: source['id'],
  rowid,
  amount_ttc: String(source['total_ttc']).replace('-', ''),
  description: '(CREDIT_NOTE)',
  fk_facture: null,
  fk_facture_line: null,
  fk_soc: socid,
  ...fields,
})

const parties = [
  party(1, { idprof1: '11.222.333/0001-81', outstanding_limit: '10000.00000000' }),
  party(2, { idprof1: '22333444000181', outstanding_limit: '0.00000000' }),
  party(3, { idprof1: '33.444.555/0001-81', outstanding_limit: null }),
  party(4, { idprof1: '12.ABC.345/01DE-35', outstanding_limit: '5000.50000000', name: 'Café Açaí & Cia – Ômega' }),
  party(5, { idprof4: '529.982.247-25', phone_mobile: '11 99000-0005' }),
  party(6),
  party(7, { status: '0' }),
  party(8, { client: '3', phone: '1140000008' }),
  party(9, { client: '2', outstanding_limit: null, email: null }),
  party(10, { client: '0', fournisseur: '1' }),
  party(11),
]

const usedNote = invoice(10, 3, { total: '-1200.00', statut: '2', paye: '1', type: '2' })
const convertedNote = invoice(12, 4, { total: '-450.00', statut: '2', paye: '1', type: '2' })
const openNote = invoice(14, 5, { total: '-600.00', type: '2' })
const usedDeposit = invoice(18, 8, { total: '500.00', rest: '0.00', statut: '2', paye: '1', type: '3' })

const invoices = [
  invoice(1, 1, { total: '111.11', due: '2026-11-20' }),
  invoice(2, 1, { total: '222.22', due: '2026-11-21' }),
  invoice(3, 1, { total: '333.33', rest: '233.33', due: '2026-11-22', mode_reglement_code: 'VIR' }),
  invoice(4, 1, { total: '1234.56', issued: '2026-04-05', due: '2026-05-05' }),
  invoice(5, 2, { total: '5000.00', statut: '0', ref: '(PROV5)', issued: '2026-11-19', due: '2026-12-19' }),
  invoice(6, 2, { total: '2500.00', statut: '3', close_code: 'abandon' }),
  invoice(7, 2, { total: '900.00', rest: '600.00', statut: '2', close_code: 'badcustomer' }),
  invoice(8, 2, { total: '1000.00', rest: '30.00', statut: '2', close_code: 'discount_vat' }),
  invoice(9, 3, { total: '3000.00', rest: '1800.00', issued: '2026-08-23', due: '2026-09-22' }),
  usedNote,
  invoice(11, 4, { total: '2000.00', due: '2026-10-02' }),
  convertedNote,
  invoice(13, 5, { total: '1800.00', due: '2026-10-12' }),
  openNote,
  invoice(15, 6, { total: '3000.00', rest: '0.00', statut: '2', paye: '1', type: '3' }),
  invoice(16, 6, {
    total: '7000.00',
    rest: '6500.00',
    due: '2026-11-06',
    linkedObjectsIds: { commande: { '91': '8' } },
  }),
  invoice(17, 6, { total: '2000.00', type: '3', due: '2026-11-26' }),
  usedDeposit,
  invoice(19, 8, { total: '1700.00', rest: '1200.00', due: '2026-12-01' }),
  invoice(20, 8, { total: '640.00', statut: '3', close_code: 'replaced' }),
  invoice(21, 8, { total: '460.00', type: '1', due: '2026-12-01' }),
  invoice(22, 7, { total: '500.00', rest: '-20.00' }),
  invoice(23, 7, { total: '750.00', rest: '0.00' }),
  invoice(24, 7, {
    total: '1000.00',
    due: '2026-11-06',
    multicurrency_code: 'USD',
    multicurrency_total_ttc: '180.00000000',
  }),
  invoice(25, 5, { total: '0.01', due: '2026-11-19' }),
  invoice(26, 4, { total: '1234567.89', due: '2027-01-20' }),
  invoice(27, 1, { total: '0.00' }),
  invoice(28, 8, { total: '100.00', type: '5', issued: '2026-11-01', due: null }),
]

const orders = [
  order(1, 1, '500.00', '0', { ref: '(PROV1)' }),
  order(2, 1, '1500.00', '1'),
  order(3, 4, '25500.00', '2'),
  order(4, 5, '900.00', '3'),
  order(5, 6, '1000.00', '1', { billed: '1' }),
  order(6, 6, '300.00', '-1'),
  order(7, 8, '450.00', '0'),
  order(8, 6, '7000.00', '1'),
]

const discounts = [
  discount('1', '3', usedNote, { fk_facture: '9' }),
  discount('2', '4', convertedNote),
  discount('3', '8', usedDeposit, { fk_facture: '19' }),
]

/** With some rows changed, removed or added; what is `silent` leaves its time of change as it was. */
function changed(
  rows: readonly Row[],
  changes: Readonly<Record<string, Row | null>>,
  added: readonly Row[] = [],
): Row[] {
  const kept = rows.flatMap((row) => {
    const change = changes[String(row['id'] ?? row['rowid'])]
    if (change === null) return []
    const { silent, ...fields } = change ?? { silent: true }
    return [{ ...row, ...fields, ...(silent ? {} : { date_modification: CHANGED }) }]
  })
  return [...kept, ...added]
}

const after = {
  thirdparties: changed(parties, { '6': { outstanding_limit: '80000.00000000' }, '7': { status: '1' }, '11': null }, [
    party(12, { idprof1: 'X9Y8Z7W6000100', date_modification: CHANGED }),
  ]),
  invoices: changed(invoices, {
    '2': { statut: '2', status: '2', paye: '1', remaintopay: '0' },
    '3': { silent: true, remaintopay: '183.33' },
    '5': { statut: '1', status: '1', ref: 'IN2611-5' },
    '9': { silent: true, remaintopay: '1700' },
    '11': { silent: true, remaintopay: '1550' },
    '14': { statut: '2', status: '2', paye: '1' },
    '16': { silent: true, remaintopay: '7000' },
    '28': null,
  }),
  orders: changed(orders, { '2': { statut: '3', status: '3' }, '4': { billed: '1' }, '3': null }),
  discounts: [...changed(discounts, { '2': { silent: true, fk_facture: '11' } }), discount('4', '5', openNote)],
}

const call = (name: string, path: string, query: Record<string, string>, status: number, body: unknown): Exchange => ({
  name,
  when: 'before',
  user: 'sync',
  method: 'GET',
  path: `/api/index.php${path}`,
  query,
  status,
  body,
})

export const ownSet: RecordedSet = {
  name: 'rows written by hand',
  before: {
    at: '2026-11-21T12:00:00-03:00',
    state: { thirdparties: parties, invoices, orders, discounts },
    opened: {
      ...{ '1': '1801.22', '2': '0', '3': '1800', '4': '1236567.89', '5': '1200.01', '6': '8500', '7': '980' },
      ...{ '8': '1760', '9': '0', '11': '0' },
    },
  },
  after: {
    at: '2026-11-21T18:00:00-03:00',
    state: after,
    opened: {
      ...{ '1': '1529', '2': '5000', '3': '1700', '4': '1236117.89', '5': '1800.01', '6': '9000', '7': '980' },
      ...{ '8': '1660', '9': '0', '12': '0' },
    },
  },
  exchanges: [
    call('first page', '/invoices', { limit: '2', properties: 'id' }, 200, [{ id: '1' }, { id: '2' }]),
    call('second page', '/invoices', { limit: '2', page: '1', properties: 'id' }, 200, [{ id: '3' }, { id: '4' }]),
    call('beyond the end', '/invoices', { limit: '100', page: '9' }, 200, []),
    call('no third party', '/thirdparties', { sqlfilters: "(t.tms:>:'2026-11-21 12:00:00')" }, 404, {
      error: { code: 404, message: 'Not Found: No third parties found' },
    }),
    call('no such column', '/thirdparties', { sqlfilters: "(t.idprof1:=:'x')" }, 503, { error: { code: 503 } }),
    call('no syntax', '/invoices', { sqlfilters: 't.tms > 1' }, 400, { error: { code: 400 } }),
    call('of two types', '/invoices', { sqlfilters: '(t.type:in:2,3) and (t.fk_statut:=:2)', properties: 'id' }, 200, [
      ...[{ id: '10' }, { id: '12' }, { id: '15' }, { id: '18' }],
    ]),
  ],
}
