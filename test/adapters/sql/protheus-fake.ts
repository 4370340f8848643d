import type { CreditMark, CustomerRecord, OrderRecord, ReceivableRecord, Stream } from '../../../src/sync/contract.ts'
import type { Book, FakeVendor, VendorClock } from '../../conformance/vendor.ts'
import { type Cell, type Erp, literal, startErp } from './erp.ts'

/**
 * The tables of a Protheus as SQL Server holds them: text in VARCHAR with its padding, numbers as floating point, days as
 * eight characters, a blank for what is missing, and rows that are only marked as deleted.
 */
const CONTROL =
  'R_E_C_N_O_ BIGINT PRIMARY KEY, R_E_C_D_E_L_ BIGINT NOT NULL DEFAULT 0, D_E_L_E_T_ VARCHAR(1) NOT NULL, S_T_A_M_P_ DATETIME(3) NULL'
const text = (names: string, length: number): string =>
  names
    .split(' ')
    .map((name) => `${name} VARCHAR(${length}) NOT NULL DEFAULT '${' '.repeat(length)}'`)
    .join(', ')
const numbers = (names: string): string =>
  names
    .split(' ')
    .map((name) => `${name} DOUBLE NOT NULL DEFAULT 0`)
    .join(', ')

const PROTHEUS_TABLES = [
  `CREATE TABLE SA1010 (${CONTROL}, ${text('A1_FILIAL A1_LOJA A1_EST', 2)}, ${text('A1_COD', 6)}, ${text('A1_NOME A1_MUN', 200)}, ${text('A1_CGC', 14)},
    ${text('A1_MSBLQL A1_RISCO', 1)}, ${text('A1_VENCLC A1_PRICOM', 8)}, ${text('A1_EMAIL', 60)}, ${text('A1_DDD', 3)}, ${text('A1_TEL', 15)},
    ${numbers('A1_LC A1_MOEDALC')})`,
  `CREATE TABLE SE1010 (${CONTROL}, ${text('E1_FILIAL E1_FILORIG E1_LOJA', 2)}, ${text('E1_PREFIXO E1_PARCELA E1_TIPO', 3)}, ${text('E1_NUM', 9)},
    ${text('E1_CLIENTE E1_PEDIDO', 6)}, ${text('E1_EMISSAO E1_EMIS1 E1_VENCTO E1_VENCREA E1_BAIXA', 8)},
    ${numbers('E1_VALOR E1_SALDO E1_MOEDA E1_TXMOEDA')})`,
  `CREATE TABLE SC5010 (${CONTROL}, ${text('C5_FILIAL C5_LOJACLI', 2)}, ${text('C5_NUM C5_CLIENTE', 6)}, ${text('C5_NOTA', 9)},
    ${text('C5_TIPO C5_LIBEROK', 1)}, ${text('C5_EMISSAO', 8)}, ${numbers('C5_MOEDA C5_TXMOEDA')})`,
  `CREATE TABLE SC6010 (${CONTROL}, ${text('C6_FILIAL C6_ITEM C6_BLQ', 2)}, ${text('C6_NUM', 6)}, ${numbers('C6_QTDVEN C6_QTDENT C6_PRCVEN C6_VALOR')})`,
  `CREATE TABLE SC9010 (${CONTROL}, ${text('C9_FILIAL C9_ITEM C9_BLCRED', 2)}, ${text('C9_PEDIDO', 6)}, ${numbers('C9_QTDLIB C9_PRCVEN')})`,
].join(';')

export const PROTHEUS_GRANTS = {
  SA1010: 'SELECT, UPDATE (A1_MSBLQL)',
  SE1010: 'SELECT',
  SC5010: 'SELECT',
  SC6010: 'SELECT',
  SC9010: 'SELECT',
}

const PROTHEUS_CREDIT_STATUS = {
  reviewed: true,
  fields: ['A1_MSBLQL'],
  read: `SELECT A1_MSBLQL FROM SA1010 WHERE D_E_L_E_T_ = ' ' AND A1_COD = :id1 AND A1_LOJA = :id2`,
  write: `UPDATE SA1010 SET A1_MSBLQL = :A1_MSBLQL WHERE D_E_L_E_T_ = ' ' AND A1_COD = :id1 AND A1_LOJA = :id2`,
  block: { A1_MSBLQL: '1' },
  blocks: { A1_MSBLQL: ['1'] },
}

