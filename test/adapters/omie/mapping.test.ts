import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { omie } from '../../../adapters/erp/omie/index.ts'
import type { OmieSettings } from '../../../adapters/erp/omie/omie-settings.ts'
import { type Content, contentOf } from '../../../adapters/erp/omie/records.ts'
import type { Stream } from '../../../src/sync/contract.ts'
import { Secret } from '../../../src/sync/secret.ts'

const settings = omie.settings.parse({ appKey: new Secret('1'), appSecret: new Secret('2') }) as OmieSettings
const map = (stream: Stream, row: unknown, changes: Partial<OmieSettings> = {}): Content =>
  contentOf(stream, [row], { ...settings, ...changes })
const one = (stream: Stream, row: unknown): unknown => map(stream, row).records[0] ?? null
const badPathOf = (stream: Stream, row: unknown): string | undefined => map(stream, row).bad[0]?.errors[0]?.path

const INFO = { dInc: '07/04/2014', hInc: '10:56:29', dAlt: '27/06/2023', hAlt: '17:22:30', cImpAPI: 'S' }
const CUSTOMER = {
  codigo_cliente_omie: 2370765,
  codigo_cliente_integracao: '',
  razao_social: 'Mercado São João Ltda',
  nome_fantasia: 'Mercado São João',
  cnpj_cpf: '11.222.333/0001-81',
  email: 'compras@mercado.example; socio@mercado.example',
  telefone1_ddd: '69',
  telefone1_numero: '3535-7030',
  estado: 'RO',
  cidade: 'ARIQUEMES (RO)',
  inativo: 'N',
  bloquear_faturamento: 'N',
  valor_limite_credito: 1000.5,
  tags: [{ tag: 'Cliente' }, { tag: 'Fornecedor' }],
  recomendacoes: { gerar_boletos: 'S' },
  info: INFO,
}
const TITLE = {
  cabecTitulo: {
    nCodTitulo: 5252426426,
    nCodCliente: 2370765,
    cNatureza: 'R',
    cOrigem: 'VENR',
    cOperacao: '11',
    cStatus: 'ATRASADO',
    cNumTitulo: 'V-119',
    cNumDocFiscal: '000000119',
    cNumParcela: '001/003',
    cTipo: 'BOL',
    dDtEmissao: '19/02/2026',
    dDtRegistro: '20/02/2026',
    dDtVenc: '21/03/2026',
    dDtPrevisao: '30/03/2026',
    dDtPagamento: '',
    nCodOS: 9178002521,
    nValorTitulo: 7.7,
    info: { ...INFO, dAlt: '21/11/2026', hAlt: '09:00:01' },
  },
  lancamentos: [{ nCodLanc: 1, nValLanc: 2.7 }],
  resumo: { cLiquidado: 'N', nValAberto: 5.000000000000001, nValPago: 2.7 },
}
const title = (fields: object, resumo: object = TITLE.resumo): unknown => ({
  ...TITLE,
  cabecTitulo: { ...TITLE.cabecTitulo, ...fields },
  resumo,
})
const ORDER = {
  cabecalho: { codigo_pedido: 9178002521, codigo_cliente: 2370765, etapa: '20', encerrado: 'N' },
  infoCadastro: { ...INFO, cancelado: 'N', faturado: 'N', devolvido: 'N' },
  total_pedido: { valor_total_pedido: 27540.600000000002 },
}

