/**
 * What customers owe, worked out a second time: from the contract's table and in the simplest way that is right, with
 * no regard to speed. Nothing here is imported from src, so that a wrong idea there cannot be wrong here as well.
 * Amounts are whole cents as numbers: the random ledger stays far below 2^53.
 */
export interface ClassRules {
  readonly graceDays: number
  readonly disputedIsOverdue: boolean
  readonly countDrafts: boolean
  readonly netCredits: boolean
  readonly creditsReduceOverdue: boolean
}

export interface ModelPolicy extends ClassRules {
  readonly accountBy: readonly ('group' | 'cnpj_root')[]
  readonly perCompany: boolean
  readonly holdMinutes: number
  readonly riskClasses: Readonly<Record<string, Partial<ClassRules>>>
}

/** Days on which nothing is due: weekends are closed in any case. */
export interface ModelCalendar {
  readonly national: readonly string[]
  readonly states: Readonly<Record<string, readonly string[]>>
  readonly cities: Readonly<Record<string, readonly string[]>>
}

export interface ModelCustomer {
  source: string
  externalId: string
  document: string | null
  group: string | null
  riskClass: string | null
  state: string | null
  city: string | null
  updatedAt: string | null
}

export interface ModelReceivable {
  source: string
  externalId: string
  customer: string
  kind: 'invoice' | 'credit_note' | 'advance' | 'draft'
  dueOn: string
  amount: number
  openAmount: number
  status: 'open' | 'paid' | 'cancelled' | 'written_off' | 'disputed' | 'returned'
  orderId: string | null
  company: string
  updatedAt: string | null
}

export interface ModelOrder {
  source: string
  id: string
  customer: string
  company: string
  revision: number
  state: 'held' | 'confirmed' | 'expired' | 'closed' | 'cancelled'
  amount: number
  invoicedAmount: number
  expiresAtMs: number | null
  updatedAt: string | null
}

export interface ModelExposure {
  open: number
  overdue: number
  orders: number
  held: number
  drafts: number
  credits: number
  total: number
}

export interface ModelCredit {
  own: ModelExposure
  account: ModelExposure
  key: string
  members: number
  oldestDueOn: string | null
  receivablesOpen: number
}

export const keyOf = (source: string, id: string): string => `${source}/${id}`

export class LedgerModel {
  readonly customers = new Map<string, ModelCustomer>()
  readonly receivables = new Map<string, ModelReceivable>()
  readonly orders = new Map<string, ModelOrder>()
  policy: ModelPolicy
  calendar: ModelCalendar
  nowMs: number
  today: string

  constructor(policy: ModelPolicy, calendar: ModelCalendar, nowMs: number, today: string) {
    this.policy = policy
    this.calendar = calendar
    this.nowMs = nowMs
    this.today = today
  }

  /** True when taken; a version older than what stands is not. */
  putCustomer(record: ModelCustomer): boolean {
    return put(this.customers, keyOf(record.source, record.externalId), record)
  }

  putReceivable(record: ModelReceivable): boolean {
    return put(this.receivables, keyOf(record.source, record.externalId), record)
  }

  /** `revision` and `invoicedAmount` stay as they were where the record does not name them. */
  putOrder(record: Omit<ModelOrder, 'revision' | 'invoicedAmount'> & Partial<ModelOrder>): boolean {
    const key = keyOf(record.source, record.id)
    const before = this.orders.get(key)
    if (before && record.revision !== undefined && record.revision < before.revision) return false
    const { revision = before?.revision ?? 0, invoicedAmount = before?.invoicedAmount ?? 0 } = record
    return put(this.orders, key, { ...record, revision, invoicedAmount })
  }

  /** Holds end with their time. */
  setTime(nowMs: number, today: string): void {
    this.nowMs = nowMs
    this.today = today
    for (const order of this.orders.values()) {
      if (order.state === 'held' && order.expiresAtMs !== null && order.expiresAtMs <= nowMs) order.state = 'expired'
    }
  }

  accountKeyOf(customer: ModelCustomer): string {
    for (const by of this.policy.accountBy) {
      if (by === 'group' && customer.group !== null) return customer.group
      if (by === 'cnpj_root' && customer.document?.length === 14) return `cnpj:${customer.document.slice(0, 8)}`
    }
    return `customer:${customer.source}/${customer.externalId}`
  }

  creditOf(source: string, externalId: string, company: string): ModelCredit {
    const customer = this.customers.get(keyOf(source, externalId)) as ModelCustomer
    const key = this.accountKeyOf(customer)
    const members = [...this.customers.values()].filter((other) => this.accountKeyOf(other) === key)
    const rules = this.rulesOf(customer)
    const own = this.openInvoices(customer, company)
    const overdueDays = own.filter((invoice) => this.isOverdue(invoice, customer)).map(({ dueOn }) => dueOn)
    return {
      own: this.exposureOf([customer], company, rules),
      account: this.exposureOf(members, company, rules),
      key,
      members: members.length,
      oldestDueOn: overdueDays.sort()[0] ?? null,
      receivablesOpen: own.length,
    }
  }