type Row = Record<string, Cell>
const TABLE = { customers: 'SA1010', receivables: 'SE1010', orders: 'SC5010' } as const
const KEYS = {
  customers: [
    ['A1_COD', 6],
    ['A1_LOJA', 2],
  ],
  receivables: [
    ['E1_FILIAL', 2],
    ['E1_PREFIXO', 3],
    ['E1_NUM', 9],
    ['E1_PARCELA', 3],
    ['E1_TIPO', 3],
  ],
  orders: [
    ['C5_FILIAL', 2],
    ['C5_NUM', 6],
  ],
} as const

const pad = (value: string | null | undefined, length: number): string => (value ?? '').padEnd(length)
const compact = (day: string | null | undefined): string => pad(day?.replaceAll('-', ''), 8)
/** S_T_A_M_P_ is in UTC. */
export const stampOf = (epochMs: number): string => new Date(epochMs).toISOString().slice(0, -1).replace('T', ' ')

const keyOf = (stream: Stream, id: string): Row => {
  const parts = id.split(':')
  return Object.fromEntries(KEYS[stream].map(([column, length], index) => [column, pad(parts[index], length)]))
}
const whereKey = (stream: Stream, id: string): string =>
  Object.entries(keyOf(stream, id))
    .map(([column, value]) => `${column} = ${literal(value)}`)
    .join(' AND ')

function customerRow(record: CustomerRecord): Row {
  const { limit } = record
  return {
    ...keyOf('customers', record.externalId),
    A1_FILIAL: '  ',
    A1_NOME: pad(record.name, 200),
    A1_CGC: pad(record.document, 14),
    A1_MSBLQL: '2',
    A1_RISCO: 'B',
    A1_LC: limit?.mode === 'amount' ? limit.amount : 0,
    A1_MOEDALC: 1,
    A1_EMAIL: pad(record.email, 60),
    A1_DDD: pad(record.phone?.slice(0, 2), 3),
    A1_TEL: pad(record.phone?.slice(2), 15),
    A1_EST: pad(record.state, 2),
    A1_MUN: pad(record.city, 200),
    A1_PRICOM: compact(record.since),
  }
}

function titleRow(record: ReceivableRecord): Row {
  const [branch, number] = (record.orderId ?? ':').split(':')
  const [client, store] = record.customer.externalId.split(':')
  return {
    ...keyOf('receivables', record.externalId),
    E1_CLIENTE: pad(client, 6),
    E1_LOJA: pad(store, 2),
    E1_EMISSAO: compact(record.issuedOn),
    E1_EMIS1: compact(record.issuedOn),
    E1_VENCTO: compact(record.dueOn),
    E1_VENCREA: compact(record.dueOn),
    E1_BAIXA: compact(record.settledOn),
    E1_VALOR: record.amount,
    E1_SALDO: record.openAmount,
    E1_FILORIG: pad(branch, 2),
    E1_PEDIDO: pad(number, 6),
    E1_MOEDA: record.currency ? 2 : 1,
    E1_TXMOEDA: record.rate ?? 0,
  }
}

function orderRow(record: OrderRecord): Row {
  const [client, store] = record.customer.externalId.split(':')
  return {
    ...keyOf('orders', record.id),
    C5_CLIENTE: pad(client, 6),
    C5_LOJACLI: pad(store, 2),
    C5_TIPO: 'N',
    C5_NOTA: pad(record.status === 'closed' ? '000000777' : '', 9),
    C5_LIBEROK: record.status === 'closed' ? 'E' : 'S',
    C5_MOEDA: record.currency ? 2 : 1,
    C5_TXMOEDA: record.rate ?? 0,
  }
}

function lineRow(record: OrderRecord): Row {
  const [branch, number] = record.id.split(':')
  const isInvoiced = !/^0(\.0+)?$/.test(record.invoicedAmount ?? '0')
  return {
    C6_FILIAL: pad(branch, 2),
    C6_NUM: pad(number, 6),
    C6_ITEM: '01',
    C6_QTDVEN: 1,
    C6_QTDENT: isInvoiced ? 1 : 0,
    C6_PRCVEN: isInvoiced ? (record.invoicedAmount ?? 0) : record.amount,
    C6_VALOR: record.amount,
  }
}

export interface FakeProtheus extends FakeVendor {
  readonly erp: Erp
  /** Inserts rows as they are, living and stamped now unless they say otherwise. */
  add(table: string, ...rows: Row[]): void
}

