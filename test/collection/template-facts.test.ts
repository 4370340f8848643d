import { describe, expect, it } from 'vitest'
import type { CaseCustomer, CollectionCase, OpenTitle } from '../../src/collection/case.ts'
import type { Creditor } from '../../src/collection/settings.ts'
import { customerFacts, maskDocument, plainText } from '../../src/collection/template-customer.ts'
import { type FactsInput, factsFor, type TitleCharges, wireFacts } from '../../src/collection/template-facts.ts'

const main: Creditor = {
  name: 'Aurora Ltda',
  document: '12ABC34501DE35',
  address: 'Rua A, 1, Campinas/SP',
  email: 'a@aurora.example',
  phone: '(19) 3232-1000',
}
const branch: Creditor = { name: 'Aurora Sul Ltda', document: '11222333000181', address: 'Rua B, 2, Curitiba/PR' }

const customer: CaseCustomer = {
  ...{ id: 7, source: 'omie', externalId: '1042', name: 'MARIA DA SILVA', document: '12345678909', state: 'SP' },
  ...{ city: null, riskClass: null, segment: 'ocasional', profile: null, flags: [] },
}
const title: OpenTitle = {
  ...{ id: 1, externalId: 'R-1', company: 'main', number: '4821', installment: '1/3', issuedOn: '2026-10-01' },
  ...{ dueOn: '2026-11-14', effectiveDueOn: '2026-11-16', amount: 10_000n, openAmount: 8_000n, isDisputed: false },
  ...{ paymentMethod: null, boletoLine: '34191.1', pixCode: null, progress: null },
}
const charged = (receivableId: number): TitleCharges => ({
  ...{ receivableId, principal: 8_000n, fine: 160n, interest: 21n, correction: 0n, total: 8_181n },
})
const subject = (change: Partial<CollectionCase> = {}): CollectionCase => ({
  ...{ customer, titles: [title], credits: 0n, pauses: [], promises: [], disputes: [], contacts: [], pending: null },
  ...{ addresses: {}, unreachable: {}, isStale: false, ...change },
})
const facts = (change: Partial<FactsInput> = {}) =>
  factsFor({
    ...{ case: subject(), step: { stage: 'notice' }, charges: [charged(1)], chargesWords: 'multa de 2%' },
    ...{ creditors: { main }, today: '2026-11-20', validUntilOn: '2026-11-23', channel: 'email', optOutUrl: null },
    ...change,
  })

