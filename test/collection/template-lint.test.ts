import { describe, expect, it } from 'vitest'
import { parseLayout } from '../../src/collection/template-layouts.ts'
import { lintRendered } from '../../src/collection/template-lint.ts'
import { sampleFacts } from '../../src/collection/template-samples.ts'
import { type Draft, goodEmail, goodSms, goodWhatsapp, judge, mustParse, readShipped } from './template-desk.ts'

const withBody = (draft: Draft, from: string | RegExp, to: string): Draft => {
  const body = draft.body.replace(from, () => to)
  expect(body).not.toBe(draft.body)
  return { ...draft, body }
}
const withEnd = (draft: Draft, end: string): Draft => ({ ...draft, body: `${draft.body} ${end}` })
const withFront = (draft: Draft, front: Record<string, unknown>): Draft => ({
  ...draft,
  front: { ...draft.front, ...front },
})
const withApproved = (change: Record<string, unknown>): Draft =>
  withFront(goodWhatsapp, { approved: { ...(goodWhatsapp.front['approved'] as object), ...change } })

describe('the linter', () => {
  it.each([goodEmail, goodWhatsapp, goodSms])('has nothing against a good $channel', (draft) => {
    expect(judge(draft)).toEqual([])
  })

  it.each<[string, Draft, string, Draft]>([
    [
      'a threat',
      withEnd(goodEmail, 'Evite transtornos.'),
      'body: "evite transtornos" is a threat: say what is open and how to resolve it',
      withEnd(goodEmail, 'Conte com a gente.'),
    ],
    [
      'a threat in a branch that no sample takes',
      withEnd(goodEmail, '{% if customer.name == "Ninguém" %}Você será preso.{% endif %}'),
      'body: "preso" is a threat: say what is open and how to resolve it',
      withEnd(goodEmail, '{% if customer.name == "Ninguém" %}Oi.{% endif %}'),
    ],
    [
      'a word that is put together while it is filled',
      withEnd(goodEmail, '{{ "calo" | append: "teiro" }}'),
      'body: "caloteiro" shames the reader: write of the document, not of the person (tried with a company with one title, partly paid, without boleto)',
      withEnd(goodEmail, '{{ "boa " | append: "semana" }}'),
    ],
    [
      'false urgency in the subject',
      withFront(goodEmail, { subject: 'Urgente: sua conta' }),
      'subject: "urgente" is false urgency: give the day for which the amount holds',
      withFront(goodEmail, { subject: 'Novidades da sua conta' }),
    ],
    [
      'other people',
      withEnd(goodWhatsapp, 'Vamos falar com seus familiares.'),
      'body: "seus familiares" uses other people or the law to press: leave it out',
      withEnd(goodWhatsapp, 'Vamos falar com você.'),
    ],
    [
      'what nobody can promise',
      withEnd(goodWhatsapp, 'Limpe seu nome na hora.'),
      'body: "limpe seu nome" promises what nobody can: leave it out',
      withEnd(goodWhatsapp, 'Boa semana.'),
    ],
    [
      'protest in a template that is not legal',
      withEnd(goodEmail, 'Envio a protesto em 30/11/2026.'),
      'body: "protesto" needs `legal: true`, and then only for titles for which it is decided, dated and true',
      withFront(withEnd(goodEmail, 'Envio a protesto em 30/11/2026.'), { legal: true }),
    ],
    [
      'shouting',
      withEnd(goodEmail, 'FALE CONOSCO.'),
      'body: "FALE" shouts: write it in small letters',
      withEnd(goodEmail, 'Fale conosco, CNPJ e LTDA à parte.'),
    ],
    [
      'more than one exclamation mark',
      withEnd(goodEmail, 'Oi!'),
      'body: has 2 "!": one is enough (tried with a company with one title, partly paid, without boleto)',
      withEnd(goodEmail, 'Oi.'),
    ],
    [
      'a day as programs write it',
      withEnd(goodEmail, 'Até {{ amountsValidOn }}.'),
      'body: has a day as programs write it: print it with the filter day (tried with a company with one title, partly paid, without boleto)',
      withEnd(goodEmail, 'Até {{ amountsValidOn | day }}.'),
    ],
    [
      'debt in the subject of an e-mail',
      withFront(goodEmail, { subject: 'Boleto em atraso' }),
      'subject: "boleto" is shown on a locked screen, to whoever holds the phone: write neutrally, of "a sua conta"',
      withFront(goodEmail, { subject: 'Olá' }),
    ],
    [
      'an amount in the subject',
      withFront(goodEmail, { subject: 'Conta de {{ totals.all | money }}' }),
      'subject: an amount is shown on a locked screen: leave it out (tried with a company with one title, partly paid, without boleto)',
      withFront(goodEmail, { subject: 'Conta' }),
    ],
    [
      'debt at the beginning of an e-mail',
      withBody(goodEmail, /^Olá[\s\S]*aqui\./, 'Sua fatura venceu.'),
      'body: begins with what is private: "fatura" is shown on a locked screen, to whoever holds the phone: write neutrally, of "a sua conta" (tried with a company with one title, partly paid, without boleto)',
      goodEmail,
    ],
    [
      'debt at the beginning of a WhatsApp text',
      withBody(goodWhatsapp, 'Temos informações sobre a sua conta', 'Identificamos em aberto'),
      'body: begins with what is private: "em aberto" is shown on a locked screen, to whoever holds the phone: write neutrally, of "a sua conta" (tried with a company with one title, partly paid, without boleto)',
      goodWhatsapp,
    ],
    [
      'debt in an SMS',
      withBody(goodSms, 'a sua conta', 'o seu boleto'),
      'body: "boleto" is shown on a locked screen, to whoever holds the phone: write neutrally, of "a sua conta"',
      goodSms,
    ],
    [
      'an amount in an SMS',
      withBody(goodSms, 'a sua conta', 'R$ 10'),
      'body: an amount is shown on a locked screen: leave it out',
      goodSms,
    ],
    [
      'letters that make an SMS twice as long',
      withBody(goodSms, 'fale', 'olá, fale'),
      'body: has letters that make an SMS twice as long: use others for "á" (such as "a")',
      withBody(goodSms, 'fale', 'à vontade, fale'),
    ],
    [
      'an SMS that is too long',
      withBody(goodSms, 'fale', 'quando for bom para o seu dia, e sem pressa nenhuma, por favor fale'),
      'body: has 171 characters: an SMS holds 160 (tried with a company with one title, partly paid, without boleto)',
      withBody(goodSms, 'fale', 'quando puder, fale'),
    ],
    [
      'an SMS of nobody',
      withBody(goodSms, '{{ creditor.tradeName }}', 'Oi'),
      'body: does not say who writes: add {{ creditor.shortName }} (tried with a company with one title, partly paid, without boleto)',
      withBody(goodSms, '{{ creditor.tradeName }}', 'Oi, {{ creditor.name }}'),
    ],
    [
      'an SMS without a way to answer',
      withBody(goodSms, ', {{ contact.brief }}', ''),
      'body: says no way to reach the creditor: add {{ contact.brief }} (tried with a company with one title, partly paid, without boleto)',
      withBody(goodSms, '{{ contact.brief }}', '{{ creditor.phone }}'),
    ],
    [
      'an SMS without a way out',
      withBody(goodSms, 'Responda {{ optOut.word }} para sair', 'Boa semana'),
      'body: does not say how to hear no more: add {{ optOut.word }} (tried with a company with one title, partly paid, without boleto)',
      goodSms,
    ],
    [
      'a WhatsApp text that does not say who writes',
      withApproved({
        parameters: ['{{ titles }}', '{{ contact.words }}', 'Equipe', 'nosso', '{{ creditor.address }}'],
      }),
      'body: does not say the document of the creditor (Lei 8.078/1990, art. 42-A): add {{ creditor.document }} (tried with a company with one title, partly paid, without boleto)',
      goodWhatsapp,
    ],
    [
      'a WhatsApp text without an address',
      withApproved({
        parameters: ['{{ titles }}', '{{ contact.words }}', '{{ creditor.name }}', '{{ creditor.document }}', 'SP'],
      }),
      'body: does not say the address of the creditor (Lei 8.078/1990, art. 42-A): add {{ creditor.address }} (tried with a company with one title, partly paid, without boleto)',
      goodWhatsapp,
    ],
    [
      'nothing for who has paid already',
      withBody(goodWhatsapp, ' Se você já pagou, desconsidere esta mensagem.', ''),
      'body: says nothing to who has paid already: add "Se você já pagou, desconsidere esta mensagem" (tried with a company with one title, partly paid, without boleto)',
      goodWhatsapp,
    ],
    [
      'a WhatsApp text without a way out',
      withBody(goodWhatsapp, ' Responda PARAR para sair.', ' Até.'),
      'body: does not say how to hear no more: add {{ optOut.words }}, or the word (tried with a company with one title, partly paid, without boleto)',
      goodWhatsapp,
    ],
    [
      'a WhatsApp text without a way to ask',
      withApproved({
        parameters: [
          '{{ titles }}',
          'em breve',
          '{{ creditor.name }}',
          '{{ creditor.document }}',
          '{{ creditor.address }}',
        ],
      }),
      'body: says no way to ask: add {{ contact.words }} (tried with a company with one title, partly paid, without boleto)',
      goodWhatsapp,
    ],
    [
      'places out of order',
      withBody(goodWhatsapp, '{{1}}', '{{2}}'),
      'body: must have the places {{1}} to {{5}}, in this order: one for each parameter',
      goodWhatsapp,
    ],
    [
      'Liquid in an approved text',
      withEnd(goodWhatsapp, '{% if overdue.size > 1 %}x{% endif %} até'),
      'body: is the approved text: Liquid goes into approved.parameters',
      withEnd(goodWhatsapp, 'até'),
    ],
    [
      'a place at the end',
      withBody(goodWhatsapp, / Responda PARAR para sair\.$/, ''),
      'body: must not begin or end with a place',
      goodWhatsapp,
    ],
    [
      'two places side by side',
      withBody(goodWhatsapp, '{{3}}, CNPJ {{4}}', '{{3}} {{4}}'),
      'body: has two places with nothing between them',
      goodWhatsapp,
    ],
    [
      'an approved text that is too long',
      withEnd(goodWhatsapp, `${'bom dia, '.repeat(100)}até`),
      'body: has more than 1024 characters',
      goodWhatsapp,
    ],
    [
      'a name of no fact',
      withEnd(goodEmail, '{% if customer.name == "Ninguém" %}{{ creditor.phne }}{% endif %}'),
      'body: asks for creditor.phne, which no message has',
      withEnd(goodEmail, '{% if customer.name == "Ninguém" %}{{ creditor.phone }}{% endif %}'),
    ],
    [
      'an amount that is printed without the filter',
      withEnd(goodEmail, '{{ totals.all }}'),
      'body: cannot be filled: modelo aviso.email: an amount is printed by the filter money: {{ title.total | money }}, line:7, col:11 (tried with a company with one title, partly paid, without boleto)',
      withEnd(goodEmail, '{{ totals.all | money }}'),
    ],
    [
      'an amount that is put into a text',
      withEnd(goodEmail, '{{ "R$ " | append: totals.all }}'),
      'body: cannot be filled: modelo aviso.email: an amount is printed by the filter money: {{ title.total | money }}, line:7, col:11 (tried with a company with one title, partly paid, without boleto)',
      withEnd(goodEmail, '{{ "R$ " | append: "1" | truncate: 4 | strip }}'),
    ],
    [
      'a list that is printed',
      withEnd(goodEmail, '{{ overdue }}'),
      'body: cannot be filled: modelo aviso.email: a list, a yes or no, or a group of values cannot be printed: print one of its values, line:7, col:11 (tried with a company with one title, partly paid, without boleto)',
      withEnd(goodEmail, '{{ overdue.size }}'),
    ],
  ])('refuses %s, and takes it mended', (_title, refused, fault, mended) => {
    expect(judge(refused)).toContain(fault)
    expect(judge(mended)).toEqual([])
  })

  it.each<[string, Draft, string]>([
    [
      'no line for the titles',
      withBody(goodEmail, '{% titles %}', ''),
      'body: must have the line {% titles %} once, where the titles are listed',
    ],
    [
      'two lines for them',
      withEnd(goodEmail, '\n{% titles %}\n'),
      'body: must have the line {% titles %} once, where the titles are listed',
    ],
    [
      'an unknown filter',
      withEnd(goodEmail, '{{ today | date: "%Y" }}'),
      'body: undefined filter: date, line:7, col:11',
    ],
    ['an unescaped value', withEnd(goodEmail, '{{ today | raw }}'), 'body: undefined filter: raw, line:7, col:11'],
    ['an unknown tag', withEnd(goodEmail, '{% include "x" %}'), 'body: tag "include" not found, line:7, col:11'],
    [
      'an e-mail without a subject',
      { ...goodEmail, front: { tone: 'neutral' } },
      'subject: Invalid input: expected string, received undefined',
    ],
    ['an unknown setting', withFront(goodEmail, { colour: 'red' }), 'colour: is not a known field'],
    [
      'an unknown tone',
      withFront(goodEmail, { tone: 'angry' }),
      'tone: Invalid option: expected one of "friendly"|"neutral"|"factual"|"firm"',
    ],
    ['a language of no provider', withApproved({ language: 'português' }), 'approved.language: must be such as pt_BR'],
  ])('refuses %s', (_title, draft, fault) => {
    expect(judge(draft)).toContain(fault)
  })

  it('tells all faults at once', () => {
    const faults = judge(withFront(withEnd(goodEmail, 'Caloteiro! PAGUE já.'), { subject: 'Dívida vencida' }))
    for (const word of ['"caloteiro"', '"pague ja"', '"PAGUE"', '"divida"', '"vencida"', '2 "!"'])
      expect(faults.join('\n')).toContain(word)
  })
})