export async function startProtheus(clock: VendorClock): Promise<FakeProtheus> {
  const erp = await startErp(PROTHEUS_TABLES, PROTHEUS_GRANTS)
  let recno = 0
  const now = (): string => stampOf(clock.now())
  const control = (stamp: string | null): Row => ({ R_E_C_N_O_: ++recno, D_E_L_E_T_: ' ', S_T_A_M_P_: stamp })
  const rowOf = (stream: Stream, record: Book[Stream][number]): Row => {
    if (stream === 'customers') return customerRow(record as CustomerRecord)
    return stream === 'receivables' ? titleRow(record as ReceivableRecord) : orderRow(record as OrderRecord)
  }
  const idOf = (record: Book[Stream][number]): string => ('id' in record ? record.id : record.externalId)
  const seedStream = (stream: Stream, records: readonly Book[Stream][number][]): void => {
    const rows = records.map((record, index) => {
      // Rows from before S_T_A_M_P_ was switched on have none.
      const stamp = record.updatedAt && index % 5 !== 4 ? stampOf(Date.parse(record.updatedAt)) : null
      return { ...control(stamp), ...rowOf(stream, record) }
    })
    erp.insert(TABLE[stream], rows)
  }
  const insertLines = (orders: readonly OrderRecord[], stamp: string | null): void =>
    erp.insert(
      'SC6010',
      orders.map((order) => ({ ...control(stamp), ...lineRow(order) })),
    )
  const erase = (stream: Stream, id: string): void =>
    erp.run(
      `UPDATE ${TABLE[stream]} SET D_E_L_E_T_ = '*', R_E_C_D_E_L_ = R_E_C_N_O_, S_T_A_M_P_ = '${now()}' WHERE ${whereKey(stream, id)} AND D_E_L_E_T_ = ' '`,
    )
  const add = (table: string, ...rows: Row[]): void => {
    for (const row of rows) erp.insert(table, [{ ...control(now()), ...row }])
  }
  return {
    erp,
    add,
    settings: {
      ...erp.connection,
      profile: { name: 'protheus', tables: '010', currencies: { '2': 'USD' } },
      creditStatus: PROTHEUS_CREDIT_STATUS,
    },
    secrets: [erp.password],
    get calls() {
      return erp.proxy.calls
    },
    seed: (book) => {
      erp.run('TRUNCATE SA1010; TRUNCATE SE1010; TRUNCATE SC5010; TRUNCATE SC6010; TRUNCATE SC9010')
      seedStream('customers', book.customers)
      seedStream('receivables', book.receivables)
      seedStream('orders', book.orders)
      insertLines(book.orders, null)
    },
    put: (stream, record) => {
      const id = idOf(record)
      if ('status' in record && record.status === 'cancelled') return erase(stream, id)
      const set = Object.entries(rowOf(stream, record)).map(([column, value]) => `${column} = ${literal(value)}`)
      const [[known] = []] = erp.ask(
        ['COUNT(*)'],
        `FROM ${TABLE[stream]} WHERE ${whereKey(stream, id)} AND D_E_L_E_T_ = ' '`,
      )
      if (Number(known) === 0) add(TABLE[stream], rowOf(stream, record))
      else
        erp.run(
          `UPDATE ${TABLE[stream]} SET ${set.join(', ')}, S_T_A_M_P_ = '${now()}' WHERE ${whereKey(stream, id)} AND D_E_L_E_T_ = ' '`,
        )
      if (stream !== 'orders') return
      const [branch, number] = id.split(':')
      erp.run(`DELETE FROM SC6010 WHERE C6_FILIAL = '${branch}' AND C6_NUM = '${number}'`)
      insertLines([record as OrderRecord], now())
    },
    remove: erase,
    corrupt: (stream, id) =>
      erp.run(
        stream === 'receivables'
          ? `UPDATE SE1010 SET E1_SALDO = -1, S_T_A_M_P_ = '${now()}' WHERE ${whereKey(stream, id)}`
          : `UPDATE SC5010 SET C5_LIBEROK = 'Z', S_T_A_M_P_ = '${now()}' WHERE ${whereKey('orders', id)}`,
      ),
    misbehave: erp.misbehave,
    markOf: (id): CreditMark | null => {
      const [row] = erp.ask(['A1_MSBLQL'], `FROM SA1010 WHERE ${whereKey('customers', id)} AND D_E_L_E_T_ = ' '`)
      return row ? { A1_MSBLQL: row[0] ?? null } : null
    },
    setMark: (id, mark) =>
      erp.run(
        `UPDATE SA1010 SET A1_MSBLQL = ${literal(String(mark['A1_MSBLQL']))}, S_T_A_M_P_ = '${now()}' WHERE ${whereKey('customers', id)}`,
      ),
    close: erp.close,
  }
}
