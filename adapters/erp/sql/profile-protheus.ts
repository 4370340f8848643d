import { z } from 'zod'
import { also, codesSchema, cutoverSchema, ownerSchema, quoted } from './identifiers.ts'
import type { StreamsInput } from './streams.ts'

/** TOTVS Protheus 12 on SQL Server, Oracle or Postgres. What each parameter is for stands in the README. */
export const protheusSchema = z.strictObject({
  name: z.literal('protheus'),
  /** What stands behind the alias: `SA1` + `010`. */
  tables: z.string().regex(/^[A-Za-z0-9]{2,4}$/, 'must be what follows the alias in SA1010: "010"'),
  owner: ownerSchema.optional(),
  /** Whether the tables have S_T_A_M_P_. Without it there are only the days of issue and settlement. */
  stamp: z.boolean().default(true),
  branches: codesSchema.default([]),
  /** Settled titles that were issued before are left out. */
  from: cutoverSchema.optional(),
  dueDay: z.enum(['E1_VENCREA', 'E1_VENCTO']).default('E1_VENCREA'),
  creditNotes: codesSchema.min(1).default(['NCC']),
  advances: codesSchema.min(1).default(['RA']),
  /** Provisional titles: forecasts that a real one replaces. */
  skipped: codesSchema.min(1).default(['PR']),
  /** `{ '2': USD }`: what the numbers of currencies mean; 1 is the real. */
  currencies: z.record(z.string().regex(/^[2-9]$/), z.string().regex(/^[A-Z]{3}$/)).default({}),
  /** The customer table is kept per branch: the branch is part of the customer's id. */
  customersByBranch: z.boolean().default(false),
  branchIsCompany: z.boolean().default(false),
})
type Parameters = z.output<typeof protheusSchema>

const PAGE = 'OFFSET 0 ROWS FETCH NEXT :limit ROWS ONLY'
const ORDER = [{ column: 'R_E_C_N_O_', start: 0 }]
const REMOVED = { column: 'D_E_L_E_T_', is: '*' }
const STAMP = { form: 'instant', zone: 'UTC', overlap: 'PT10M' } as const
const DAYS = { form: 'compactDay', overlap: 'P3D' } as const

export function protheus(parameters: Parameters): StreamsInput {
  return {
    customers: customers(parameters),
    receivables: [receivables(parameters)],
    orders: orders(parameters),
  }
}

/** `dbo.SA1010` */
const table = ({ owner, tables }: Parameters, alias: string): string =>
  `${owner === undefined ? '' : `${owner}.`}${alias}${tables}`

/**
 * A row that was deleted and typed in again leaves the deleted one behind, with the same key: it is told as deleted
 * only while no living one has its key.
 */
const living = (parameters: Parameters, alias: string, key: readonly string[]): string =>
  `(${alias}.D_E_L_E_T_ = ' ' OR NOT EXISTS (
         SELECT 1 FROM ${table(parameters, alias)} VIVO
          WHERE VIVO.D_E_L_E_T_ = ' '${key.map((column) => ` AND VIVO.${column} = ${alias}.${column}`).join('')}))`

const byKey = (alias: string, key: readonly string[]): string =>
  key.map((column, index) => `${alias}.${column} = :id${index + 1}`).join(' AND ')

/** Begins with what is new, which an index on S_T_A_M_P_ finds, and not with every row of the table. */
const onlyNew = (alias: string, found: readonly string[]): string => `
  INNER JOIN (
       ${found.join(`
        UNION
       `)}) NOVOS ON NOVOS.R_E_C_N_O_ = ${alias}.R_E_C_N_O_`

/** The orders of which a line (SC6) or a release (SC9) changed. */
function changedWith(parameters: Parameters, number: 'SC6.C6_NUM' | 'SC9.C9_PEDIDO'): string {
  const alias = number.slice(0, 3)
  return `SELECT SC5.R_E_C_N_O_ FROM ${table(parameters, alias)} ${alias} INNER JOIN ${table(parameters, 'SC5')} SC5
           ON SC5.C5_FILIAL = ${alias}.${alias.slice(1)}_FILIAL AND SC5.C5_NUM = ${number}
        WHERE ${alias}.S_T_A_M_P_ >= :since`
}

