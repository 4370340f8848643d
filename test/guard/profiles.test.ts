import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { readGuard } from '../../src/guard/guard-files.ts'
import { createDolibarrTables, createPedidosTables } from '../harness/erp-tables.ts'
import { openPlace, type Place } from './place.ts'

const CONFIG = join(import.meta.dirname, '../../config')
const PROFILES = ['pedidos', 'dolibarr'] as const
type Profile = (typeof PROFILES)[number]
const fileOf = (name: Profile): string => join(CONFIG, `guards/${name}.example.yaml`)
const ENVIRONMENT = { GUARD_DB_PASSWORD: 'fiado' }

async function load(name: Profile) {
  const read = await readGuard(fileOf(name), name, ENVIRONMENT)
  if ('faults' in read) throw new Error(JSON.stringify(read.faults))
  return read.guard
}

describe('the profiles', () => {
  it.each(PROFILES)('%s loads, and begins by watching', async (name) => {
    expect(await load(name)).toMatchObject({ name, source: name, mode: 'monitor' })
  })

  it.each([
    ['pedidos', 'pedidos'],
    ['dolibarr', 'dolibarr-sql'],
  ] as const)('%s makes the ids that its source makes', async (name, source) => {
    const file = parse(readFileSync(join(CONFIG, `sources/${source}.example.yaml`), 'utf8'))
    const { customer, externalId } = file.settings.streams.orders.columns
    const { customer: ours, orderId } = await load(name)
    const listed = (key: string | { join: string[] }): string[] => (typeof key === 'string' ? [key] : key.join)
    expect([ours.join, orderId.join]).toEqual([listed(customer), listed(externalId)])
    expect([ours, orderId].every(({ separator, prefix }) => separator === ':' && prefix === '')).toBe(true)
  })
})

const REFUSED = 'Crédito bloqueado: cliente com 2 títulos vencidos há 12 dias (R$ 830,00). Pagando R$ 830,00, libera.'

