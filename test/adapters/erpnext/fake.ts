import type { ReceivableRecord, Stream } from '../../../src/sync/contract.ts'
import { Secret } from '../../../src/sync/secret.ts'
import { type FakeReply, type FakeRequest, startFakeServer } from '../../conformance/fake-server.ts'
import { DAY_MS, type FakeVendor, type VendorClock } from '../../conformance/vendor.ts'
import { COMPANY, customerDoc, FIELDS, invoiceDoc, limitOf, orderDoc, paymentDoc, scheduleDoc } from './docs.ts'
import { type Doc, type Filter, Frappe, FrappeError, type Listing, type Value } from './frappe.ts'

const KEY = '4f6c3a1b9d2e8f7'
const SECRET = 'c0ffee15badc0de'
export const WEBHOOK_SECRET = 'segredo-do-webhook'

/** What gunicorn takes, which stands before Frappe (`limit_request_line`). */
const REQUEST_LINE_MAX = 4_094

export interface FakeErpnext extends FakeVendor {
  readonly frappe: Frappe
  readonly url: string
}

export async function startErpnext(clock: VendorClock, zone = 'America/Sao_Paulo'): Promise<FakeErpnext> {
  const frappe = new Frappe(clock, zone)
  for (const [doctype, fields] of Object.entries(FIELDS)) Object.assign(frappe.fields, { [doctype]: fields })
  clear(frappe)
  let isEmptied = false
  const server = await startFakeServer((request) => {
    const headers = { date: new Date(clock.now()).toUTCString() }
    try {
      if (request.path.length + request.query.toString().length > REQUEST_LINE_MAX) return { status: 400, headers }
      if (request.headers.authorization !== `token ${KEY}:${SECRET}`)
        throw new FrappeError('AuthenticationError', 401, 'Invalid API key')
      return { headers, ...answer(request) }
    } catch (error) {
      if (error instanceof FrappeError) return { ...told(error), headers }
      throw error
    }
  })

  const answer = ({ method, path, query, json }: FakeRequest): FakeReply => {
    if (path === '/api/method/frappe.client.get_time_zone') return { body: { message: { time_zone: zone } } }
    if (path === '/api/method/frappe.auth.get_logged_user') return { body: { message: 'fiado@distribuidora.example' } }
    if (path === '/api/method/frappe.utils.change_log.get_versions')
      return { body: { message: { frappe: { version: '15.91.0' }, erpnext: { version: '15.90.0' } } } }
    if (path === '/api/method/frappe.client.get_list') return { body: { message: among(json) } }
    const [, doctype = '', name] = /^\/api\/resource\/([^/]+)(?:\/(.+))?$/.exec(path) ?? []
    if (method === 'PUT' && name !== undefined) return { body: { data: update(doctype, name, json) } }
    if (method !== 'GET') throw new FrappeError('DoesNotExistError', 404, 'Not found')
    return { body: { data: name === undefined ? list(doctype, query) : frappe.get(doctype, name) } }
  }

  const list = (doctype: string, query: URLSearchParams): unknown => {
    const filters = JSON.parse(query.get('filters') ?? '[]') as Filter[]
    const isContinued = filters.some(([field, operator]) => field === 'name' && operator === '>')
    const fault = isContinued ? server.pageFault() : null
    if (fault === 'empty_page' && !isEmptied) {
      isEmptied = true
      return []
    }
    const wanted = fault === 'repeat_page' ? filters.filter(([field]) => field !== 'name') : filters
    return frappe.list(doctype, {
      fields: JSON.parse(query.get('fields') ?? '["name"]'),
      filters: wanted,
      orderBy: query.get('order_by') ?? undefined,
      limit: Number(query.get('limit_page_length') ?? 20),
    })
  }

  const among = (json: Listing & { doctype: string; limit_page_length?: number }): unknown =>
    frappe.list(json.doctype, { ...json, limit: json.limit_page_length ?? 20 })

  const update = (doctype: string, name: string, values: Record<string, Value>): Doc =>
    Object.assign(frappe.get(doctype, name), values, { modified: frappe.now() })

  return {
    frappe,
    url: server.url,
    settings: {
      baseUrl: server.url,
      apiKey: new Secret(KEY),
      apiSecret: new Secret(SECRET),
      webhookSecret: new Secret(WEBHOOK_SECRET),
      timeoutMs: 400,
      pageSize: 10,
      requestsPerMinute: 600_000,
      parallel: 8,
    },
    secrets: [KEY, SECRET, WEBHOOK_SECRET],
    get calls() {
      return server.calls
    },
    seed: (book) => {
      clear(frappe)
      for (const stream of ['customers', 'receivables', 'orders'] as const)
        for (const record of book[stream]) {
          const changedAt = record.updatedAt ? Date.parse(record.updatedAt) : clock.now() - DAY_MS
          store(frappe, stream, record as never, frappe.stamp(changedAt))
        }
    },
    put: (stream, record) => store(frappe, stream, record as never, frappe.now()),
    remove: (stream, externalId) => {
      const { doctype, name } = placeOf(stream, externalId)
      frappe.tables[doctype] = frappe.table(doctype).filter((doc) => doc.name !== name)
    },
    corrupt: (stream, externalId) => {
      const { doctype, name } = placeOf(stream, externalId)
      const broken: Record<string, Value> = stream === 'customers' ? { disabled: 7 } : { status: 'Quarantined' }
      if (doctype === 'Payment Entry') broken['docstatus'] = 3
      update(doctype, name, broken)
    },
    misbehave: (how, times) => {
      isEmptied = false
      server.misbehave(how, times)
    },
    markOf: (id) => {
      const customer = frappe.table('Customer').find(({ name }) => name === id)
      return customer ? { is_frozen: customer['is_frozen'] ?? 0 } : null
    },
    setMark: (id, mark) => {
      update('Customer', id, mark as Record<string, Value>)
    },
    close: () => server.close(),
  }
}

