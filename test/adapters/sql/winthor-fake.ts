import { formatCents, parseCents } from '../../../src/kernel/cents.ts'
import type { CreditMark, CustomerRecord, OrderRecord, ReceivableRecord, Stream } from '../../../src/sync/contract.ts'
import type { Book, FakeVendor, VendorClock } from '../../conformance/vendor.ts'
import { type Cell, type Erp, literal, startErp } from './erp.ts'

/** The tables of a Winthor, of which Oracle's DATE has a time of day. */
const dates = (names: string): string =>
  names
    .split(' ')
    .map((name) => `${name} DATETIME NULL`)
    .join(', ')

const WINTHOR_TABLES = [
  `CREATE TABLE PCCLIENT (CODCLI DECIMAL(9,0) PRIMARY KEY, CLIENTE VARCHAR(200), CGCENT VARCHAR(18), BLOQUEIO VARCHAR(1), BLOQUEIODEFINITIVO VARCHAR(1),
    OBSCREDITO VARCHAR(30), LIMCRED DECIMAL(15,2), EMAIL VARCHAR(100), TELENT VARCHAR(13), MUNICENT VARCHAR(60), ESTENT VARCHAR(2),
    ${dates('DTVENCLIMCRED DTEXCLUSAO DTCADASTRO DTULTALTER DTBLOQ')})`,
  `CREATE TABLE PCPREST (NUMTRANSVENDA DECIMAL(10,0), PREST VARCHAR(2), CODCLI DECIMAL(9,0), CODFILIAL VARCHAR(2), DUPLIC DECIMAL(10,0), NUMPED DECIMAL(10,0),
    CODCOB VARCHAR(4), VALOR DECIMAL(15,2), VPAGO DECIMAL(15,2), VLDEVOL DECIMAL(14,2),
    ${dates('DTEMISSAO DTVENC DTPAG DTBAIXA DTULTALTER DTCANCEL DTULTESTORNO DTLANCPRORROG')}, PRIMARY KEY (NUMTRANSVENDA, PREST))`,
  `CREATE TABLE PCCRECLI (CODIGO DECIMAL(10,0) PRIMARY KEY, CODCLI DECIMAL(6,0), CODFILIAL VARCHAR(2), NUMNOTA DECIMAL(10,0), VALOR DECIMAL(15,2),
    NUMERARIO VARCHAR(1), SITUACAO VARCHAR(1), CASHBACK VARCHAR(1), ${dates('DTLANC DTVENC DTDESCONTO DTESTORNO DTCANCEL')})`,
  `CREATE TABLE PCPEDC (NUMPED DECIMAL(10,0) PRIMARY KEY, CODCLI DECIMAL(6,0), CODFILIAL VARCHAR(2), POSICAO VARCHAR(2), CONDVENDA DECIMAL(5,0), CODCOB VARCHAR(4),
    VLTOTAL DECIMAL(16,3), VLATEND DECIMAL(16,3), ${dates('DATA DTFAT DTCANCEL')})`,
].join(';')

export const WINTHOR_GRANTS = {
  PCCLIENT: 'SELECT, UPDATE (BLOQUEIO, OBSCREDITO)',
  PCPREST: 'SELECT',
  PCCRECLI: 'SELECT',
  PCPEDC: 'SELECT',
}

export const WINTHOR_CREDIT_STATUS = {
  reviewed: true,
  fields: ['BLOQUEIO', 'OBSCREDITO'],
  read: 'SELECT BLOQUEIO, OBSCREDITO FROM PCCLIENT WHERE CODCLI = :id1',
  write: 'UPDATE PCCLIENT SET BLOQUEIO = :BLOQUEIO, OBSCREDITO = :OBSCREDITO WHERE CODCLI = :id1',
  block: { BLOQUEIO: 'S', OBSCREDITO: { reason: 30 } },
  blocks: { BLOQUEIO: ['S'] },
}

type Row = Record<string, Cell>
const TABLE = { customers: 'PCCLIENT', orders: 'PCPEDC' } as const
const KEY = { customers: 'CODCLI', orders: 'NUMPED' } as const
const CREDIT = 'credito:'

/** Where a record is kept, and which row is its own. */
function placeOf(stream: Stream, id: string): { table: string; key: Row } {
  if (stream !== 'receivables') return { table: TABLE[stream], key: { [KEY[stream]]: id } }
  if (id.startsWith(CREDIT)) return { table: 'PCCRECLI', key: { CODIGO: id.slice(CREDIT.length) } }
  const [transaction = '', part = ''] = id.split(':')
  return { table: 'PCPREST', key: { NUMTRANSVENDA: transaction, PREST: part } }
}
const whereOf = (key: Row): string =>
  Object.entries(key)
    .map(([column, value]) => `${column} = ${literal(value)}`)
    .join(' AND ')

const customerRow = (record: CustomerRecord, local: string): Row => ({
  CLIENTE: record.name,
  CGCENT: record.document ?? null,
  BLOQUEIO: 'N',
  BLOQUEIODEFINITIVO: null,
  OBSCREDITO: null,
  LIMCRED: record.limit?.mode === 'amount' ? record.limit.amount : null,
  EMAIL: record.email ?? null,
  TELENT: record.phone ?? null,
  MUNICENT: record.city ?? null,
  ESTENT: record.state ?? null,
  DTEXCLUSAO: record.active === false ? '2025-01-02 00:00:00' : null,
  DTCADASTRO: record.since ?? null,
  DTULTALTER: local,
})

