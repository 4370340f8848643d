import { afterEach, describe, expect, it } from 'vitest'
import { createVendorClock } from '../../conformance/link.ts'
import { createDatabaseUrl, type Dialect, dialects } from '../../harness/databases.ts'
import { type Program, startProgram } from '../../harness/program.ts'
import { Erp, type ErpUser } from './erp.ts'
import { type FakeDolibarr, startDolibarr } from './fake.ts'
import type { Row } from './filters.ts'
import { type Owed, outstandingOf, owedByParty } from './oracle.ts'
import { ownSet } from './own-set.ts'
import type { Exchange, RecordedSet, RecordedState } from './recorded-set.ts'
import { type Fresh, Replica } from './replica.ts'
import { recordedSets } from './shared-set.ts'
import { ZONE } from './vendor-rows.ts'

const RUN_MS = 120_000
const SETS = recordedSets()
const reader: ErpUser = { reads: true, seesAll: true, writes: false, readsItself: false }
const USERS: Readonly<Record<Exchange['user'], ErpUser | undefined>> = {
  sync: reader,
  norights: { ...reader, reads: false },
  seesNobody: { ...reader, seesAll: false },
  none: undefined,
}

const vendors: FakeDolibarr[] = []
afterEach(async () => {
  await Promise.all(vendors.splice(0).map((vendor) => vendor.close()))
})

describe.each(SETS)('the fake, held against $name', (set) => {
  it('has something to be held against', () => {
    expect(set.exchanges.length).toBeGreaterThan(5)
  })

  it.each(set.exchanges)('answers as it did: $name', (exchange) => {
    const { status, body } = answerOf(set, exchange)
    expect(status).toBe(exchange.status)
    if (status !== 200) expect(codeOf(body)).toBe(codeOf(exchange.body))
    else expectSameRows(rowsOf(body), rowsOf(exchange.body), isTrimmed(exchange))
    // A bare "Not Found" is an unknown route, with more words it is an empty list or a missing record.
    if (status === 404) expect(isBare(body)).toBe(isBare(exchange.body))
  })
})

describe.each(SETS)('open and overdue amounts of every customer of $name', (set) => {
  describe.each(dialects)('on %s', (dialect) => {
    it('are those of the ERP, also after changes that no time of change tells', { timeout: RUN_MS }, () =>
      withDatabase(dialect, async (url) => {
        const clock = createVendorClock(set.before.at)
        const vendor = await startDolibarr(clock)
        vendors.push(vendor)
        const replica = new Replica(vendor, clock)
        vendor.erp.state = structuredClone(set.before.state)
        await feed(url, set.before.at, await replica.run())
        expect(replica.bad).toEqual([])
        expect(await askAll(url, set.before)).toEqual(expectedOf(set.before))

        clock.advance(Date.parse(set.after.at) - Date.parse(set.before.at))
        vendor.erp.state = structuredClone(set.after.state)
        await feed(url, set.after.at, await replica.run())
        expect(await askAll(url, set.after)).toEqual(expectedOf(set.after))
        expect(replica.bad).toEqual([])
        expect(await verify(url, set.after.at)).toMatchObject({ drift: [] })
      }),
    )
  })

  it.each(['before', 'after'] as const)('%s: the oracle agrees with what the ERP says is outstanding', (when) => {
    const { state, opened, at } = set[when]
    const owed = owedByParty(state, at.slice(0, 10))
    const outstanding = Object.keys(opened).map((id) => [id, outstandingOf(owed.get(id) as Owed, state, id)])
    expect(Object.fromEntries(outstanding)).toEqual(mapped(opened, (amount) => Number(amount).toFixed(2)))
    expect(Object.keys(opened).length).toBeGreaterThan(9)
  })
})

describe('the oracle', () => {
  it('finds late what was counted by hand', () => {
    const late = (today: string, state = ownSet.before.state) =>
      [...owedByParty(state, today)]
        .filter(([, owes]) => owes.overdue !== '0.00')
        .map(([id, owes]) => [id, owes.overdue])
    // The 20th is a holiday and the 21st a Saturday: what is due on either may be paid on Monday the 23rd.
    expect(late('2026-11-21')).toEqual([
      ['1', '1234.56'],
      ['3', '1800.00'],
      ['4', '2000.00'],
      ['5', '1800.01'],
      ['6', '6500.00'],
      ['7', '1000.00'],
      ['8', '100.00'],
    ])
    expect(late('2026-11-24')[0]).toEqual(['1', '1801.22'])
    expect(late('2026-11-24', ownSet.after.state)[0]).toEqual(['1', '1529.00'])
  })
})

