import { createRandom } from '../credit/random-book.ts'
import { NOW, type ReportDesk, TODAY } from './report-desk.ts'

export interface Title {
  source: string
  customer: string
  status: string
  kind: string
  issuedOn: string
  dueOn: string
  amount: bigint
  open: bigint
}

export interface Customer {
  source: string
  externalId: string
  segment: string | null
  reps: string[]
}

interface Order {
  source: string
  customer: Customer
  salesRep: string | null
  amount: bigint
  state: string
  blockedAt: number
  closedAt: number | null
}

interface Promised {
  customer: Customer
  state: string
  amount: bigint
  promisedOn: string
}

/** Everything that a random company has written down: what the reports are counted from again in the tests. */
export interface Company {
  customers: Customer[]
  titles: Title[]
  orders: Order[]
  promises: Promised[]
}

export const plusDays = (day: string, days: number): string => Temporal.PlainDate.from(day).add({ days }).toString()
export const money = (cents: bigint): string => `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`
const NOW_MS = Temporal.Instant.from(NOW).epochMilliseconds

export function randomCompany(seed: number): Company {
  const { pick, below, chance } = createRandom(seed)
  const customers = Array.from({ length: 25 }, (_, index): Customer => {
    const reps = ['ana', 'bia', 'caio'].filter(() => chance(0.4))
    return { source: pick(['north', 'south']), externalId: `C${index}`, segment: pick([null, 'bom', 'lento']), reps }
  })
  const amount = (): bigint => BigInt(1 + below(500_000))
  const titles = Array.from({ length: 600 }, (): Title => {
    const { source, externalId: customer } = pick(customers)
    const kind = pick(['invoice', 'invoice', 'invoice', 'invoice', 'credit_note', 'draft', 'advance'])
    const status = pick(['open', 'open', 'open', 'disputed', 'returned', 'paid', 'cancelled', 'written_off'])
    const issuedOn = plusDays(TODAY, -below(200))
    const whole = amount()
    const open = status === 'paid' ? 0n : chance(0.8) ? whole : whole / 3n
    // Near today, where it matters on which day exactly it falls; some are paid at once.
    const dueOn = chance(0.2) ? issuedOn : plusDays(issuedOn, below(120))
    return { source, customer, status, kind, issuedOn, dueOn, amount: whole, open }
  })
  const orders = Array.from({ length: 250 }, (): Order => {
    const customer = pick(customers)
    const blockedAt = NOW_MS - below(45 * 86_400_000)
    const state = pick(['blocked', 'released', 'released', 'lapsed', 'cancelled'])
    const closedAt = state === 'blocked' ? null : Math.min(NOW_MS, blockedAt + below(5 * 86_400_000))
    const salesRep = pick([null, 'ana', 'bia', 'dora'])
    return { source: customer.source, customer, salesRep, amount: amount(), state, blockedAt, closedAt }
  })
  const promises = Array.from(
    { length: 80 },
    (): Promised => ({
      ...{ customer: pick(customers), state: pick(['open', 'kept', 'kept', 'broken', 'cancelled']), amount: amount() },
      promisedOn: plusDays(TODAY, 10 - below(110)),
    }),
  )
  return { customers, titles, orders, promises }
}

/** Writes a company down: what an ERP sends as it sends it, and the rest as the other rooms leave it. */
export async function settleIn(desk: ReportDesk, { customers, titles, orders, promises }: Company): Promise<void> {
  for (const source of ['north', 'south']) {
    const own = customers.filter((customer) => customer.source === source)
    await desk.feed(
      ...([source, 'customers'] as const),
      own.map(({ externalId }) => ({ externalId, name: externalId })),
    )
    const records = titles.flatMap((title, index) =>
      title.source === source
        ? [
            {
              ...{ externalId: `T${index}`, customer: { externalId: title.customer }, kind: title.kind },
              ...{ status: title.status, issuedOn: title.issuedOn, dueOn: title.dueOn },
              ...{ amount: money(title.amount), openAmount: money(title.open) },
              ...(title.status === 'paid' && { settledOn: title.dueOn }),
            },
          ]
        : [],
    )
    await desk.feed(source, 'receivables', records)
  }
  const ids = new Map<Customer, number>()
  for (const customer of customers) {
    const id = await desk.idOf(customer.source, customer.externalId)
    ids.set(customer, id)
    await desk.db.run('UPDATE customers SET segment = ? WHERE id = ?', [customer.segment, id])
    if (customer.reps.length > 0)
      await desk.db.insert(
        ...(['rep_customers', ['sales_rep', 'customer_id']] as const),
        customer.reps.map((rep) => [rep, id]),
      )
  }
  await insertOrders(desk, ids, orders)
  await desk.db.insert(
    'promises',
    ['id', 'customer_id', 'amount_cents', 'promised_on', 'receivables_json', 'state', 'made_by', 'made_at'],
    promises.map(({ customer, state, amount, promisedOn }, index) => [
      ...[`prm_${index}`, ids.get(customer) ?? 0, amount, promisedOn, '[]', state, 'Ana', NOW_MS],
    ]),
  )
}

async function insertOrders(desk: ReportDesk, ids: ReadonlyMap<Customer, number>, orders: Order[]): Promise<void> {
  await desk.db.insert(
    'blocked_orders',
    [
      ...[
        'id',
        'source',
        'order_id',
        'revision',
        'customer_id',
        'company',
        'amount_cents',
        'request_json',
        'sales_rep',
      ],
      ...['check_id', 'reasons_json', 'state', 'forced', 'blocked_at', 'lapses_at', 'closed_at'],
    ],
    orders.map((order, index) => [
      ...[`blk_${index}`, order.source, `P${index}`, 1, ids.get(order.customer) ?? 0, 'main', order.amount, '{}'],
      ...[order.salesRep, 'chk_0', '[]', order.state, 0, order.blockedAt, NOW_MS, order.closedAt],
    ]),
  )
}