const titleRow = (record: ReceivableRecord, local: string): Row => ({
  CODCLI: record.customer.externalId,
  CODFILIAL: '1',
  DUPLIC: record.number ?? null,
  NUMPED: record.orderId ?? 0,
  CODCOB: 'BK',
  VALOR: record.amount,
  VPAGO: record.status === 'open' ? less(record.amount, record.openAmount) : record.amount,
  DTEMISSAO: record.issuedOn,
  DTVENC: record.dueOn,
  DTPAG: record.status === 'paid' ? (record.settledOn ?? null) : null,
  DTCANCEL: record.status === 'cancelled' ? local : null,
  DTULTALTER: local,
})

/** Null as long as nobody paid anything. */
function less(amount: string, openAmount: string): string | null {
  const paid = (parseCents(amount) ?? 0n) - (parseCents(openAmount) ?? 0n)
  return paid === 0n ? null : formatCents(paid)
}

const creditRow = (record: ReceivableRecord): Row => ({
  CODCLI: record.customer.externalId,
  CODFILIAL: '1',
  NUMNOTA: record.number ?? null,
  VALOR: record.amount,
  NUMERARIO: record.kind === 'advance' ? 'S' : null,
  DTLANC: record.issuedOn,
  DTVENC: record.dueOn,
  DTDESCONTO: record.status === 'paid' ? (record.settledOn ?? null) : null,
})

const POSITIONS = { confirmed: 'L', closed: 'F', cancelled: 'C' }

const orderRow = (record: OrderRecord, local: string): Row => ({
  CODCLI: record.customer.externalId,
  CODFILIAL: '1',
  POSICAO: POSITIONS[record.status],
  CONDVENDA: 1,
  CODCOB: 'BK',
  VLTOTAL: record.amount,
  VLATEND: record.amount,
  DATA: local,
  DTFAT: record.status === 'closed' ? local : null,
  DTCANCEL: record.status === 'cancelled' ? local : null,
})

export interface FakeWinthor extends FakeVendor {
  readonly erp: Erp
}

export async function startWinthor(clock: VendorClock): Promise<FakeWinthor> {
  const erp = await startErp(WINTHOR_TABLES, WINTHOR_GRANTS)
  const local = (epochMs: number): string => clock.format(epochMs).slice(0, 19).replace('T', ' ')
  const now = (): string => local(clock.now())
  const rowOf = (stream: Stream, record: Book[Stream][number], at: string): { table: string; row: Row } => {
    const { table, key } = placeOf(stream, 'id' in record ? record.id : record.externalId)
    const values =
      table === 'PCCLIENT'
        ? customerRow(record as CustomerRecord, at)
        : table === 'PCPEDC'
          ? orderRow(record as OrderRecord, at)
          : table === 'PCPREST'
            ? titleRow(record as ReceivableRecord, at)
            : creditRow(record as ReceivableRecord)
    return { table, row: { ...key, ...values } }
  }
  const seedStream = (stream: Stream, records: readonly Book[Stream][number][]): void => {
    const rows = records.map((record) =>
      rowOf(stream, record, local(Date.parse(record.updatedAt ?? '') || clock.now())),
    )
    for (const table of new Set(rows.map((placed) => placed.table)))
      erp.insert(
        table,
        rows.filter((placed) => placed.table === table).map(({ row }) => row),
      )
  }
  return {
    erp,
    settings: { ...erp.connection, profile: { name: 'winthor' }, creditStatus: WINTHOR_CREDIT_STATUS },
    secrets: [erp.password],
    get calls() {
      return erp.proxy.calls
    },
    seed: (book) => {
      erp.run('TRUNCATE PCCLIENT; TRUNCATE PCPREST; TRUNCATE PCCRECLI; TRUNCATE PCPEDC')
      seedStream('customers', book.customers)
      seedStream('receivables', book.receivables)
      seedStream('orders', book.orders)
    },
    put: (stream, record) => {
      const { table, row } = rowOf(stream, record, now())
      const columns = Object.keys(row)
      const updates = columns.map((column) => `${column} = VALUES(${column})`)
      erp.run(
        `INSERT INTO ${table} (${columns.join(',')}) VALUES (${Object.values(row).map(literal).join(',')}) ON DUPLICATE KEY UPDATE ${updates.join(',')}`,
      )
    },
    remove: (stream, id) => {
      const { table, key } = placeOf(stream, id)
      erp.run(`DELETE FROM ${table} WHERE ${whereOf(key)}`)
    },
    corrupt: (stream, id) => {
      const { table, key } = placeOf(stream, id)
      const set = table === 'PCPEDC' ? `POSICAO = 'Z'` : table === 'PCPREST' ? 'VPAGO = VALOR + 1' : 'DTLANC = NULL'
      erp.run(`UPDATE ${table} SET ${set} WHERE ${whereOf(key)}`)
    },
    misbehave: erp.misbehave,
    markOf: (id): CreditMark | null => {
      const [row] = erp.ask(['BLOQUEIO', 'OBSCREDITO'], `FROM PCCLIENT WHERE CODCLI = ${literal(id)}`)
      return row ? { BLOQUEIO: row[0] ?? null, OBSCREDITO: row[1] ?? null } : null
    },
    setMark: (id, { BLOQUEIO, OBSCREDITO }) => {
      const cell = (value: unknown): string => literal(value === null || value === undefined ? null : String(value))
      erp.run(
        `UPDATE PCCLIENT SET BLOQUEIO = ${cell(BLOQUEIO)}, OBSCREDITO = ${cell(OBSCREDITO)}, DTBLOQ = '${now()}', DTULTALTER = '${now()}' WHERE CODCLI = ${literal(id)}`,
      )
    },
    close: erp.close,
  }
}