describe('what a template sees', () => {
  it('of a title is its document, days and charges', () => {
    expect(facts().overdue).toEqual([
      {
        ...{
          label: '4821, parcela 1/3',
          number: '4821',
          installment: '1/3',
          issuedOn: '2026-10-01',
          dueOn: '2026-11-14',
        },
        ...{ effectiveDueOn: '2026-11-16', daysOverdue: 6, amount: 10_000n, boletoLine: '34191.1', pixCode: null },
        ...{ principal: 8_000n, fine: 160n, interest: 21n, correction: 0n, total: 8_181n, creditor: null },
      },
    ])
    expect(facts().upcoming).toEqual([])
    expect(facts()).toMatchObject({ today: '2026-11-20', amountsValidOn: '2026-11-23', chargesWords: 'multa de 2%' })
  })

  it('is not overdue until the effective due day has passed', () => {
    expect(facts({ today: '2026-11-16' }).overdue).toEqual([])
    expect(facts({ today: '2026-11-16' }).upcoming).toMatchObject([{ number: '4821', daysOverdue: 0 }])
    expect(facts({ today: '2026-11-17' }).overdue).toMatchObject([{ daysOverdue: 3 }])
  })

  it('adds up what is overdue apart from what is ahead', () => {
    const ahead = { ...title, id: 2, dueOn: '2026-12-01', effectiveDueOn: '2026-12-01' }
    const another = { ...title, id: 3, number: '4822' }
    const charges = [charged(1), { ...charged(2), fine: 0n, interest: 0n, total: 8_000n }, charged(3)]
    expect(facts({ case: subject({ titles: [title, another, ahead] }), charges }).totals).toEqual({
      overdue: { principal: 16_000n, fine: 320n, interest: 42n, correction: 0n, total: 16_362n },
      upcoming: 8_000n,
      all: 24_362n,
    })
  })

  it('leaves out what nobody charged, and what is disputed', () => {
    const titles = [title, { ...title, id: 2, isDisputed: true }, { ...title, id: 3 }, { ...title, id: 4, number: '9' }]
    const charges = [charged(2), charged(3), charged(4)]
    const disputes = [{ receivableIds: [3] }]
    expect(facts({ case: subject({ titles, disputes }), charges }).overdue.map(({ number }) => number)).toEqual(['9'])
    expect(facts({ case: subject({ disputes: [{ receivableIds: null }] }) }).overdue).toEqual([])
  })

  it('names another company that is owed, and only another', () => {
    const other = { ...title, company: 'sul' }
    const named = (creditors: FactsInput['creditors']) =>
      facts({ case: subject({ titles: [other] }), creditors }).overdue
    expect(named({ main, sul: branch })[0]?.creditor).toMatchObject({
      name: 'Aurora Sul Ltda',
      document: '11.222.333/0001-81',
      address: 'Rua B, 2, Curitiba/PR',
    })
    expect(named({ main, sul: main })[0]?.creditor).toBeNull()
    expect(named({ main })[0]?.creditor).toBeNull()
  })

  it('names a title without a number by what the ERP calls it', () => {
    const bare = { ...title, number: null, installment: null }
    expect(facts({ case: subject({ titles: [bare] }) }).overdue[0]?.label).toBe('R-1')
  })

  it('says how to reach who writes', () => {
    expect(facts().contact).toEqual({
      words: 'pelo telefone (19) 3232-1000 ou pelo e-mail a@aurora.example',
      brief: 'tel. (19) 3232-1000',
    })
    expect(facts({ creditors: { main: { ...main, whatsapp: '(19) 9' } } }).contact).toEqual({
      words: 'pelo WhatsApp (19) 9, pelo telefone (19) 3232-1000 ou pelo e-mail a@aurora.example',
      brief: 'WhatsApp (19) 9',
    })
    expect(facts({ creditors: { main: branch } }).contact).toEqual({
      words: 'respondendo a esta mensagem',
      brief: 'responda a esta mensagem',
    })
    expect(facts({ contactWords: 'no balcão' }).contact.words).toBe('no balcão')
  })

  it('says how to hear no more, by channel', () => {
    const optOutUrl = 'https://fiado.example/sair/x'
    expect(facts({ optOutUrl }).optOut).toEqual({ url: optOutUrl, word: 'PARAR', words: `acesse ${optOutUrl}` })
    const word = { url: null, word: 'PARAR', words: 'responda a esta mensagem com a palavra PARAR' }
    expect(facts().optOut).toEqual(word)
    expect(facts({ optOutUrl, channel: 'sms' }).optOut).toEqual(word)
    expect(facts({ optOutUrl, channel: 'whatsapp' }).optOut).toEqual(word)
  })

  it('knows who buys while owing', () => {
    const buyer = { ...customer, flags: ['buys_while_owing'] }
    expect([facts().buysWhileOwing, facts({ case: subject({ customer: buyer }) }).buysWhileOwing]).toEqual([
      false,
      true,
    ])
  })

  it('needs somebody who signs', () => {
    expect(() => facts({ creditors: { sul: branch } })).toThrow('creditors.main is missing')
  })

  it('goes to programs as JSON, money as decimal strings', () => {
    const wire = wireFacts(facts())
    expect(JSON.parse(JSON.stringify(wire))).toEqual(wire)
    expect(wire).toMatchObject({
      overdue: [{ amount: '100.00', principal: '80.00', fine: '1.60', interest: '0.21', total: '81.81' }],
      totals: { all: '81.81' },
      customer: { document: '***.***.*89-09' },
    })
  })
})

describe('a customer', () => {
  const of = (name: string, document: string | null) => customerFacts({ ...customer, name, document })

  it.each([
    ['MARIA DA SILVA', '12345678909', 'Maria da Silva', 'Maria'],
    ['ANA', '12345678909', 'Ana', 'Ana'],
    ['JOSÉ D’ÁVILA', '12345678909', 'José D’ÁVILA', 'José'],
    ['Maria Clara', '12345678909', 'Maria Clara', 'Maria'],
    ['PADARIA PÃO DE MEL LTDA', '11444777000161', 'Padaria Pão de MEL Ltda', 'Padaria Pão de MEL Ltda'],
    ['JBS S/A', '11444777000161', 'JBS S/A', 'JBS S/A'],
    ['iFood', null, 'iFood', 'iFood'],
    ['  \u202E ', null, 'cliente', 'cliente'],
  ])('%s is called by a name that does not shout', (name, document, told, first) => {
    expect(of(name, document)).toMatchObject({ name: told, firstName: first })
  })

  it('is told only the last digits of a document', () => {
    expect(of('Maria', '12345678909')).toMatchObject({
      isPerson: true,
      documentKind: 'CPF',
      document: '***.***.*89-09',
    })
    expect(of('Aurora', '12ABC34501DE35')).toMatchObject({
      isPerson: false,
      documentKind: 'CNPJ',
      document: '**.***.***/01DE-35',
    })
    expect(of('Aurora', null)).toMatchObject({ isPerson: false, documentKind: null, document: null })
  })

  it('who signs shows the whole document', () => {
    expect([maskDocument('12ABC34501DE35'), maskDocument('12345678909')]).toEqual([
      '12.ABC.345/01DE-35',
      '123.456.789-09',
    ])
  })

  it('has one line of plain text, whatever the ERP held', () => {
    expect(plainText(' a\n\u0000b\u202Ec\u2028d\uFEFF  {{ e }} <f> \uD800 ')).toBe('a b c d {{ e }} <f> \uFFFD')
  })
})
