import { z } from 'zod'
import { also, codesSchema, cutoverSchema, ownerSchema, quoted } from './identifiers.ts'
import type { StreamsInput } from './streams.ts'

/** TOTVS Winthor on Oracle. What each parameter is for stands in the README. */
export const winthorSchema = z.strictObject({
  name: z.literal('winthor'),
  owner: ownerSchema.optional(),
  branches: codesSchema.default([]),
  /** Settled titles and finished orders from before are left out. */
  from: cutoverSchema.optional(),
  /** Charges that are no debt: bonus goods. */
  bonus: codesSchema.min(1).default(['BNF', 'BNFT', 'BNFR', 'BNTR', 'BNRP']),
  /** Charges of titles that another one replaced, or that were returned or reversed. */
  replaced: codesSchema.min(1).default(['DESD', 'DEVP', 'DEVT', 'CRED', 'ESTR', 'CANC']),
  /** Kinds of orders (CONDVENDA) that nobody will have to pay: bonus, transfer, consignment, delivery of what is paid. */
  notSold: z.array(z.int().min(0).max(999)).min(1).default([4, 5, 6, 8, 10, 11, 12, 13, 20, 98, 99]),
  /** Whether the customer's credits (PCCRECLI) are brought. */
  credits: z.boolean().default(true),
  /** Whether VLDEVOL is still to be taken off VALOR; companies differ. */
  lessReturns: z.boolean().default(false),
  branchIsCompany: z.boolean().default(false),
})
type Parameters = z.output<typeof winthorSchema>

const PAGE = 'OFFSET 0 ROWS FETCH NEXT :limit ROWS ONLY'
/** There is no stamp: days, some of which people type in afterwards. */
const DAYS = { form: 'day', overlap: 'P3D' } as const

export function winthor(parameters: Parameters): StreamsInput {
  const { credits } = parameters
  return {
    customers: customers(parameters),
    receivables: [titles(parameters), ...(credits ? [customerCredits(parameters)] : [])],
    orders: orders(parameters),
  }
}

const table = ({ owner }: Parameters, name: string): string => `${owner === undefined ? '' : `${owner}.`}${name}`
const since = (columns: readonly string[]): string => `(${columns.map((column) => `${column} >= :since`).join(' OR ')})`
const inBranches = ({ branches }: Parameters, column: string): string | false =>
  branches.length > 0 && `${column} IN (${quoted(branches)})`

function customers(parameters: Parameters): StreamsInput['customers'] {
  const select = `SELECT C.CODCLI, C.CLIENTE, C.CGCENT, C.BLOQUEIO, C.BLOQUEIODEFINITIVO, C.OBSCREDITO, C.LIMCRED, C.DTVENCLIMCRED,
       C.DTEXCLUSAO, C.DTCADASTRO, C.EMAIL, C.TELENT, C.MUNICENT, C.ESTENT
  FROM ${table(parameters, 'PCCLIENT')} C
 WHERE `
  const after = `C.CODCLI > :after_1
 ORDER BY C.CODCLI ${PAGE}`
  return {
    all: `${select}${after}`,
    changed: `${select}${since(['C.DTULTALTER', 'C.DTCADASTRO', 'C.DTBLOQ', 'C.DTEXCLUSAO'])}
   AND ${after}`,
    since: DAYS,
    read: `${select}C.CODCLI IN (:ids)`,
    order: [{ column: 'CODCLI', start: -1 }],
    columns: {
      externalId: 'CODCLI',
      name: 'CLIENTE',
      document: 'CGCENT',
      status: [
        { column: 'BLOQUEIODEFINITIVO', values: { S: 'stop', N: null, '': null } },
        { column: 'BLOQUEIO', values: { S: 'stop', N: null, '': null } },
      ],
      limit: { amount: ['LIMCRED', { value: '0.00' }], validUntil: 'DTVENCLIMCRED' },
      active: { column: 'DTEXCLUSAO', form: 'blank' },
      since: 'DTCADASTRO',
      email: 'EMAIL',
      phone: 'TELENT',
      city: 'MUNICENT',
      state: 'ESTENT',
    },
  }
}

const TITLE_DAYS = [
  'P.DTEMISSAO',
  'P.DTPAG',
  'P.DTBAIXA',
  'P.DTULTALTER',
  'P.DTCANCEL',
  'P.DTULTESTORNO',
  'P.DTLANCPRORROG',
]

function titles(parameters: Parameters) {
  const { bonus, replaced, from } = parameters
  const select = `SELECT P.NUMTRANSVENDA, P.PREST, P.CODCLI, P.CODFILIAL, P.DUPLIC, NULLIF(P.NUMPED, 0) AS NUMPED, P.CODCOB, P.DTEMISSAO, P.DTVENC,
       P.DTPAG, P.VALOR, P.VPAGO, P.VLDEVOL,
       CASE WHEN P.DTCANCEL IS NOT NULL OR P.CODCOB IN (${quoted(replaced)}) THEN 'cancelled'
            WHEN P.DTPAG IS NOT NULL THEN 'paid'
            ELSE 'open' END AS SITUACAO
  FROM ${table(parameters, 'PCPREST')} P
 WHERE P.CODCOB NOT IN (${quoted(bonus)})`
  const after = `
   AND (P.NUMTRANSVENDA > :after_1 OR (P.NUMTRANSVENDA = :after_1 AND P.PREST > :after_2))
 ORDER BY P.NUMTRANSVENDA, P.PREST ${PAGE}`
  const branch = inBranches(parameters, 'P.CODFILIAL')
  return {
    all: `${select}${also([branch, from && `(P.DTPAG IS NULL OR P.DTEMISSAO >= DATE '${from}')`])}${after}`,
    changed: `${select}${also([branch, since(TITLE_DAYS)])}${after}`,
    since: DAYS,
    open: `${select}${also([branch, 'P.DTPAG IS NULL', 'P.DTCANCEL IS NULL'])}${after}`,
    read: `${select}${also(['P.NUMTRANSVENDA = :id1', 'P.PREST = :id2'])}`,
    order: [
      { column: 'NUMTRANSVENDA', start: -1 },
      { column: 'PREST', start: ' ' },
    ],
    columns: {
      externalId: { join: ['NUMTRANSVENDA', 'PREST'] },
      customer: 'CODCLI',
      kind: { value: 'invoice' },
      number: 'DUPLIC',
      installment: 'PREST',
      issuedOn: 'DTEMISSAO',
      dueOn: 'DTVENC',
      amount: 'VALOR',
      openAmount: { column: 'VALOR', less: ['VPAGO', ...(parameters.lessReturns ? ['VLDEVOL'] : [])] },
      status: 'SITUACAO',
      settledOn: 'DTPAG',
      orderId: 'NUMPED',
      paymentMethod: 'CODCOB',
      ...company(parameters),
    },
  }
}