describe('on the real tables', () => {
  let place: Place
  afterEach(() => place.close())

  /** The file as it is, in the place of the test; one customer of it is blocked, another may buy for 100. */
  async function install(name: Profile, blocked: string, bounded: string): Promise<void> {
    place = await openPlace()
    await place.root.query('DROP TABLE pedidos')
    await { pedidos: createPedidosTables, dolibarr: createDolibarrTables }[name](place.root)
    const mark = place.schema.replace('fiado_guard_', '')
    const text = readFileSync(fileOf(name), 'utf8')
      .replace(/host: 10\S+/, 'host: 127.0.0.1')
      .replace('port: 3306', `port: ${new URL(place.serverUrl).port}`)
      .replace('fiado_service', `fiado_${mark}`)
      .replace(/^schema: fiado_guard/m, `schema: ${place.schema}`)
      .replace(/^definer: fiado_guard@/m, `definer: definer_${mark}@`)
      .replace(/^table: \w+\./m, `table: ${place.database}.`)
      .replace(/^mode: monitor/m, 'mode: enforce')
    writeFileSync(join(place.configFolder, `guards/${name}.yaml`), text)
    Object.assign(place.environment, ENVIRONMENT)
    expect(await place.guard('install', name)).toMatchObject({ code: 0 })
    expect(await place.guard('verify', name)).toMatchObject({ code: 0 })
    await place.root.query(
      `INSERT INTO ${place.schema}.credit_status (source, customer, blocked, available, term_days_max, message, as_of) VALUES
         (?, ?, 1, 0, NULL, ?, UTC_TIMESTAMP()), (?, ?, 0, 100, 60, NULL, UTC_TIMESTAMP())`,
      [name, blocked, REFUSED, name, bounded],
    )
  }

  const records = (): Promise<unknown[]> =>
    place.all(`SELECT verdict, customer, order_id, amount, sales_rep FROM ${place.schema}.events ORDER BY number`)

  describe('pedidos', () => {
    const order = (number: string, customer: string, state: string, more: Record<string, string | number> = {}) => {
      const row = {
        numero: number,
        codigo: customer,
        loja: '01',
        valor: '50.00',
        situacao: state,
        vendedor: 'V7',
        ...more,
      }
      return place.tell(
        `INSERT INTO pedidos (${Object.keys(row).join(', ')}) VALUES (${Object.keys(row)
          .map(() => '?')
          .join(', ')})`,
        Object.values(row),
      )
    }
    const change = (number: string, to: string): Promise<string | null> =>
      place.tell(`UPDATE pedidos SET ${to} WHERE numero = '${number}'`)
    const stateOf = async (number: string): Promise<unknown> =>
      (await place.all('SELECT situacao FROM pedidos WHERE numero = ?', [number]))[0]?.['situacao']

    it('a quote is free, and selling it to a blocked customer is refused: it stays a quote', async () => {
      await install('pedidos', '000123:01', '000200:01')
      expect(await order('P1', '000123', 'O')).toBe(null)
      expect(await change('P1', 'valor = 900')).toBe(null)
      expect(await change('P1', "situacao = 'A'")).toBe(REFUSED)
      expect(await stateOf('P1')).toBe('O')
      expect(await change('P1', "situacao = 'F'")).toBe(REFUSED)
      expect(await order('P2', '000123', 'A')).toBe(REFUSED)
      expect(await stateOf('P2')).toBe(undefined)
      expect(await order('P2', '000123', 'A', { loja: '02' })).toBe(null)
      const told = { verdict: 'blocked', customer: '000123:01', sales_rep: 'V7' }
      expect(await records()).toEqual([
        { ...told, order_id: 'P1', amount: '900.00' },
        { ...told, order_id: 'P1', amount: '900.00' },
        { ...told, order_id: 'P2', amount: '50.00' },
      ])
    })

    it('cash passes; a sale over the room, too long, or a cash sale that becomes one on credit does not', async () => {
      await install('pedidos', '000123:01', '000200:01')
      expect(await order('P1', '000123', 'A', { condicao: 'V' })).toBe(null)
      expect(await change('P1', "condicao = 'P'")).toBe(REFUSED)
      expect(await order('P2', '000200', 'A', { valor: '100.00', prazo_dias: 60 })).toBe(null)
      expect(await order('P3', '000200', 'A', { valor: '100.01' })).toMatch(/^Crédito insuficiente/)
      expect(await order('P3', '000200', 'A', { prazo_dias: 90 })).toBe('Prazo de 90 dias acima do máximo de 60 dias.')
      expect(await order('P3', '000200', 'A', { prazo_dias: 35 })).toBe(null)
    })

    it('what is sold goes its way: invoiced, in part, reopened, cancelled; revived it is a sale again', async () => {
      await install('pedidos', '000123:01', '000200:01')
      expect(await order('P1', '000200', 'A', { valor: '90.00' })).toBe(null)
      await place.root.query(
        `UPDATE ${place.schema}.credit_status SET blocked = 1, available = 0, message = '${REFUSED}'`,
      )
      for (const to of ['P', 'F', 'P', 'A', 'F', 'A', 'C'])
        expect(await change('P1', `situacao = '${to}', faturado = faturado + 1`), to).toBe(null)
      expect(await change('P1', "situacao = 'A'")).toBe(REFUSED)
      expect(await change('P1', "situacao = 'C', observacao = 'x'")).toBe(null)
    })
  })

  describe('dolibarr', () => {
    const ids = { blocked: 11, bounded: 12 }

    async function open(): Promise<void> {
      await install('dolibarr', String(ids.blocked), String(ids.bounded))
      await place.root.query(
        `INSERT INTO llx_societe (rowid, nom) VALUES (${ids.blocked}, 'Devedora'), (${ids.bounded}, 'Boa')`,
      )
    }
    /** As Dolibarr makes an order: a draft, then its lines' total. */
    async function draft(rowid: number, customer: number, total: string, term: number | null = 2): Promise<void> {
      const values = [rowid, `(PROV${rowid})`, customer, term, 7]
      const insert =
        'INSERT INTO llx_commande (rowid, ref, fk_soc, fk_cond_reglement, fk_user_author) VALUES (?, ?, ?, ?, ?)'
      expect(await place.tell(insert, values)).toBe(null)
      expect(await set(rowid, `total_ht = ${total}, total_ttc = ${total}`)).toBe(null)
    }
    const set = (rowid: number, what: string): Promise<string | null> =>
      place.tell(`UPDATE llx_commande SET ${what} WHERE rowid = ${rowid}`)
    const validate = (rowid: number): Promise<string | null> =>
      set(rowid, `ref = 'CO2611-${rowid}', fk_statut = 1, date_valid = NOW(), fk_user_valid = 1`)

    it('a draft is free, and its validation is refused: it stays a draft', async () => {
      await open()
      await draft(1, ids.blocked, '1234.56000000')
      expect(await validate(1)).toBe(REFUSED)
      expect(await place.all('SELECT ref, fk_statut FROM llx_commande')).toEqual([{ ref: '(PROV1)', fk_statut: 0 }])
      expect(await records()).toEqual([
        { verdict: 'blocked', customer: '11', order_id: '1', amount: '1234.56', sales_rep: '7' },
      ])
    })

    it.each([1, 6, 7])('term %i is cash and passes', async (term) => {
      await open()
      await draft(1, ids.blocked, '10.00', term)
      expect(await validate(1)).toBe(null)
    })

    it('of another company of the same database everything passes, and an order without a term is judged', async () => {
      await open()
      await draft(1, ids.blocked, '10.00', null)
      expect(await validate(1)).toBe(REFUSED)
      expect(await set(1, 'entity = 2')).toBe(null)
      expect(await validate(1)).toBe(null)
    })

    it('exactly what is available passes, in the precision that Dolibarr keeps; what is more or too long does not', async () => {
      await open()
      await draft(1, ids.bounded, '100.00499999')
      expect(await validate(1)).toBe(null)
      await draft(2, ids.bounded, '100.005')
      expect(await validate(2)).toMatch(/^Crédito insuficiente: venda de R\$ 100,01/)
      await draft(3, ids.bounded, '10.00', 5)
      expect(await validate(3)).toBe('Prazo de 90 dias acima do máximo de 60 dias.')
    })

    it('what is validated goes its way, also once the customer is blocked', async () => {
      await open()
      await draft(1, ids.bounded, '100.00')
      expect(await validate(1)).toBe(null)
      await place.root.query(`UPDATE ${place.schema}.credit_status SET blocked = 1, message = '${REFUSED}'`)
      for (const what of [
        'fk_statut = 2',
        'fk_statut = 3',
        'facture = 1',
        'fk_statut = 1, facture = 0',
        'fk_statut = -1',
      ])
        expect(await set(1, what), what).toBe(null)
      expect(await set(1, 'fk_statut = 1')).toBe(REFUSED)
      expect(await set(1, 'fk_statut = 0')).toBe(null)
      const invoice = "INSERT INTO llx_facture (ref, fk_soc, total_ttc, fk_statut) VALUES ('FA1', 12, 100, 1)"
      expect(await place.tell(invoice)).toBe(null)
    })
  })
})