describe('customers', () => {
  it('come with their first address, whole phone and city without its state', () => {
    expect(map('customers', CUSTOMER)).toEqual({
      records: [
        {
          externalId: '2370765',
          name: 'Mercado São João Ltda',
          document: '11222333000181',
          limit: { mode: 'amount', amount: '1000.50' },
          email: 'compras@mercado.example',
          phone: '6935357030',
          state: 'RO',
          city: 'ARIQUEMES',
          active: true,
          since: '2014-04-07',
          updatedAt: '2023-06-27T20:22:30Z',
        },
      ],
      bad: [],
      marks: { '2370765': { bloquear_faturamento: 'N' } },
    })
  })

  it('are asked for money where their invoices go', () => {
    const recomendacoes = { email_fatura: 'financeiro@mercado.example' }
    expect(one('customers', { ...CUSTOMER, recomendacoes })).toMatchObject({ email: 'financeiro@mercado.example' })
  })

  it('have no limit of their own where the field is 0, as it is for everybody new', () => {
    expect(one('customers', { ...CUSTOMER, valor_limite_credito: 0 })).toMatchObject({ limit: undefined })
  })

  it('are as good as before when invoicing is blocked: that is a mark', () => {
    const blocked = { ...CUSTOMER, bloquear_faturamento: 'S' }
    expect(one('customers', blocked)).toEqual(one('customers', CUSTOMER))
    expect(map('customers', blocked).marks).toEqual({ '2370765': { bloquear_faturamento: 'S' } })
  })

  it.each([['Fornecedor'], ['Transportadora'], ['Funcionário']])('are none when tagged %s alone', (tag) => {
    expect(map('customers', { ...CUSTOMER, tags: [{ tag }] })).toEqual({ records: [], bad: [], marks: {} })
    expect(one('customers', { ...CUSTOMER, tags: [{ tag }, { tag: 'cliente' }] })).not.toBeNull()
  })

  it('are customers when nobody has tagged them, or by something else', () => {
    expect(one('customers', { ...CUSTOMER, tags: [] })).not.toBeNull()
    expect(one('customers', { ...CUSTOMER, tags: [{ tag: 'VIP' }] })).not.toBeNull()
  })

  it('are bad without a name, and told by their code', () => {
    const { bad } = map('customers', { ...CUSTOMER, razao_social: ' ', nome_fantasia: '' })
    expect(bad).toMatchObject([{ externalId: '2370765', errors: [{ path: 'razao_social', message: 'is empty' }] }])
  })
})

describe('titles', () => {
  it('are owed by what is open, on the day that was first agreed', () => {
    expect(one('receivables', TITLE)).toEqual({
      externalId: '5252426426',
      customer: { externalId: '2370765' },
      kind: 'invoice',
      number: 'V-119',
      installment: '001/003',
      issuedOn: '2026-02-19',
      dueOn: '2026-03-21',
      amount: '7.70',
      openAmount: '5.00',
      status: 'open',
      settledOn: undefined,
      orderId: '9178002521',
      paymentMethod: 'BOL',
      updatedAt: '2026-11-21T12:00:01Z',
    })
  })

  it.each([
    ['A VENCER', 'open'],
    ['AVENCER', 'open'],
    ['VENCE HOJE', 'open'],
    ['ATRASADO', 'open'],
    ['PAGTO_PARCIAL', 'open'],
    ['RECEBIDO', 'paid'],
    ['LIQUIDADO', 'paid'],
    ['PAGO', 'paid'],
    ['CANCELADO', 'cancelled'],
  ])('%s is %s', (cStatus, status) => {
    const nValAberto = status === 'paid' ? 0 : 5
    expect(one('receivables', title({ cStatus }, { cLiquidado: 'N', nValAberto }))).toMatchObject({ status })
  })

  it('owe nothing once they are cancelled, although their balance stands', () => {
    const cancelled = title({ cStatus: 'CANCELADO' }, { cLiquidado: 'N', nValAberto: 7.7 })
    expect(one('receivables', cancelled)).toMatchObject({ status: 'cancelled', openAmount: '0.00' })
  })

  it('are open while something is owed, whatever Omie calls them', () => {
    const partly = title({ cStatus: 'RECEBIDO' }, { cLiquidado: 'N', nValAberto: 3.3 })
    expect(one('receivables', partly)).toMatchObject({ status: 'open', openAmount: '3.30' })
  })

  it('are settled on the day of the payment', () => {
    const paid = title({ cStatus: 'RECEBIDO', dDtPagamento: '11/05/2026' }, { cLiquidado: 'S', nValAberto: 0 })
    expect(one('receivables', paid)).toMatchObject({ status: 'paid', openAmount: '0.00', settledOn: '2026-05-11' })
  })

  it('that are payable for returned goods are credit notes, all others are nobody’s debt', () => {
    const returned = title({ cNatureza: 'P', cOrigem: 'DEVP', cOperacao: '13' })
    expect(one('receivables', returned)).toMatchObject({ kind: 'credit_note', amount: '7.70', openAmount: '5.00' })
    expect(map('receivables', title({ cNatureza: 'P', cOrigem: 'COMP' }))).toEqual({ records: [], bad: [] })
    for (const cOrigem of ['DEVR', 'ADVR']) expect(map('receivables', title({ cOrigem })).records, cOrigem).toEqual([])
  })

  it.each([
    ['cabecTitulo.cStatus', { cStatus: 'EM ANALISE' }],
    ['cabecTitulo.cStatus', { cStatus: '' }],
    ['cabecTitulo.cNatureza', { cNatureza: 'X' }],
    ['cabecTitulo.dDtVenc', { dDtVenc: '30/02/2026' }],
    ['cabecTitulo.nValorTitulo', { nValorTitulo: '7,70' }],
  ])('are bad with a wrong %s', (path, wrong) => {
    expect(badPathOf('receivables', title(wrong))).toBe(path)
  })

  it('are bad when nobody knows what is open', () => {
    expect(badPathOf('receivables', title({}, {}))).toBe('resumo.nValAberto')
  })
})

