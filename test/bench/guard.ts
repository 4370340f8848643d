import { setTimeout as sleep } from 'node:timers/promises'
import type { Connection } from 'mysql2/promise'
import { openPlace, type Place } from '../guard/place.ts'
import { customerOf, SOURCE } from '../guard/words.ts'
import { type Mariadb, startMariadb } from '../harness/mariadb.ts'
import { median, spread } from './pairs.ts'
import { BENCH_KEY, type Server, startFiado } from './servers.ts'

export interface GuardSize {
  readonly customers: number
  /** Measured once for each number of sessions. */
  readonly insertions: { readonly rounds: number; readonly seconds: number; readonly sessions: readonly number[] }
  readonly payments: number
}

/** What a guard costs an ERP, in the ERP's own database. */
export interface InsertionFigures {
  readonly customers: number
  readonly sessions: number
  /** The time of a guarded insert in that of one without a guard. */
  readonly ratio: ReturnType<typeof spread>
  /** The same of a trigger that only reads one row by primary key: the least that any guard costs on that machine. */
  readonly leastRatio: ReturnType<typeof spread>
  /** What one session waits for an insert. */
  readonly guardedMs: number
  readonly bareMs: number
}

/** How long it takes from a payment until the ERP's database takes a sale of that customer. */
export interface SellableFigures {
  readonly customers: number
  readonly payments: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly maxMs: number
}

const [GUARDED, BARE, READING] = ['vendas', 'vendas_livres', 'vendas_lidas'] as const
const TABLES = [GUARDED, BARE, READING]
const PIECE = 1_000
const POLL_MS = 10
const SETTLE_POLL_MS = 250
const WAIT_MAX_MS = 30_000
const SERVER = ['--innodb-buffer-pool-size=1G', '--innodb-log-file-size=512M']

/** As ERPs have them: twenty columns and three indexes beside the primary key. */
const salesTable = (name: string): string => `CREATE TABLE ${name} (
  numero BIGINT AUTO_INCREMENT PRIMARY KEY, filial CHAR(2), cliente CHAR(8), loja CHAR(2), emissao DATE,
  entrega DATE, situacao CHAR(1), condicao CHAR(3), vendedor CHAR(6), transportadora CHAR(6), tabela CHAR(3),
  moeda CHAR(3), valor DECIMAL(15,2), desconto DECIMAL(15,2), frete DECIMAL(15,2), peso DECIMAL(12,3),
  observacao VARCHAR(200), usuario VARCHAR(30), criado DATETIME, alterado DATETIME,
  KEY cliente (cliente, emissao), KEY vendedor (vendedor, emissao), KEY situacao (situacao, emissao)) ENGINE=InnoDB`

const COLUMNS =
  'filial, cliente, loja, emissao, entrega, situacao, condicao, vendedor, transportadora, tabela, moeda, valor, desconto, frete, peso, observacao, usuario, criado, alterado'

async function insertSale(session: Connection, table: string, customer: string): Promise<void> {
  await session.query(
    `INSERT INTO ${table} (${COLUMNS}) VALUES ('01', ?, '01', CURDATE(), CURDATE(), 'A', '030', 'V00017', 'T00003', '001',
      'BRL', 125.50, 0, 12.30, 4.250, 'Entregar pela manha, falar com o almoxarifado', 'maria.silva', NOW(), NOW())`,
    [customer],
  )
}

/** An ERP on a server of its own, with a guarded table of sales, one without a guard, and one whose trigger only reads. */
async function withErp<T>(work: (place: Place, erp: Mariadb) => Promise<T>): Promise<T> {
  const erp = await startMariadb({ serverOptions: SERVER })
  try {
    const place = await openPlace(erp.url)
    for (const name of TABLES) await place.root.query(salesTable(name))
    place.write('vendas', {
      ...{ table: `${place.database}.vendas`, orderId: 'numero', orderIdGenerated: 'true' },
      ...{ sold: '{ state: { column: situacao, to: [A] } }', paymentTerm: '{ column: condicao, cash: ["001"] }' },
      ...{ company: '{ column: filial, values: { "01": main } }', salesRep: 'vendedor' },
    })
    const { code, said } = await place.guard('install', 'vendas')
    if (code !== 0) throw new Error(said)
    await place.root.query(`CREATE TRIGGER reading AFTER INSERT ON ${READING} FOR EACH ROW
      BEGIN DECLARE found INT; SELECT COUNT(*) INTO found FROM ${place.schema}.credit_status
      WHERE source = '${SOURCE}' AND customer = NEW.cliente AND company = 'main'; END`)
    try {
      return await work(place, erp)
    } finally {
      await place.close()
    }
  } finally {
    await erp.stop()
  }
}

const nameOf = (place: number): string => `C${place}`

/** Sessions insert as fast as they can, into one table and then into the other, in turn in one run. */
export function measureInsertions({ customers, insertions }: GuardSize): Promise<InsertionFigures[]> {
  return withErp(async (place) => {
    await place.root.query(
      `INSERT INTO ${place.schema}.credit_status (source, customer, company, blocked, available, as_of)
       SELECT '${SOURCE}', CONCAT('C', seq), 'main', 0, 9000000000, UTC_TIMESTAMP(3)
       FROM ${place.schema}.seq_0_to_${customers - 1}`,
    )
    const found: InsertionFigures[] = []
    for (const count of insertions.sessions) {
      const sessions = await Promise.all(Array.from({ length: count }, () => place.session()))
      found.push(await compareTables(sessions, customers, insertions))
    }
    return found
  })
}