function customers(parameters: Parameters): StreamsInput['customers'] {
  const key = [...(parameters.customersByBranch ? ['A1_FILIAL'] : []), 'A1_COD', 'A1_LOJA']
  const select = `SELECT SA1.R_E_C_N_O_, SA1.D_E_L_E_T_, SA1.A1_FILIAL, SA1.A1_COD, SA1.A1_LOJA, SA1.A1_NOME, SA1.A1_CGC,
       SA1.A1_MSBLQL, SA1.A1_RISCO, SA1.A1_LC, SA1.A1_VENCLC, SA1.A1_MOEDALC, SA1.A1_EMAIL, SA1.A1_DDD, SA1.A1_TEL,
       SA1.A1_EST, SA1.A1_MUN, SA1.A1_PRICOM
  FROM ${table(parameters, 'SA1')} SA1
 WHERE `
  const after = `SA1.R_E_C_N_O_ > :after_1
 ORDER BY SA1.R_E_C_N_O_ ${PAGE}`
  return {
    all: `${select}SA1.D_E_L_E_T_ = ' '
   AND ${after}`,
    ...(parameters.stamp && {
      changed: `${select}SA1.S_T_A_M_P_ >= :since
   AND ${living(parameters, 'SA1', key)}
   AND ${after}`,
      since: STAMP,
    }),
    read: `${select}SA1.D_E_L_E_T_ = ' ' AND ${byKey('SA1', key)}`,
    order: ORDER,
    removed: REMOVED,
    columns: {
      externalId: { join: key },
      name: 'A1_NOME',
      document: 'A1_CGC',
      status: { column: 'A1_MSBLQL', values: { '1': 'stop', '2': null, '': null } },
      limit: {
        // Risk A is never refused in Protheus, E always; the others by the limit, of which zero is an amount. Z asks SERASA.
        mode: {
          column: 'A1_RISCO',
          values: { A: 'unlimited', B: 'amount', C: 'amount', D: 'amount', Z: 'amount', E: 'none', '': 'amount' },
        },
        amount: ['A1_LC', { value: '0.00' }],
        validUntil: { column: 'A1_VENCLC', form: 'compactDay' },
      },
      riskClass: 'A1_RISCO',
      // The limit's own currency; a limit in dollars must not be taken for reais.
      currency: { column: 'A1_MOEDALC', values: { '1': null, '0': null, '': null } },
      email: 'A1_EMAIL',
      phone: { join: ['A1_DDD', 'A1_TEL'], separator: '' },
      state: 'A1_EST',
      city: 'A1_MUN',
      since: { column: 'A1_PRICOM', form: 'compactDay' },
    },
  }
}

const TITLE_KEY = ['E1_FILIAL', 'E1_PREFIXO', 'E1_NUM', 'E1_PARCELA', 'E1_TIPO']
/** Abatements hang on the title of the same number: withheld taxes and discounts, whose kinds all end in "-". */
const ABATED = ['E1_FILIAL', 'E1_PREFIXO', 'E1_NUM', 'E1_PARCELA']
  .map((column) => `AB.${column} = SE1.${column}`)
  .join(' AND ')