describe('a message as it would leave', () => {
  const [sample] = sampleFacts('email')
  if (!sample) throw new Error('no sample')
  const { facts } = sample
  const template = mustParse(goodEmail)
  const render = (change: Partial<typeof facts>) => {
    const rendered = template.render({ ...facts, ...change })
    if ('fault' in rendered) throw new Error(rendered.fault)
    return rendered
  }

  it('may hold names and numbers that are forbidden words', () => {
    const name = 'CALOTEIRO DEVEDOR Cobranças S/A'
    const customer = { ...facts.customer, name, firstName: name }
    const creditor = { ...facts.creditor, name: 'Protesto e Dívida Ltda', tradeName: 'Pague Já!!!' }
    const overdue = facts.overdue.map((title) => ({ ...title, number: 'SPC', label: 'SPC' }))
    const changed = { customer, creditor, overdue }
    expect(lintRendered(template, render(changed), { ...facts, ...changed })).toEqual([])
  })

  it('is judged by what it says itself', () => {
    const rendered = render({})
    const spoilt = { ...rendered, subject: 'Sua dívida', text: `${rendered.text}\nVocê é caloteiro.` }
    expect(lintRendered(template, spoilt, facts)).toEqual([
      { path: 'body', message: '"caloteiro" shames the reader: write of the document, not of the person' },
      {
        path: 'subject',
        message: '"divida" is shown on a locked screen, to whoever holds the phone: write neutrally, of "a sua conta"',
      },
    ])
    const bare = { ...rendered, html: (rendered.html ?? '').replaceAll(facts.creditor.document, '') }
    expect(lintRendered(template, bare, facts)).toEqual([
      {
        path: 'html',
        message: 'does not say the document of the creditor (Lei 8.078/1990, art. 42-A): add {{ creditor.document }}',
      },
    ])
  })
})

