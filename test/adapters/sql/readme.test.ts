import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { sql } from '../../../adapters/erp/sql/index.ts'
import { faultsOf } from '../../../src/kernel/text.ts'
import { Secret } from '../../../src/sync/secret.ts'
import { sourceFileSchema } from '../../../src/sync/source.ts'
import { createVendorClock } from '../../conformance/link.ts'
import { type Erp, startErp } from './erp.ts'
import { PROTHEUS_GRANTS } from './protheus-fake.ts'
import { closeSessions, listAll, openSession, pick, pullAll, signal } from './sessions.ts'
import { WINTHOR_CREDIT_STATUS, WINTHOR_GRANTS } from './winthor-fake.ts'

const text = readFileSync(join(import.meta.dirname, '../../../adapters/erp/sql/README.md'), 'utf8')
const [protheus = '', winthor = '', own = ''] = [...text.matchAll(/```yaml\n(# config[\s\S]*?)```/g)].map(
  ([, block]) => block,
)
const [, creditStatus = ''] = /```yaml\n( {2}creditStatus:[\s\S]*?)writeBack/.exec(text) ?? []

/** As if every secret had been looked up. */
function revealed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  if ('env' in value) return new Secret('found')
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, revealed(inner)]))
}
const settingsOf = (block: string): Record<string, unknown> =>
  sourceFileSchema.parse(revealed(parse(block))).settings as Record<string, unknown>

function faultsIn(settings: unknown): string[] {
  const parsed = sql.settings.safeParse(settings)
  return parsed.success ? [] : faultsOf(parsed.error).map(({ path, message }) => `${path}: ${message}`)
}

/** With what the example only mentions: `# owner: dbo   # schema`. */
const uncommented = (block: string): string =>
  block.replace(/^ *# creditStatus:.*$/m, '').replace(/^(\s+)# (?=\w+: )/gm, '$1')

describe('the source files of the README', () => {
  it.each([
    ['protheus', protheus],
    ['winthor', winthor],
    ['own queries', own],
  ])('are taken: %s', (_name, block) => {
    expect(faultsIn(settingsOf(block))).toEqual([])
  })

  it.each([
    [
      protheus,
      'advances branches branchIsCompany creditNotes currencies customersByBranch dueDay from name owner skipped stamp tables',
    ],
    [winthor, 'bonus branches branchIsCompany credits from lessReturns name notSold owner replaced'],
  ])('have every parameter of a profile, most of them commented out', (block, names) => {
    const settings = settingsOf(uncommented(block))
    expect(faultsIn(settings)).toEqual([])
    const byName = (one: string, other: string): number => (one.toLowerCase() < other.toLowerCase() ? -1 : 1)
    expect(Object.keys(settings['profile'] as object).sort(byName)).toEqual(names.split(' '))
  })

  it('have the write-back that is tested', () => {
    const written = parse(creditStatus.replaceAll('WINTHOR.', '')) as { creditStatus: object }
    expect(written.creditStatus).toEqual(WINTHOR_CREDIT_STATUS)
    expect(faultsIn({ ...settingsOf(winthor), ...(parse(creditStatus) as object) })).toEqual([])
  })

  it('come with the rights that the tests are run with', () => {
    const granted = [...text.matchAll(/GRANT SELECT ON \w+\.(\w+)/g)].map(([, table]) => table)
    expect(granted.sort()).toEqual([...Object.keys(PROTHEUS_GRANTS), ...Object.keys(WINTHOR_GRANTS)].sort())
    expect(text).toContain(`GRANT ${WINTHOR_GRANTS.PCCLIENT.replace('SELECT, ', '')} ON WINTHOR.PCCLIENT`)
  })
})

describe('the queries of the README', () => {
  let erp: Erp

  afterEach(async () => {
    await closeSessions()
    await erp.close()
  })

  it('bring an ERP that nobody has heard of', async () => {
    const clock = createVendorClock()
    erp = await startErp(
      `CREATE TABLE CLIENTES (ID INT PRIMARY KEY, NOME VARCHAR(200), CNPJ VARCHAR(20), LIMITE DECIMAL(15,2), SITUACAO CHAR(1));
       CREATE TABLE TITULOS (NUMERO INT, PARCELA VARCHAR(2), CLIENTE INT, EMISSAO DATE, VENCIMENTO CHAR(8), VALOR VARCHAR(20), VALOR_LIQUIDO DECIMAL(15,2),
         RECEBIDO DECIMAL(15,2), DESCONTO DECIMAL(15,2), PAGO_EM DATE, EXCLUIDO CHAR(1), ALTERADO_EM DATETIME, PRIMARY KEY (NUMERO, PARCELA))`,
      { CLIENTES: 'SELECT', TITULOS: 'SELECT' },
    )
    erp.insert('CLIENTES', [
      { ID: 1, NOME: `D'Água & "Açúcar" 🧂`, CNPJ: '12.ABC.345/01DE-35', LIMITE: '9999999999999.99', SITUACAO: 'A' },
      { ID: 2, NOME: 'Loja 2', CNPJ: 'ISENTO', LIMITE: null, SITUACAO: 'B' },
      { ID: 3, NOME: 'Loja 3', CNPJ: null, LIMITE: 0, SITUACAO: 'Z' },
    ])
    const title = {
      CLIENTE: 1,
      EMISSAO: '2024-02-29',
      VENCIMENTO: '20280229',
      VALOR: '1.234,50',
      VALOR_LIQUIDO: '1200.10',
      RECEBIDO: null,
      DESCONTO: '0.10',
      PAGO_EM: null,
      EXCLUIDO: 'N',
      ALTERADO_EM: '2026-11-01 10:00:00',
    }
    erp.insert('TITULOS', [
      { ...title, NUMERO: 7, PARCELA: '1' },
      { ...title, NUMERO: 7, PARCELA: '2', RECEBIDO: '1000' },
      { ...title, NUMERO: 8, PARCELA: 'A', RECEBIDO: '1200', PAGO_EM: '2026-10-31' },
      { ...title, NUMERO: 9, PARCELA: '1', EXCLUIDO: 'S' },
    ])
    const {
      client: _client,
      host: _host,
      user: _user,
      password: _password,
      database: _db,
      ...queries
    } = settingsOf(own)
    const open = () => openSession({ settings: { ...erp.connection, pageSize: 2, ...queries } }, clock)
    expect(await open().check(signal)).toMatchObject({ customers: 'can be read', receivables: 'can be read' })

    const customers = await pullAll(open(), 'customers')
    expect(pick(customers.records, 'customers', 'name', 'document', 'status', 'limit')).toEqual({
      1: {
        name: `D'Água & "Açúcar" 🧂`,
        document: '12ABC34501DE35',
        status: 'normal',
        limit: { mode: 'amount', amount: '9999999999999.99' },
      },
      2: { name: 'Loja 2', document: undefined, status: 'stop', limit: undefined },
    })
    expect(customers.bad).toMatchObject([{ externalId: '3', errors: [{ path: 'SITUACAO' }] }])

    const first = await pullAll(open(), 'receivables')
    expect(first.removed).toEqual(['9:1'])
    expect(pick(first.records, 'receivables', 'amount', 'openAmount', 'dueOn', 'status', 'settledOn')).toEqual({
      '7:1': { amount: '1234.50', openAmount: '1200.00', dueOn: '2028-02-29', status: 'open', settledOn: undefined },
      '7:2': { amount: '1234.50', openAmount: '200.00', dueOn: '2028-02-29', status: 'open', settledOn: undefined },
      '8:A': { amount: '1234.50', openAmount: '0.00', dueOn: '2028-02-29', status: 'paid', settledOn: '2026-10-31' },
    })

    clock.advance(86_400_000)
    erp.run(
      `UPDATE TITULOS SET VALOR_LIQUIDO = 5, ALTERADO_EM = '2026-11-22 09:00:00' WHERE NUMERO = 7 AND PARCELA = '2'`,
    )
    const next = await pullAll(open(), 'receivables', first.cursor)
    expect(pick(next.records, 'receivables', 'openAmount')).toEqual({ '7:2': '0.00' })
    expect(Object.keys(pick((await listAll(open(), 'receivables')).records, 'receivables', 'kind'))).toEqual([
      '7:1',
      '7:2',
    ])
    expect(await open().read?.('receivables', ['8:A', '8:B'], signal)).toMatchObject({
      records: [{ externalId: '8:A', status: 'paid' }],
      missing: ['8:B'],
    })
  })
})