async function compareTables(
  sessions: readonly Connection[],
  customers: number,
  { rounds, seconds }: GuardSize['insertions'],
): Promise<InsertionFigures> {
  const measure = (table: string) => msPerInsert(sessions, table, customers, seconds)
  for (const table of TABLES) await measure(table)
  const took = { [GUARDED]: [] as number[], [BARE]: [] as number[], [READING]: [] as number[] }
  for (let round = 0; round < rounds; round++) {
    // None is always the second one.
    for (const table of round % 2 === 0 ? TABLES : TABLES.toReversed()) took[table].push(await measure(table))
  }
  const against = (each: readonly number[]) => spread(each.map((ms, round) => ms / (took[BARE][round] as number)))
  return {
    ...{ customers, sessions: sessions.length, ratio: against(took[GUARDED]), leastRatio: against(took[READING]) },
    ...{ guardedMs: median(took[GUARDED]), bareMs: median(took[BARE]) },
  }
}

async function msPerInsert(
  sessions: readonly Connection[],
  table: string,
  customers: number,
  seconds: number,
): Promise<number> {
  const startedMs = performance.now()
  let inserted = 0
  const insertAll = async (session: Connection): Promise<void> => {
    while (performance.now() - startedMs < seconds * 1_000) {
      await insertSale(session, table, nameOf((++inserted * 7_919) % customers))
    }
  }
  await Promise.all(sessions.map(insertAll))
  return ((performance.now() - startedMs) * sessions.length) / inserted
}

/** `payments` customers owe and pay one after the other, and their sale is tried until the database takes it. */
export function measureSellable(url: string, { customers, payments }: GuardSize): Promise<SellableFigures> {
  return withErp(async (place) => {
    const fiado = await startFiado(url, { ...place.environment, FIADO_CONFIG: place.configFolder })
    try {
      await load(fiado, place, customers, payments)
      const session = await place.session()
      const took: number[] = []
      for (let paying = 0; paying < payments; paying++) {
        const startedMs = performance.now()
        await put(fiado, 'receivables', [titleOf(paying, 'paid')])
        await untilSold(session, nameOf(paying), startedMs)
        took.push(performance.now() - startedMs)
      }
      took.sort((a, b) => a - b)
      const p99Ms = took[Math.ceil(took.length * 0.99) - 1] as number
      return { customers, payments, p50Ms: median(took), p99Ms, maxMs: took.at(-1) as number }
    } finally {
      await fiado.stop()
    }
  })
}

async function untilSold(session: Connection, customer: string, startedMs: number): Promise<void> {
  for (;;) {
    const told = await insertSale(session, 'vendas', customer).then(
      () => null,
      (error: { sqlState?: string; message: string }) => error,
    )
    if (told === null) return
    if (told.sqlState !== '45000' || performance.now() - startedMs > WAIT_MAX_MS) throw new Error(told.message)
    await sleep(POLL_MS)
  }
}

/** Everybody, of whom some owe; answers once the ERP's database says so. */
async function load(fiado: Server, place: Place, customers: number, payments: number): Promise<void> {
  const all = Array.from({ length: customers }, (_, index) => customerOf(nameOf(index), '5000.00'))
  for (let start = 0; start < customers; start += PIECE) await put(fiado, 'customers', all.slice(start, start + PIECE))
  const owed = Array.from({ length: payments }, (_, index) => titleOf(index, 'open'))
  for (let start = 0; start < payments; start += PIECE)
    await put(fiado, 'receivables', owed.slice(start, start + PIECE))
  for (let isFilled = false; !isFilled; await sleep(SETTLE_POLL_MS)) {
    const [row] = await place.all(
      `SELECT COUNT(*) AS answered, SUM(blocked) AS blocked FROM ${place.schema}.credit_status`,
    )
    isFilled = Number(row?.['answered']) === customers && Number(row?.['blocked']) === payments
  }
}

const titleOf = (index: number, status: 'open' | 'paid'): object => ({
  ...{ externalId: `T${index}`, customer: { externalId: nameOf(index) }, kind: 'invoice', issuedOn: '2026-01-05' },
  ...{ dueOn: '2026-02-05', amount: '300.00', openAmount: status === 'paid' ? '0.00' : '300.00', status },
})

async function put({ address }: Server, kind: string, records: readonly object[]): Promise<void> {
  const reply = await fetch(`${address}/v1/sources/${SOURCE}/${kind}`, {
    ...{ method: 'PUT', body: JSON.stringify({ [kind]: records }), signal: AbortSignal.timeout(WAIT_MAX_MS) },
    headers: { authorization: `Bearer ${BENCH_KEY}`, 'content-type': 'application/json' },
  })
  const text = await reply.text()
  if (!reply.ok) throw new Error(`${kind}: ${reply.status} ${text}`)
}
