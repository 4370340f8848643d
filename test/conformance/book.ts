import { formatCents } from '../../src/kernel/cents.ts'
import { addDays, type Day } from '../../src/kernel/day.ts'
import { type ReceivableKind, receivableKinds } from '../../src/receivables/receivable.ts'
import type { CustomerRecord, OrderRecord, ReceivableRecord, Stream } from '../../src/sync/contract.ts'
import { RandomChoices } from '../receivables/random-choices.ts'
import { type Book, DAY_MS, type Subject, type VendorClock } from './vendor.ts'

/** Four pages of 10, the last one short. */
const RECORDS: Readonly<Record<Stream, number>> = { customers: 33, receivables: 37, orders: 33 }
/** More than a page changed in one and the same second, as a job in the ERP does it. */
const TOGETHER = 13
const AMOUNTS = ['0.01', '0.10', '0.29', '19.99', '1234.56', '27540.60', '1000000000000.10', '9999999999999.99']

/**
 * The kind of the n-th receivable, for vendors whose ids tell it (`idOf`): from 1,001 credit notes, from 2,001
 * advances, from 3,001 drafts, below invoices.
 */
export const kindAt = (n: number): ReceivableKind => receivableKinds[Math.floor((n - 1) / 1_000)] ?? 'invoice'

/** Makes canonical records that a subject's vendor can hold. The same seed makes the same ones again. */
export class BookMaker {
  private readonly random: RandomChoices
  private readonly subject: Subject
  private readonly clock: VendorClock

  constructor(subject: Subject, clock: VendorClock, seed: number) {
    this.subject = subject
    this.clock = clock
    this.random = new RandomChoices(seed)
  }

  book(): Book {
    const { streams } = this.subject.adapter.capabilities
    const numbers = (stream: Stream): number[] =>
      streams.includes(stream) ? Array.from({ length: RECORDS[stream] }, (_, index) => index + 1) : []
    const others = this.subject.kinds.filter((kind) => kind !== 'invoice')
    const receivables = numbers('receivables').map((n) => {
      // The first numbers go to the other kinds, two each; the last ones stay invoices.
      const kind = others[Math.floor((n - 1) / 2)] ?? 'invoice'
      return this.receivable(kind === 'invoice' ? n : n + receivableKinds.indexOf(kind) * 1_000)
    })
    AMOUNTS.forEach((amount, index) => {
      const title = receivables.at(-1 - index)
      if (title) receivables.splice(receivables.indexOf(title), 1, this.openTitle(title, amount))
    })
    return {
      customers: this.together(numbers('customers').map((n) => this.customer(n))),
      receivables: this.together(receivables),
      orders: this.together(numbers('orders').map((n) => this.order(n))),
    }
  }

  customer(n: number): CustomerRecord {
    const digits = String(n).padStart(4, '0')
    return {
      externalId: this.subject.idOf('customers', n),
      name: `${this.random.one(['Padaria', 'Mercado', 'Oficina', 'Farmácia'])} ${this.random.one(['São João', 'Ypê', 'do Zé'])} ${n}`,
      ...this.said('customers', {
        document: n % 3 === 0 ? cpf(`111444${digits.slice(1)}`) : cnpj(`112223${digits.slice(2)}000${n % 9}`),
        group: n % 4 === 0 ? 'Rede Sol' : null,
        limit: { mode: 'amount', amount: n === 1 ? '9999999999999.99' : this.amount() },
        riskClass: this.random.one(['A', 'B', 'C']),
        email: `compras${n}@cliente.example`,
        phone: `114000${digits}`,
        whatsapp: `1199000${digits}`,
        state: this.random.one(['SP', 'RS', 'BA']),
        city: this.random.one(['São Paulo', 'Ijuí', "Santa Bárbara d'Oeste"]),
        active: n % 7 !== 0,
        since: addDays(this.clock.today(), -this.random.whole(400, 4_000)),
      }),
      updatedAt: this.changedBefore(),
    }
  }