function clear(frappe: Frappe): void {
  for (const doctype of Object.keys(FIELDS)) frappe.tables[doctype] = []
  const modified = '2024-01-02 08:00:00.000000'
  frappe.table('Company').push({ name: COMPANY, modified, default_currency: 'BRL', credit_limit: 0 })
}

/** The document that an id of Fiado's speaks of. */
function placeOf(stream: Stream, externalId: string): { doctype: string; name: string } {
  if (stream !== 'receivables')
    return { doctype: stream === 'customers' ? 'Customer' : 'Sales Order', name: externalId }
  const name = externalId.slice(0, externalId.lastIndexOf(':'))
  return { doctype: externalId.endsWith(':advance') ? 'Payment Entry' : 'Sales Invoice', name }
}

function store(frappe: Frappe, stream: Stream, record: never, modified: string): void {
  const { id, externalId } = record as { id?: string; externalId?: string }
  const { doctype, name } = placeOf(stream, id ?? externalId ?? '')
  const keep = (type: string, key: string, fields: Record<string, Value>): void => {
    const rest = frappe.table(type).filter((doc) => doc.name !== key)
    frappe.tables[type] = [...rest, { name: key, modified, ...fields }]
  }
  if (stream === 'orders') {
    keep(doctype, name, orderDoc(record))
    return
  }
  if (doctype === 'Payment Entry') {
    keep(doctype, name, paymentDoc(record))
    return
  }
  if (stream === 'receivables') {
    keep(doctype, name, invoiceDoc(record))
    if ((record as ReceivableRecord).kind !== 'credit_note')
      keep('Payment Schedule', `${name}-1`, { parent: name, ...scheduleDoc(record) })
    return
  }
  const { city, state } = record as { city?: string; state?: string }
  keep(doctype, name, customerDoc(record))
  keep('Address', `${name}-Faturamento`, { city: city ?? null, state: state ?? null, country: 'Brazil' })
  const limit = { company: COMPANY, credit_limit: limitOf(record), bypass_credit_limit_check: 0 }
  keep('Customer Credit Limit', `${name}-limite`, { parent: name, parenttype: 'Customer', idx: 1, ...limit })
}

const told = ({ type, status, message }: FrappeError): FakeReply => ({
  status,
  body: {
    exception: `frappe.exceptions.${type}: ${message}`,
    exc_type: type,
    exc: JSON.stringify(['Traceback (most recent call last):\n  File "apps/frappe/frappe/app.py", line 115']),
    _server_messages: JSON.stringify([JSON.stringify({ message, title: 'Message', indicator: 'red' })]),
  },
})