function receivables(parameters: Parameters): StreamsInput['receivables'][number] {
  const { creditNotes, advances, skipped, branches, from, dueDay } = parameters
  const credits = quoted([...creditNotes, ...advances])
  const titles = table(parameters, 'SE1')
  const select = `SELECT SE1.R_E_C_N_O_, SE1.D_E_L_E_T_, SE1.E1_FILIAL, SE1.E1_PREFIXO, SE1.E1_NUM, SE1.E1_PARCELA, SE1.E1_TIPO,
       SE1.E1_CLIENTE, SE1.E1_LOJA, SE1.E1_EMISSAO, SE1.${dueDay}, SE1.E1_BAIXA, SE1.E1_VALOR, SE1.E1_SALDO,
       SE1.E1_FILORIG, SE1.E1_PEDIDO, SE1.E1_MOEDA, SE1.E1_TXMOEDA,
       (SELECT SUM(AB.E1_SALDO) FROM ${titles} AB
         WHERE ${ABATED}
           AND AB.E1_TIPO LIKE '%-' AND AB.D_E_L_E_T_ = ' ' AND SE1.E1_TIPO NOT IN (${credits})) AS ABATIMENTO
  FROM ${titles} SE1`
  const where = `
 WHERE SE1.E1_TIPO NOT LIKE '%-' AND SE1.E1_TIPO NOT IN (${quoted(skipped)})`
  const after = `
   AND SE1.R_E_C_N_O_ > :after_1
 ORDER BY SE1.R_E_C_N_O_ ${PAGE}`
  const branch = branches.length > 0 && `SE1.E1_FILIAL IN (${quoted(branches)})`
  const alive = `SE1.D_E_L_E_T_ = ' '`
  // A title changes with its abatements.
  const recent = parameters.stamp
    ? onlyNew('SE1', [
        `SELECT R_E_C_N_O_ FROM ${titles} WHERE S_T_A_M_P_ >= :since`,
        `SELECT SE1.R_E_C_N_O_ FROM ${titles} AB INNER JOIN ${titles} SE1 ON ${ABATED}
        WHERE AB.S_T_A_M_P_ >= :since AND AB.E1_TIPO LIKE '%-'`,
      ])
    : ''
  const days = !parameters.stamp && `(SE1.E1_EMISSAO >= :since OR SE1.E1_EMIS1 >= :since OR SE1.E1_BAIXA >= :since)`
  const customer = [...(parameters.customersByBranch ? ['E1_FILIAL'] : []), 'E1_CLIENTE', 'E1_LOJA']
  return {
    all: `${select}${where}${also([branch, alive, from && `(SE1.E1_SALDO <> 0 OR SE1.E1_EMISSAO >= '${from.replaceAll('-', '')}')`])}${after}`,
    changed: `${select}${recent}${where}${also([branch, days, living(parameters, 'SE1', TITLE_KEY)])}${after}`,
    since: parameters.stamp ? STAMP : DAYS,
    open: `${select}${where}${also([branch, alive, 'SE1.E1_SALDO <> 0'])}${after}`,
    read: `${select}${where}${also([alive, byKey('SE1', TITLE_KEY)])}`,
    order: ORDER,
    removed: REMOVED,
    columns: {
      externalId: { join: TITLE_KEY },
      customer: { join: customer },
      kind: {
        column: 'E1_TIPO',
        values: Object.fromEntries([
          ...creditNotes.map((code) => [code.trim(), 'credit_note']),
          ...advances.map((code) => [code.trim(), 'advance']),
        ]),
        otherwise: 'invoice',
      },
      number: 'E1_NUM',
      installment: 'E1_PARCELA',
      issuedOn: { column: 'E1_EMISSAO', form: 'compactDay' },
      dueOn: { column: dueDay, form: 'compactDay' },
      amount: 'E1_VALOR',
      openAmount: { column: 'E1_SALDO', less: ['ABATIMENTO'], floor: 'zero' },
      status: { column: 'E1_SALDO', form: 'balance' },
      settledOn: { column: 'E1_BAIXA', form: 'compactDay' },
      orderId: { join: ['E1_FILORIG', 'E1_PEDIDO'] },
      ...currency('E1_MOEDA', 'E1_TXMOEDA', parameters),
      ...(parameters.branchIsCompany && { company: 'E1_FILIAL' }),
    },
  }
}

const ORDER_KEY = ['C5_FILIAL', 'C5_NUM']