  receivable(n: number): ReceivableRecord {
    const kind = kindAt(n)
    const issuedOn = addDays(this.clock.today(), -this.random.whole(90, 400))
    const amount = this.amount()
    const isPaid = kind === 'invoice' && n % 5 === 0
    const updatedAt = this.changedBefore()
    return {
      externalId: this.subject.idOf('receivables', n),
      customer: { externalId: this.subject.idOf('customers', this.random.whole(1, RECORDS.customers)) },
      kind,
      issuedOn,
      dueOn: addDays(issuedOn, this.random.whole(0, 500)),
      amount,
      openAmount: isPaid ? '0.00' : amount,
      status: isPaid ? 'paid' : 'open',
      settledOn: isPaid ? updatedAt.slice(0, 10) : null,
      ...this.said('receivables', {
        number: String(70_000 + n),
        installment: '1',
        paymentMethod: 'boleto',
        orderId: this.subject.adapter.capabilities.streams.includes('orders')
          ? this.subject.idOf('orders', this.random.whole(1, RECORDS.orders))
          : null,
        ...this.currency('receivables', n),
      }),
      updatedAt,
    }
  }

  order(n: number): OrderRecord {
    const amount = n === 1 ? '9999999999999.99' : this.amount()
    const isClosed = n % 6 === 0
    return {
      id: this.subject.idOf('orders', n),
      customer: { externalId: this.subject.idOf('customers', this.random.whole(1, RECORDS.customers)) },
      amount,
      status: isClosed ? 'closed' : 'confirmed',
      ...this.said('orders', {
        revision: 1,
        invoicedAmount: isClosed ? amount : '0.00',
        ...this.currency('orders', n),
      }),
      updatedAt: this.changedBefore(),
    }
  }

  private openTitle({ currency: _, rate: __, ...title }: ReceivableRecord, amount: string): ReceivableRecord {
    return { ...title, amount, openAmount: amount, status: 'open', settledOn: null }
  }

  /** Up to R$ 99,999.99, mostly with cents that a double does not hold exactly. */
  private amount = (): string => formatCents(BigInt(this.random.whole(101, 9_999_999)))

  private changedBefore(): string {
    const secondsAgo = this.random.whole((4 * DAY_MS) / 1_000, (60 * DAY_MS) / 1_000)
    return this.clock.format(this.clock.now() - secondsAgo * 1_000)
  }

  private together<Kept extends { updatedAt?: string | null | undefined }>(records: Kept[]): Kept[] {
    const updatedAt = this.clock.format(this.clock.now() - 10 * DAY_MS)
    for (const record of this.random.some(records, TOGETHER)) record.updatedAt = updatedAt
    return records
  }

  private currency(stream: Exclude<Stream, 'customers'>, n: number): { currency?: string; rate?: string } {
    const says: readonly string[] = this.subject.says[stream]
    return says.includes('currency') && says.includes('rate') && n % 4 === 3 ? { currency: 'USD', rate: '5.4321' } : {}
  }

  /** Only what comes through: the vendor need not hold what nobody compares. */
  private said<Fields extends object>(stream: Stream, fields: Fields): Partial<Fields> {
    const says: readonly string[] = this.subject.says[stream]
    return Object.fromEntries(Object.entries(fields).filter(([field]) => says.includes(field))) as Partial<Fields>
  }
}

/** How a title stands after it was paid on a day. */
export const paidOn = (title: ReceivableRecord, day: Day): ReceivableRecord => ({
  ...title,
  openAmount: '0.00',
  status: 'paid',
  settledOn: day,
})

const cpf = (nine: string): string => withDigits(nine, 11)
const cnpj = (twelve: string): string => withDigits(twelve.slice(0, 12), 9)

/** With the two check digits of a Brazilian document, weights from 2 to `weightMax` from the right. */
function withDigits(base: string, weightMax: number): string {
  const digitOf = (text: string): string => {
    const sum = [...text]
      .reverse()
      .reduce((total, char, index) => total + Number(char) * (2 + (index % (weightMax - 1))), 0)
    return String(sum % 11 < 2 ? 0 : 11 - (sum % 11))
  }
  const first = digitOf(base)
  return `${base}${first}${digitOf(base + first)}`
}