  private rulesOf(customer: ModelCustomer): ClassRules {
    return { ...this.policy, ...this.policy.riskClasses[customer.riskClass ?? ''] }
  }

  /** `rules` are those of the customer who is asked for; when a title is overdue is a matter of who owes it. */
  private exposureOf(members: readonly ModelCustomer[], company: string, rules: ClassRules): ModelExposure {
    const sum = { open: 0, overdue: 0, orders: 0, held: 0, drafts: 0, credits: 0 }
    for (const member of members) {
      for (const invoice of this.openInvoices(member, company)) {
        sum.open += invoice.openAmount
        if (this.isOverdue(invoice, member)) sum.overdue += invoice.openAmount
      }
      for (const receivable of this.receivablesOf(member, company)) {
        if (receivable.status !== 'open') continue
        if (receivable.kind === 'draft') sum.drafts += receivable.openAmount
        if (receivable.kind === 'credit_note' || receivable.kind === 'advance') sum.credits += receivable.openAmount
      }
      for (const order of this.orders.values()) {
        if (order.source !== member.source || order.customer !== member.externalId) continue
        if (!this.isIn(order.company, company)) continue
        const { rest, drafted } = this.claimOf(order)
        if (order.state === 'held') sum.held += rest
        if (order.state === 'confirmed') sum.orders += rest
        // What a draft of a live order stands for is in the order already.
        if (order.state === 'held' || order.state === 'confirmed') sum.drafts -= drafted
      }
    }
    const drafts = rules.countDrafts ? Math.max(0, sum.drafts) : 0
    const credits = rules.netCredits ? sum.credits : 0
    const overdue = rules.creditsReduceOverdue ? Math.max(0, sum.overdue - sum.credits) : sum.overdue
    return { ...sum, drafts, credits, overdue, total: sum.open + sum.orders + sum.held + drafts - credits }
  }

  private claimOf(order: ModelOrder): { rest: number; drafted: number } {
    let linked = 0
    let drafts = 0
    for (const receivable of this.receivables.values()) {
      if (receivable.source !== order.source || receivable.orderId !== order.id) continue
      if (receivable.kind === 'invoice' && receivable.status !== 'cancelled') linked += receivable.amount
      if (receivable.kind === 'draft' && receivable.status === 'open') drafts += receivable.openAmount
    }
    // The ERP's own figure and the invoices that name the order tell of the same invoices: never both.
    const rest = Math.max(0, order.amount - Math.max(order.invoicedAmount, linked))
    return { rest, drafted: Math.min(rest, drafts) }
  }

  private isIn(recordCompany: string, company: string): boolean {
    return !this.policy.perCompany || recordCompany === company
  }

  private receivablesOf(customer: ModelCustomer, company: string): ModelReceivable[] {
    return [...this.receivables.values()].filter(
      (receivable) =>
        receivable.source === customer.source &&
        receivable.customer === customer.externalId &&
        this.isIn(receivable.company, company),
    )
  }

  private openInvoices(customer: ModelCustomer, company: string): ModelReceivable[] {
    return this.receivablesOf(customer, company).filter(
      ({ kind, status, openAmount }) =>
        kind === 'invoice' && openAmount > 0 && (status === 'open' || status === 'disputed' || status === 'returned'),
    )
  }

  private isOverdue(invoice: ModelReceivable, customer: ModelCustomer): boolean {
    const { graceDays, disputedIsOverdue } = this.rulesOf(customer)
    if (invoice.status === 'disputed' && !disputedIsOverdue) return false
    let lastDay = invoice.dueOn
    while (this.isClosed(lastDay, customer)) lastDay = dayAfter(lastDay, 1)
    return this.today > dayAfter(lastDay, graceDays)
  }

  private isClosed(day: string, { state, city }: ModelCustomer): boolean {
    const dayOfWeek = Temporal.PlainDate.from(day).dayOfWeek
    const { national, states, cities } = this.calendar
    if (dayOfWeek > 5 || national.includes(day)) return true
    if (state === null) return false
    return (states[state] ?? []).includes(day) || (city !== null && (cities[`${state}/${city}`] ?? []).includes(day))
  }
}

function put<T extends { updatedAt: string | null }>(map: Map<string, T>, key: string, record: T): boolean {
  const before = map.get(key)
  if (before?.updatedAt && record.updatedAt && instant(record.updatedAt) < instant(before.updatedAt)) return false
  map.set(key, { ...record, updatedAt: record.updatedAt ?? before?.updatedAt ?? null })
  return true
}

const instant = (text: string): number => Temporal.Instant.from(text).epochMilliseconds

export const dayAfter = (day: string, days: number): string => Temporal.PlainDate.from(day).add({ days }).toString()