describe('a layout', () => {
  type Kind = 'text' | 'html' | 'titles'
  const files = { text: 'layout.text.liquid', html: 'layout.html.liquid', titles: 'titles.whatsapp.liquid' }
  const faultsOf = (kind: Kind, from: string, to: string): string[] => {
    const changed = readShipped(files[kind]).replaceAll(from, () => to)
    expect(changed).not.toBe(readShipped(files[kind]))
    const parsed = parseLayout(kind, changed)
    return 'faults' in parsed ? parsed.faults.map(({ message }) => message) : []
  }
  const first = 'a company with one title, partly paid, without boleto'
  const second = 'a person with three titles, boleto and Pix'
  const mails = ['text', 'html'] as const
  const all = [...mails, 'titles'] as const
  const law = '(Lei 8.078/1990, art. 42-A)'

  it.each<[string, readonly Kind[], string, string, string]>([
    [
      'the name',
      mails,
      'creditor.name',
      `does not say the name of the creditor ${law}: add {{ creditor.name }}`,
      first,
    ],
    [
      'the document',
      mails,
      'creditor.document',
      `does not say the document of the creditor ${law}: add {{ creditor.document }}`,
      first,
    ],
    [
      'the address',
      mails,
      'creditor.address',
      `does not say the address of the creditor ${law}: add {{ creditor.address }}`,
      first,
    ],
    ['the number', all, 'title.label', 'does not say which document: add {{ title.label }}', first],
    [
      'the original amount',
      all,
      'title.amount | money',
      'does not say the original amount: add {{ title.amount | money }}',
      first,
    ],
    [
      'the principal',
      all,
      'title.principal | money',
      'does not say the principal: add {{ title.principal | money }}',
      first,
    ],
    [
      'the fine',
      all,
      'title.fine | money',
      'does not say the fine in the updated amount: add {{ title.fine | money }}',
      first,
    ],
    [
      'the interest',
      all,
      'title.interest | money',
      'does not say the interest in the updated amount: add {{ title.interest | money }}',
      first,
    ],
    [
      'the correction',
      all,
      'title.correction | money',
      'does not say the correction in the updated amount: add {{ title.correction | money }}',
      second,
    ],
    [
      'the updated amount',
      all,
      'title.total | money',
      'does not say the updated amount: add {{ title.total | money }}',
      first,
    ],
    ['the due day', all, 'title.dueOn | day', 'does not say the due day: add {{ title.dueOn | day }}', first],
    [
      'the day of the amounts',
      all,
      'amountsValidOn | day',
      'does not say until when the amounts hold: add {{ amountsValidOn | day }}',
      first,
    ],
    ['the boleto', all, 'title.boletoLine', 'does not give the boleto: add {{ title.boletoLine }}', second],
    ['the Pix code', all, 'title.pixCode', 'does not give the Pix code: add {{ title.pixCode }}', second],
    [
      'another creditor',
      all,
      'title.creditor.document',
      `does not say the document of the creditor ${law}: add {{ title.creditor.document }}`,
      second,
    ],
    ['whom to ask', mails, 'contact.words', 'says no way to ask: add {{ contact.words }}', first],
    ['the way out', ['text'], 'optOut.words', 'does not say how to hear no more: add {{ optOut.words }}', first],
    ['the way out of HTML', ['html'], 'optOut.url', 'does not say how to hear no more: add {{ optOut.words }}', first],
  ])('has to say %s', (_title, kinds, value, fault, sample) => {
    for (const kind of kinds) expect(faultsOf(kind, `{{ ${value} }}`, '')).toContain(`${fault} (tried with ${sample})`)
  })

  it('has to say something to who has paid already', () => {
    for (const kind of mails)
      expect(faultsOf(kind, 'desconsidere', 'leia')).toContain(
        `says nothing to who has paid already: add "Se você já pagou, desconsidere esta mensagem" (tried with ${first})`,
      )
  })

  it.each([
    [
      'an image',
      '<h2',
      '<img src="https://x.example/p.png"><h2',
      'holds <img>: an e-mail is text, without images, forms or programs',
    ],
    [
      'a program',
      '</body>',
      '<script>1</script></body>',
      'holds <script>: an e-mail is text, without images, forms or programs',
    ],
    ['code of an element', '<h2 ', '<h2 onclick="x()" ', 'holds code, or fetches something: leave it out'],
    [
      'a picture from elsewhere',
      'background:#ffffff',
      'background:url(https://x.example)',
      'holds code, or fetches something: leave it out',
    ],
    ['red', '#1f2933', '#d32f2f', 'is in red, which shouts: use a calm colour'],
    ['short red', '#1f2933', '#f00', 'is in red, which shouts: use a calm colour'],
    ['named red', '#1f2933', 'crimson', 'is in red, which shouts: use a calm colour'],
    ['reckoned red', '#1f2933', 'rgb(220, 20, 30)', 'is in red, which shouts: use a calm colour'],
    [
      'a colour of another form',
      '#1f2933',
      'hsl(0 80% 50%)',
      'has a colour that cannot be judged: write it as #1d4468',
    ],
    [
      'a threat',
      'Em aberto',
      'Evite transtornos',
      '"evite transtornos" is a threat: say what is open and how to resolve it',
    ],
    ['a name of no fact', 'title>{{ subject', 'title>{{ subjct', 'asks for subjct, which no message has'],
  ])('in HTML may not have %s', (_title, from, to, fault) => {
    expect(faultsOf('html', from, to)).toContain(fault)
  })

  it('in HTML may have other calm colours', () => {
    expect(faultsOf('html', '#1f2933', '#2a4d3a')).toEqual([])
    expect(faultsOf('html', '#1f2933', 'rgb(40, 40, 60)')).toEqual([])
  })
})
