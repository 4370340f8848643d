import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readReleases } from '../../src/reports/releases.ts'
import { createRandom } from '../credit/random-book.ts'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { money, plusDays } from './company.ts'
import { NOW, type ReportDesk, startReportDesk, TODAY } from './report-desk.ts'

const NOW_MS = Temporal.Instant.from(NOW).epochMilliseconds
const DAY_MS = 86_400_000
/** Working days: the effective due day is the due day. */
const DUE_DAYS = ['2026-08-10', '2026-09-04', '2026-09-08', '2026-09-09']

interface Instalment {
  status: string
  kind: string
  dueOn: string
  settledOn: string | null
  amount: bigint
  open: bigint
}

interface Release {
  id: string
  source: string
  state: string
  amount: bigint
  decidedAt: number
  signers: { signer: string; verdict: string }[]
  instalments: Instalment[]
}

function randomReleases(seed: number): Release[] {
  const { pick, below, chance } = createRandom(seed)
  return Array.from({ length: 200 }, (_, index) => ({
    ...{
      id: `rel_${String(index).padStart(3, '0')}`,
      source: pick(['north', 'south']),
      amount: BigInt(1 + below(90_000)),
    },
    state: pick(['approved', 'used', 'used', 'rejected', 'requested', 'expired', 'withdrawn']),
    decidedAt: NOW_MS - below(120) * DAY_MS,
    signers: ['Ana (u1)', 'Bia (u2)', 'Caio (u3)']
      .filter(() => chance(0.5))
      .map((signer) => ({ signer, verdict: pick(['approved', 'approved', 'rejected']) })),
    instalments: Array.from({ length: below(4) }, (): Instalment => {
      const amount = BigInt(2 + below(50_000))
      const status = pick(['open', 'open', 'returned', 'disputed', 'paid', 'paid', 'paid', 'cancelled', 'written_off'])
      const dueOn = pick(DUE_DAYS)
      return {
        ...{ status, kind: pick(['invoice', 'invoice', 'invoice', 'credit_note']), dueOn, amount },
        settledOn: status === 'paid' ? pick([null, dueOn, plusDays(dueOn, -1), plusDays(dueOn, 1)]) : null,
        open: status === 'paid' ? 0n : chance(0.5) ? amount : amount / 2n,
      }
    }),
  }))
}

/** In words: where the amount of an instalment belongs. */
function partsOf({ status, dueOn, settledOn, amount, open }: Instalment): Record<string, bigint> {
  if (status === 'written_off') return { writtenOff: amount }
  if (status === 'paid')
    return settledOn === null ? { undated: amount } : settledOn <= dueOn ? { onTime: amount } : { late: amount }
  const rest = { undated: amount - open }
  if (status === 'disputed') return { ...rest, disputed: open }
  return dueOn < TODAY ? { ...rest, overdue: open } : { ...rest, notDue: open }
}

const PARTS = ['onTime', 'late', 'undated', 'notDue', 'overdue', 'disputed', 'writtenOff']

function repaidOf(releases: readonly Release[]) {
  const own = releases.flatMap(({ instalments }) =>
    instalments.filter(({ kind, status }) => kind === 'invoice' && status !== 'cancelled'),
  )
  const sum = (amounts: readonly bigint[]): string => money(amounts.reduce((total, amount) => total + amount, 0n))
  return {
    invoiced: sum(own.map(({ amount }) => amount)),
    ...Object.fromEntries(PARTS.map((part) => [part, sum(own.map((one) => partsOf(one)[part] ?? 0n))])),
  } as Record<string, string>
}

function outcomeOf(release: Release): string {
  const parts = repaidOf([release])
  const some = (...names: string[]): boolean => names.some((name) => parts[name] !== '0.00')
  if (!some('invoiced')) return 'not_invoiced'
  if (some('overdue', 'writtenOff')) return 'unpaid'
  if (some('late')) return 'late'
  return some('notDue', 'disputed') ? 'open' : 'paid'
}

function sumsOf(releases: readonly Release[]) {
  const counted = ['unpaid', 'late', 'open', 'paid', 'not_invoiced'].map((outcome) => [
    ...[outcome, releases.filter((release) => outcomeOf(release) === outcome).length],
  ])
  return {
    ...{ releases: releases.length, outcomes: Object.fromEntries(counted), ...repaidOf(releases) },
    amount: money(releases.reduce((total, { amount }) => total + amount, 0n)),
  }
}

const approversOf = ({ signers }: Release): string[] =>
  signers.filter(({ verdict }) => verdict === 'approved').map(({ signer }) => signer)

function truthOf(all: readonly Release[], source: string | null, days: number) {
  const own = all.filter(
    (release) =>
      ['approved', 'used'].includes(release.state) &&
      release.decidedAt >= NOW_MS - days * DAY_MS &&
      (source === null || release.source === source),
  )
  const approvers = [...new Set(own.flatMap(approversOf))].sort()
  return {
    overall: sumsOf(own),
    byApprover: approvers.map((approver) => ({
      approver,
      ...sumsOf(own.filter((release) => approversOf(release).includes(approver))),
    })),
    releases: own.toReversed().map((release) => ({
      ...{ id: release.id, source: release.source, orderId: `P-${release.id}`, outcome: outcomeOf(release) },
      ...{ customer: { externalId: 'C1', name: 'Loja' }, amount: money(release.amount), over: '0.10' },
      ...{ requestedBy: 'rep', decidedAt: decidedText(release.decidedAt), approvers: approversOf(release) },
      ...repaidOf([release]),
    })),
  }
}