/** The days on which the same ledger is looked at: the day itself, and two on which more has fallen due. */
const LATER = ['2026-11-26T12:00:00-03:00', '2027-01-28T12:00:00-03:00']

async function askAll(url: string, { at, state }: RecordedState): Promise<Record<string, Record<string, Owed>>> {
  const said: Record<string, Record<string, Owed>> = {}
  for (const now of [at, ...LATER]) {
    const ids = [...owedByParty(state, now.slice(0, 10)).keys()]
    said[now] = await withProgram(url, now, async (program) => {
      const answers: Record<string, Owed> = {}
      for (const id of ids) {
        const { status, body } = await program.call('GET', `/v1/customers/dolibarr/${id}/credit`)
        expect(status, JSON.stringify(body)).toBe(200)
        const { open, overdue, credits, orders } = body.exposure
        answers[id] = { open, overdue, credits, orders }
      }
      return answers
    })
  }
  return said
}

const expectedOf = ({ at, state }: RecordedState): Record<string, Record<string, Owed>> =>
  Object.fromEntries([at, ...LATER].map((now) => [now, Object.fromEntries(owedByParty(state, now.slice(0, 10)))]))

async function feed(url: string, now: string, fresh: Fresh): Promise<void> {
  await withProgram(url, now, async (program) => {
    for (const stream of ['customers', 'receivables', 'orders'] as const) {
      const body = { [stream]: fresh[stream] }
      const { status, body: reply } = await program.call('PUT', `/v1/sources/dolibarr/${stream}`, body)
      expect({ status, rejected: reply.rejected }, JSON.stringify(reply)).toEqual({ status: 200, rejected: [] })
    }
  })
}

const verify = (url: string, now: string) =>
  withProgram(url, now, async (program) => (await program.call('POST', '/v1/positions/verify')).body)

async function withProgram<Result>(
  url: string,
  now: string,
  work: (program: Program) => Promise<Result>,
): Promise<Result> {
  const program = await startProgram({ url, now })
  try {
    return await work(program)
  } finally {
    await program.stop()
  }
}

async function withDatabase(dialect: Dialect, work: (url: string) => Promise<void>): Promise<void> {
  const { url, drop } = await createDatabaseUrl(dialect)
  try {
    await work(url)
  } finally {
    await drop()
  }
}

function answerOf(set: RecordedSet, { when, user, method, path, query }: Exchange) {
  const users = Object.fromEntries(Object.entries(USERS).filter(([, rights]) => rights)) as Record<string, ErpUser>
  const erp = new Erp(ZONE, users, () => 0)
  erp.state = set[when].state
  const headers = { dolapikey: user }
  const { status = 200, body } = erp.answer({
    method,
    path,
    query: new URLSearchParams(query),
    headers,
    text: '',
    json: {},
  })
  return { status, body }
}

const codeOf = (body: unknown): unknown => (body as { error?: { code: number } }).error?.code ?? 'no JSON'
const isBare = (body: unknown): boolean => /^Not Found$/.test((body as { error: { message: string } }).error.message)
const mapped = (
  amounts: Readonly<Record<string, string>>,
  change: (amount: string) => string,
): Record<string, string> => Object.fromEntries(Object.entries(amounts).map(([id, amount]) => [id, change(amount)]))

/** Rows in the order of ids, since rows of one second come in any; the total, where it is told, as another row. */
function rowsOf(body: unknown): Row[] {
  const paged = body as { data?: Row[]; pagination?: Row }
  const rows = paged.data ? [...paged.data, { ...paged.pagination, id: 0 }] : ([body].flat() as Row[])
  return rows.toSorted((a, b) => Number(a['id']) - Number(b['id']))
}

/** `properties` trims lists; for a single record it is ignored. */
const isTrimmed = ({ query, body }: Exchange): boolean =>
  query['properties'] !== undefined && (Array.isArray(body) || 'data' in (body as object))

/** Trimmed rows are equal; of whole objects the store holds some fields, and those are. */
function expectSameRows(actual: Row[], recorded: Row[], areTrimmed: boolean): void {
  if (areTrimmed) {
    expect(actual).toEqual(recorded)
    return
  }
  expect(actual.map(({ id }) => id)).toEqual(recorded.map(({ id }) => id))
  for (const [index, row] of actual.entries()) {
    const { linkedObjectsIds: _, ...kept } = row
    expect(recorded[index]).toMatchObject(kept)
  }
}