function orders(parameters: Parameters): StreamsInput['orders'] {
  const { branches, from } = parameters
  const lines = `FROM ${table(parameters, 'SC6')} SC6
         WHERE SC6.C6_FILIAL = SC5.C5_FILIAL AND SC6.C6_NUM = SC5.C5_NUM`
  const releases = `FROM ${table(parameters, 'SC9')} SC9
         WHERE SC9.C9_FILIAL = SC5.C5_FILIAL AND SC9.C9_PEDIDO = SC5.C5_NUM`
  const select = `SELECT SC5.R_E_C_N_O_, SC5.D_E_L_E_T_, SC5.C5_FILIAL, SC5.C5_NUM, SC5.C5_CLIENTE, SC5.C5_LOJACLI, SC5.C5_NOTA,
       SC5.C5_LIBEROK, SC5.C5_MOEDA, SC5.C5_TXMOEDA,
       (SELECT SUM(SC6.C6_VALOR) ${lines}
           AND SC6.D_E_L_E_T_ = ' ') AS PEDIDO,
       (SELECT SUM(SC6.C6_QTDENT * SC6.C6_PRCVEN) ${lines}
           AND SC6.D_E_L_E_T_ = ' ') AS FATURADO,
       (SELECT SUM((SC6.C6_QTDVEN - SC6.C6_QTDENT) * SC6.C6_PRCVEN) ${lines}
           AND SC6.D_E_L_E_T_ = ' ' AND SC6.C6_BLQ LIKE 'R%') AS RESIDUO,
       (SELECT SUM(SC9.C9_QTDLIB * SC9.C9_PRCVEN) ${releases}
           AND SC9.D_E_L_E_T_ = ' ' AND SC9.C9_BLCRED NOT IN (' ','10','ZZ')) AS BLOQUEADO
  FROM ${table(parameters, 'SC5')} SC5`
  const where = `
 WHERE SC5.C5_TIPO = 'N'`
  const after = `
   AND SC5.R_E_C_N_O_ > :after_1
 ORDER BY SC5.R_E_C_N_O_ ${PAGE}`
  const branch = branches.length > 0 && `SC5.C5_FILIAL IN (${quoted(branches)})`
  const alive = `SC5.D_E_L_E_T_ = ' '`
  const standing = `SC5.C5_NOTA = ' ' AND SC5.C5_LIBEROK <> 'E'`
  // Releasing and invoicing change the lines and not the head.
  const recent = parameters.stamp
    ? onlyNew('SC5', [
        `SELECT R_E_C_N_O_ FROM ${table(parameters, 'SC5')} WHERE S_T_A_M_P_ >= :since`,
        ...(['SC6.C6_NUM', 'SC9.C9_PEDIDO'] as const).map((number) => changedWith(parameters, number)),
      ])
    : ''
  const days = !parameters.stamp && `SC5.C5_EMISSAO >= :since`
  const customer = [...(parameters.customersByBranch ? ['C5_FILIAL'] : []), 'C5_CLIENTE', 'C5_LOJACLI']
  return {
    all: `${select}${where}${also([branch, alive, from && `((${standing}) OR SC5.C5_EMISSAO >= '${from.replaceAll('-', '')}')`])}${after}`,
    changed: `${select}${recent}${where}${also([branch, days, living(parameters, 'SC5', ORDER_KEY)])}${after}`,
    since: parameters.stamp ? STAMP : DAYS,
    open: `${select}${where}${also([branch, alive, standing])}${after}`,
    read: `${select}${where}${also([alive, byKey('SC5', ORDER_KEY)])}`,
    order: ORDER,
    removed: REMOVED,
    columns: {
      externalId: { join: ORDER_KEY },
      customer: { join: customer },
      // What Protheus itself holds back for credit is not sold yet; what is not to be delivered any more never will be.
      amount: [{ column: 'PEDIDO', less: ['RESIDUO', 'BLOQUEADO'], floor: 'zero' }, { value: '0.00' }],
      invoicedAmount: 'FATURADO',
      status: [
        { column: 'C5_NOTA', values: { '': null }, otherwise: 'closed' },
        { column: 'C5_LIBEROK', values: { '': 'confirmed', S: 'confirmed', E: 'closed' } },
      ],
      ...currency('C5_MOEDA', 'C5_TXMOEDA', parameters),
      ...(parameters.branchIsCompany && { company: 'C5_FILIAL' }),
    },
  }
}

const currency = (number: string, rate: string, { currencies }: Parameters) => ({
  currency: { column: number, values: { '': null, '0': null, '1': null, ...currencies } },
  rate: { column: rate, form: 'factor' as const },
})