const decidedText = (at: number): string =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('America/Sao_Paulo').toString({ timeZoneName: 'never' })

async function settleIn(desk: ReportDesk, releases: readonly Release[]): Promise<void> {
  for (const source of ['north', 'south']) {
    await desk.feed(source, 'customers', [{ externalId: 'C1', name: 'Loja' }])
    const own = releases.filter((release) => release.source === source)
    const records = own.flatMap(({ id, instalments }) =>
      instalments.map(({ amount, open, ...instalment }, index) => ({
        ...{ externalId: `${id}-${index}`, customer: { externalId: 'C1' }, orderId: `P-${id}`, issuedOn: '2026-07-01' },
        ...{ ...instalment, amount: money(amount), openAmount: money(open) },
      })),
    )
    await desk.feed(source, 'receivables', records)
    const customerId = await desk.idOf(source, 'C1')
    await desk.db.insert(
      'releases',
      [
        ...[
          'seq',
          'id',
          'blocked_order_id',
          'source',
          'order_id',
          'revision',
          'customer_id',
          'amount_cents',
          'credit_cents',
          'company',
          'over_cents',
        ],
        ...['state', 'requested_by', 'reason', 'requested_at', 'decided_at'],
      ],
      own.map(({ id, amount, state, decidedAt }) => [
        ...[
          releases.findIndex((one) => one.id === id) + 1,
          id,
          `blk-${id}`,
          source,
          `P-${id}`,
          1,
          customerId,
          amount,
          amount,
          'main',
          10,
        ],
        ...[state, 'rep', 'porque sim', decidedAt, decidedAt],
      ]),
    )
  }
  await desk.db.insert(
    'release_signatures',
    ['release_id', 'signer_id', 'signer', 'role', 'verdict', 'amount_cents', 'reason', 'signed_at'],
    releases.flatMap(({ id, signers, amount }) =>
      signers.map(({ signer, verdict }) => [id, signer, signer, 'analyst', verdict, amount, 'ok', NOW_MS]),
    ),
  )
}

describe.each(dialects)('the report of releases on %s', (dialect) => {
  let database: Awaited<ReturnType<typeof createDatabaseUrl>>
  let desk: ReportDesk
  const releases = randomReleases(dialect.length)
  beforeAll(async () => {
    database = await createDatabaseUrl(dialect)
    desk = await startReportDesk(database.url)
    await settleIn(desk, releases)
  })
  afterAll(async () => {
    await desk.stop()
    await database.drop()
  })
  const byName = (a: { approver: string }, b: { approver: string }): number => (a.approver < b.approver ? -1 : 1)

  it.each([
    [null, 90],
    [null, 10],
    ['north', 366],
    ['south', 366],
  ] as const)('says what became of each and who approved it (source %s, %i days)', async (source, days) => {
    const query = `days=${days}&limit=500${source ? `&source=${source}` : ''}`
    const { status, body } = await desk.call('GET', `/v1/reports/releases?${query}`)
    expect(status).toBe(200)
    const truth = truthOf(releases, source, days)
    expect(body).toMatchObject({ source, asOf: TODAY, days, cut: false })
    expect(body.overall).toEqual(truth.overall)
    expect(body.byApprover.toSorted(byName)).toEqual(truth.byApprover)
    expect(body.releases).toEqual(truth.releases)
    const unpaid = body.byApprover.map(
      (sums: Record<string, string>) => Number(sums['overdue']) + Number(sums['writtenOff']),
    )
    expect(unpaid).toEqual(unpaid.toSorted((a: number, b: number) => b - a))
  })

  it('met every outcome', () => {
    const { outcomes } = truthOf(releases, null, 366).overall
    expect(Object.entries(outcomes).filter(([, count]) => count === 0)).toEqual([])
  })

  it('lists as many as were asked for, and sums all', async () => {
    const whole = (await desk.call('GET', '/v1/reports/releases')).body
    const { body } = await desk.call('GET', '/v1/reports/releases?limit=3')
    expect(body).toEqual({ ...whole, releases: whole.releases.slice(0, 3) })
    for (const releasesPerPage of [1, 7])
      expect(await readReleases(desk, null, 90, 500, { releasesMax: 1_000, releasesPerPage })).toEqual(
        await readReleases(desk, null, 90, 500),
      )
    const cut = await readReleases(desk, null, 90, 500, { releasesMax: 5, releasesPerPage: 2 })
    expect([cut.cut, cut.overall.releases, cut.releases.length]).toEqual([true, 5, 5])
  })

  it('of a bound key is that of its source', async () => {
    const { body } = await desk.call('GET', '/v1/reports/releases?source=north')
    expect((await desk.asBound('/v1/reports/releases')).body).toEqual(body)
    expect((await desk.asBound('/v1/reports/releases?source=south')).status).toBe(403)
    expect((await desk.call('GET', '/v1/reports/releases?days=367')).status).toBe(400)
  })
})