describe('orders', () => {
  const order = (cabecalho: object, infoCadastro: object = {}): unknown => ({
    ...ORDER,
    cabecalho: { ...ORDER.cabecalho, ...cabecalho },
    infoCadastro: { ...ORDER.infoCadastro, ...infoCadastro },
  })

  it('count from their stage on', () => {
    expect(one('orders', ORDER)).toEqual({
      id: '9178002521',
      customer: { externalId: '2370765' },
      amount: '27540.60',
      status: 'confirmed',
      updatedAt: '2023-06-27T20:22:30Z',
    })
  })

  it.each([
    ['a proposal', { etapa: '00' }, {}, 'cancelled'],
    ['cancelled in its stage', { etapa: '20' }, { cancelado: 'S' }, 'cancelled'],
    ['invoiced', { etapa: '60' }, { faturado: 'S' }, 'closed'],
    ['given back', { etapa: '60' }, { devolvido: 'S' }, 'closed'],
    ['ended', { etapa: '20', encerrado: 'S' }, {}, 'closed'],
    ['on its way without an invoice', { etapa: '70' }, {}, 'confirmed'],
  ])('%s', (_what, cabecalho, infoCadastro, status) => {
    expect(one('orders', order(cabecalho, infoCadastro))).toMatchObject({ status })
  })

  it('count in the stages that the settings name', () => {
    const { records } = map('orders', order({ etapa: '10' }), { soldStages: ['20', '50'] })
    expect(records).toMatchObject([{ status: 'cancelled' }])
  })

  it('are bad in a stage that Omie does not have', () => {
    expect(badPathOf('orders', order({ etapa: '99' }))).toBe('cabecalho.etapa')
  })

  it('may leave out what is empty, as a single one does', () => {
    const single = { ...ORDER, total_pedido: {}, infoCadastro: { cancelado: 'N', faturado: 'N' } }
    expect(one('orders', single)).toMatchObject({ amount: '0.00', status: 'confirmed', updatedAt: undefined })
  })
})

/** Present where the material of the project is. */
const EXAMPLE = '/work/shared/specs/omie/listar-clientes.response.example.json'

it('maps the example of the vendor’s material', () => {
  const listed = existsSync(EXAMPLE)
    ? JSON.parse(readFileSync(EXAMPLE, 'utf8')).clientes_cadastro
    : [
        {
          ...CUSTOMER,
          codigo_cliente_omie: 1000000001,
          razao_social: 'Cliente Exemplo Ltda',
          tags: [],
          valor_limite_credito: 1000,
        },
      ]
  expect(contentOf('customers', listed, settings)).toMatchObject({
    records: [{ externalId: '1000000001', name: 'Cliente Exemplo Ltda', limit: { mode: 'amount', amount: '1000.00' } }],
    bad: [],
    marks: { '1000000001': { bloquear_faturamento: 'N' } },
  })
})
