import type { FakeReply, FakeRequest, PageFault } from '../../conformance/fake-server.ts'
import type { Books } from './books.ts'
import { SETS, type SetName, TYPES } from './metadata.ts'
import { FilterError, parseFilter, type Row } from './odata.ts'

/** The sets of a Service Layer, as OData 4 lists and patches them. */

const ROOT = '/b1s/v2'
const PAGE_SIZE = 20
const ETAG = 'W/"356A192B7913B04C54574D18C28D46E6395428AB"'

export const fault = (status: number, code: string, message: string): FakeReply => ({
  status,
  body: { error: { code, details: [{ code: '', message: '' }], message } },
})

/** Properties that this installation has besides those of the metadata: user fields. */
type UserFields = readonly string[]

export function answerSets(books: Books, request: FakeRequest, page: PageFault, userFields: UserFields): FakeReply {
  const target = /^\/b1s\/v2\/([A-Za-z_]+)(?:\('((?:[^']|'')*)'\))?$/.exec(request.path)
  const [, set = '', key] = target ?? []
  if (set === 'CompanyService_GetAdminInfo' && request.method === 'POST')
    return { body: { CompanyName: 'Distribuidora Teste Ltda.', LocalCurrency: 'R$' } }
  if (!Object.hasOwn(SETS, set)) return fault(404, '-1000', `Unrecognized resource path '${set}'`)
  const name = set as SetName
  if (key !== undefined && request.method === 'PATCH')
    return patch(books, key.replaceAll("''", "'"), request, userFields)
  if (key !== undefined || request.method !== 'GET') return fault(405, '-1000', 'Method is not supported')
  try {
    return { body: list(books.rows[name], name, request, page, userFields) }
  } catch (error) {
    if (error instanceof FilterError) return fault(400, '-1000', error.message)
    throw error
  }
}

function list(
  all: readonly Row[],
  set: SetName,
  request: FakeRequest,
  page: PageFault,
  userFields: UserFields,
): object {
  const { query, headers } = request
  const key = set === 'BusinessPartners' ? 'CardCode' : 'DocEntry'
  const selected = (query.get('$select') ?? '').split(',')
  const { condition, properties } = parseFilter(query.get('$filter') ?? `${key} ge ${key === 'DocEntry' ? 0 : "''"}`)
  for (const property of [...selected, ...properties, query.get('$orderby') ?? key]) {
    const isThere = Object.hasOwn(TYPES[SETS[set]] ?? {}, property) || userFields.includes(property)
    if (!isThere) throw new FilterError(`Property '${property}' of '${SETS[set]}' is invalid`)
  }
  const size = Number(/odata\.maxpagesize=(\d+)/.exec(String(headers['prefer']))?.[1] ?? PAGE_SIZE)
  const skip = Number(query.get('$skip') ?? 0)
  const sorted = all.toSorted((first, second) => ((first[key] as string) < (second[key] as string) ? -1 : 1))
  const behind = new RegExp(` ?(and )?${key} gt ('(?:[^']|'')*'|\\d+)$`)
  // The listing without the place in it: where pages go wrong, what is asked for does not matter.
  const whole = sorted.filter(
    parseFilter(query.get('$filter')?.replace(behind, '') || `${key} ge ${key === 'DocEntry' ? 0 : "''"}`).condition,
  )
  const matching = page === 'repeat_page' ? whole : sorted.filter(condition).slice(skip)
  const top = Number(query.get('$top') ?? matching.length)
  const isSecond = !query.has('$skip') && whole.length - matching.length === size
  const rows = page === 'empty_page' && isSecond ? [] : matching.slice(0, Math.min(size, top))
  const hasMore = page === 'repeat_page' ? rows.length > 0 : matching.length > rows.length && rows.length < top
  return {
    '@odata.context': `http://fake${ROOT}/$metadata#${set}(${selected.join(',')})`,
    value: rows.map((row) => project(row, selected)),
    ...(hasMore ? { '@odata.nextLink': nextLink(set, query, skip + rows.length) } : {}),
  }
}

const project = (row: Row, selected: readonly string[]): Row => ({
  '@odata.etag': ETAG,
  ...Object.fromEntries(selected.map((property) => [property, row[property] ?? null])),
})

/** Relative to the service, and encoded, as the real one. */
function nextLink(set: SetName, query: URLSearchParams, skip: number): string {
  const options = [...query].filter(([name]) => name !== '$skip')
  const text = options.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
  return `${set}?${text}&$skip=${skip}`
}

const REMARKS_MAX = 30

function patch(books: Books, cardCode: string, { json }: FakeRequest, userFields: UserFields): FakeReply {
  const known = books.rows.BusinessPartners.some((row) => row['CardCode'] === cardCode)
  if (!known) return fault(404, '-2028', 'No matching records found (ODBC -2028)')
  const fields = json as Row
  for (const [property, value] of Object.entries(fields)) {
    const isThere = Object.hasOwn(TYPES['BusinessPartner'] ?? {}, property) || userFields.includes(property)
    if (!isThere) return fault(400, '-1000', `Property '${property}' of 'BusinessPartner' is invalid`)
    if (property === 'FrozenRemarks' && String(value ?? '').length > REMARKS_MAX)
      return fault(400, '-1004', `Value too long in property 'FrozenRemarks' of 'BusinessPartner'`)
  }
  const days = Object.entries(fields).map(([property, value]) => [
    property,
    /^Frozen(From|To)$/.test(property) && value ? `${value}T00:00:00Z` : value,
  ])
  books.change('BusinessPartners', cardCode, Object.fromEntries(days))
  return { status: 204 }
}
