import { describe, expect, it } from 'vitest'
import { markOf, toCustomer, toOrder, toReceivable, toSingleOrder } from '../../../adapters/erp/conta-azul/mapping.ts'
import { BadRecordError } from '../../../src/sync/errors.ts'

const PERSON = {
  id: 'p1',
  nome: 'Maria da Silva',
  documento: '529.982.247-25',
  email: 'maria@x.example, jose@x.example',
  telefone: '41995861421',
  ativo: true,
  perfis: ['Cliente'],
  data_criacao: '2025-11-14T15:48:21.394',
  data_alteracao: '2025-11-14T15:48:21.394',
  endereco: null,
}
const TITLE = {
  id: 't1',
  descricao: 'Venda 119360 / NFS-e:7162',
  status: 'OVERDUE',
  status_traduzido: 'ATRASADO',
  total: 781201.79,
  pago: 568178,
  nao_pago: 213023.79,
  data_vencimento: '2026-08-15',
  data_competencia: '2026-07-15',
  data_criacao: '2026-07-15T10:22:47.97218',
  data_alteracao: '2026-07-15T10:22:47.97218',
  cliente: { id: 'p1', nome: 'Maria da Silva' },
}
const SALE = {
  id: 's1',
  total: 1000,
  tipo: 'SALE',
  situacao: { nome: 'ESPERANDO_APROVACAO', descricao: 'Esperando aprovação' },
  cliente: { id: 'p1', nome: 'Maria da Silva' },
  data_alteracao: '2025-10-17T02:00:08.841',
}

const badPathOf = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    if (error instanceof BadRecordError) return error.path
    throw error
  }
  return expect.fail('was mapped')
}

describe('people', () => {
  it('takes the time of São Paulo and the first of several addresses', () => {
    expect(toCustomer(PERSON)).toEqual({
      externalId: 'p1',
      name: 'Maria da Silva',
      document: '52998224725',
      email: 'maria@x.example',
      phone: '41995861421',
      state: undefined,
      city: undefined,
      since: '2025-11-14',
      updatedAt: '2025-11-14T18:48:21.394Z',
    })
  })

  it('reads the single record to the same customer', () => {
    const { telefone, perfis: _, endereco: __, data_criacao, ...rest } = PERSON
    const single = {
      ...rest,
      telefone_comercial: '',
      telefone_celular: telefone,
      perfis: [{ id: 'x', tipo_perfil: 'Cliente' }],
      enderecos: [],
      criado_em: data_criacao.slice(0, 10),
    }
    expect(toCustomer(single)).toEqual(toCustomer(PERSON))
  })

  it.each([{ perfis: ['Fornecedor'] }, { perfis: ['Transportadora'] }, { perfis: [] }, { perfis: null }])(
    'is no customer with %j',
    (profiles) => {
      expect(toCustomer({ ...PERSON, ...profiles })).toBeNull()
    },
  )

  it('tells inactive as a mark alone', () => {
    expect(toCustomer({ ...PERSON, ativo: false })).toEqual(toCustomer(PERSON))
    expect([markOf(PERSON), markOf({ ...PERSON, ativo: false })]).toEqual([{ ativo: true }, { ativo: false }])
  })

  it('is bad without a name, or without knowing whether it is active', () => {
    expect(badPathOf(() => toCustomer({ ...PERSON, nome: ' ' }))).toBe('nome')
    expect(badPathOf(() => toCustomer({ ...PERSON, ativo: null }))).toBe('ativo')
  })
})