/** What the customer has to their credit and has not used: returned goods, or money paid in advance (NUMERARIO). */
function customerCredits(parameters: Parameters) {
  const select = `SELECT K.CODIGO, K.CODCLI, K.CODFILIAL, K.NUMNOTA, K.DTLANC, COALESCE(K.DTVENC, K.DTLANC) AS DTVENC, K.DTDESCONTO,
       K.VALOR, K.NUMERARIO,
       CASE WHEN K.DTCANCEL IS NOT NULL OR K.DTESTORNO IS NOT NULL THEN 'cancelled'
            WHEN K.DTDESCONTO IS NOT NULL THEN 'paid'
            ELSE COALESCE(K.SITUACAO, 'open') END AS SITUACAO
  FROM ${table(parameters, 'PCCRECLI')} K
 WHERE K.VALOR > 0 AND COALESCE(K.SITUACAO, 'N') NOT IN ('P','C') AND COALESCE(K.CASHBACK, 'N') <> 'S'`
  const after = `
   AND K.CODIGO > :after_1
 ORDER BY K.CODIGO ${PAGE}`
  const branch = inBranches(parameters, 'K.CODFILIAL')
  return {
    all: `${select}${also([branch])}${after}`,
    changed: `${select}${also([branch, since(['K.DTLANC', 'K.DTDESCONTO', 'K.DTESTORNO', 'K.DTCANCEL'])])}${after}`,
    since: DAYS,
    open: `${select}${also([branch, 'K.DTDESCONTO IS NULL', 'K.DTESTORNO IS NULL', 'K.DTCANCEL IS NULL'])}${after}`,
    read: `${select}${also(['K.CODIGO IN (:ids)'])}`,
    order: [{ column: 'CODIGO', start: -1 }],
    columns: {
      externalId: { join: ['CODIGO'], prefix: 'credito:' },
      customer: 'CODCLI',
      kind: { column: 'NUMERARIO', values: { S: 'advance' }, otherwise: 'credit_note' },
      number: 'NUMNOTA',
      issuedOn: 'DTLANC',
      dueOn: 'DTVENC',
      amount: 'VALOR',
      openAmount: 'VALOR',
      // The documented marks are pending (P) and cashback (C), which the query leaves out.
      status: { column: 'SITUACAO', values: { open: 'open', paid: 'paid', cancelled: 'cancelled' } },
      settledOn: 'DTDESCONTO',
      ...company(parameters),
    },
  }
}

function orders(parameters: Parameters): StreamsInput['orders'] {
  const { bonus, notSold, from } = parameters
  const select = `SELECT O.NUMPED, O.CODCLI, O.CODFILIAL,
       CASE WHEN O.DTCANCEL IS NOT NULL THEN 'C' ELSE O.POSICAO END AS POSICAO,
       CASE WHEN O.POSICAO = 'B' THEN 0 ELSE O.VLATEND END AS VENDIDO,
       CASE WHEN O.POSICAO = 'F' THEN O.VLATEND ELSE 0 END AS FATURADO
  FROM ${table(parameters, 'PCPEDC')} O
 WHERE O.CONDVENDA NOT IN (${notSold.join(',')}) AND COALESCE(O.CODCOB, 'D') NOT IN (${quoted(bonus)})`
  const after = `
   AND O.NUMPED > :after_1
 ORDER BY O.NUMPED ${PAGE}`
  const branch = inBranches(parameters, 'O.CODFILIAL')
  const standing = `O.POSICAO NOT IN ('F','C')`
  return {
    all: `${select}${also([branch, from && `(${standing} OR O.DATA >= DATE '${from}')`])}${after}`,
    changed: `${select}${also([branch, since(['O.DATA', 'O.DTFAT', 'O.DTCANCEL'])])}${after}`,
    since: DAYS,
    open: `${select}${also([branch, standing, 'O.DTCANCEL IS NULL'])}${after}`,
    read: `${select}${also(['O.NUMPED IN (:ids)'])}`,
    order: [{ column: 'NUMPED', start: -1 }],
    columns: {
      externalId: 'NUMPED',
      customer: 'CODCLI',
      // An order that Winthor holds back is not sold yet.
      amount: ['VENDIDO', { value: '0.00' }],
      invoicedAmount: 'FATURADO',
      status: {
        column: 'POSICAO',
        values: { P: 'confirmed', B: 'confirmed', L: 'confirmed', M: 'confirmed', F: 'closed', C: 'cancelled' },
      },
      ...company(parameters),
    },
  }
}

const company = ({ branchIsCompany }: Parameters) => (branchIsCompany ? { company: 'CODFILIAL' } : {})