describe('receivables', () => {
  it('takes what is not paid', () => {
    expect(toReceivable(TITLE)).toEqual({
      externalId: 't1',
      customer: { externalId: 'p1' },
      kind: 'invoice',
      number: 'Venda 119360 / NFS-e:7162',
      issuedOn: '2026-07-15',
      dueOn: '2026-08-15',
      amount: '781201.79',
      openAmount: '213023.79',
      status: 'open',
      updatedAt: '2026-07-15T13:22:47.97218Z',
    })
  })

  it.each([
    ['EM_ABERTO', 'open'],
    ['PENDENTE', 'open'],
    ['ATRASADO', 'open'],
    ['RECEBIDO_PARCIAL', 'open'],
    ['RECEBIDO', 'paid'],
    ['QUITADO', 'paid'],
    ['PERDIDO', 'written_off'],
    ['RENEGOCIADO', 'cancelled'],
    ['CANCELADO', 'cancelled'],
  ])('%s is %s', (status_traduzido, status) => {
    expect(toReceivable({ ...TITLE, status_traduzido })?.status).toBe(status)
  })

  it.each(['ACQUITTED', 'recebido', '', null])('%j alone is no status', (status) => {
    expect(badPathOf(() => toReceivable({ ...TITLE, status, status_traduzido: null }))).toBe('status_traduzido')
  })

  it('leaves out money that names nobody', () => {
    expect(toReceivable({ ...TITLE, cliente: { id: null, nome: null } })).toBeNull()
    expect(toReceivable({ ...TITLE, cliente: null })).toBeNull()
  })

  it('owes nothing who paid too much', () => {
    expect(toReceivable({ ...TITLE, status_traduzido: 'RECEBIDO', nao_pago: -0.01 })?.openAmount).toBe('0.00')
  })

  it('takes a time with offset as it is, as the documentation has it', () => {
    const updatedAt = '2027-08-15T14:30:00Z'
    expect(toReceivable({ ...TITLE, data_alteracao: updatedAt })?.updatedAt).toBe(updatedAt)
  })

  it.each([
    ['total', { total: '10,00' }],
    ['nao_pago', { nao_pago: null }],
    ['data_vencimento', { data_vencimento: '2026-02-30' }],
    ['data_alteracao', { data_alteracao: 'ontem' }],
  ])('is bad with a wrong %s', (path, wrong) => {
    expect(badPathOf(() => toReceivable({ ...TITLE, ...wrong }))).toBe(path)
  })
})

describe('orders', () => {
  it.each([
    ['ESPERANDO_APROVACAO', 'confirmed'],
    ['EM_ANDAMENTO', 'confirmed'],
    ['APROVADO', 'closed'],
    ['FATURADO', 'closed'],
    ['CANCELADO', 'cancelled'],
  ])('%s is %s', (nome, status) => {
    expect(toOrder({ ...SALE, situacao: { nome } })?.status).toBe(status)
    expect(toOrder({ ...SALE, situacao: nome })?.status).toBe(status)
  })

  it.each(['ORCAMENTO', 'ORCAMENTO_ACEITO', 'ORCAMENTO_RECUSADO', 'CONTRATO'])('%s is no order', (nome) => {
    expect(toOrder({ ...SALE, situacao: { nome } })).toBeNull()
  })

  it('leaves out what a contract will sell some day', () => {
    expect(toOrder({ ...SALE, tipo: 'SCHEDULED_SALE' })).toBeNull()
  })

  it('is bad in a situation that is not known', () => {
    expect(badPathOf(() => toOrder({ ...SALE, situacao: { nome: 'VENDA' } }))).toBe('situacao')
  })

  it('reads the single sale to the same order, but for its time, and a deleted one to none', () => {
    const venda = {
      id: 's1',
      status: 'EM_ANDAMENTO',
      situacao: { nome: 'EM_ANDAMENTO' },
      id_cliente: 'p1',
      composicao_valor: { valor_liquido: 1000 },
    }
    const { updatedAt, ...order } = toOrder(SALE) ?? expect.fail('is no order')
    expect(updatedAt).toBe('2025-10-17T05:00:08.841Z')
    expect(toSingleOrder({ cliente: { uuid: 'p1' }, venda })).toEqual(order)
    expect(toSingleOrder({ cliente: null, venda })).toEqual(order)
    expect(toSingleOrder({ cliente: null, venda: { ...venda, status: 'CANCELADO' } })).toBeNull()
    const cancelled = { ...venda, status: 'CANCELADO', situacao: { nome: 'CANCELADO' } }
    expect(toSingleOrder({ cliente: null, venda: cancelled })?.status).toBe('cancelled')
  })
})
