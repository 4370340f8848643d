import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RenderedMessage, Template } from '../../src/collection/template.ts'
import type { TemplateFacts } from '../../src/collection/template-facts.ts'
import { readHtml } from '../../src/collection/template-html.ts'
import { sampleFacts } from '../../src/collection/template-samples.ts'
import { countSeptets, foldToGsm } from '../../src/collection/template-sms.ts'
import { type Draft, goodEmail, goodSms, goodWhatsapp, judge, mustParse } from './template-desk.ts'

const HOSTILE = `{{ 7 | times: 6 }}{% if %}{{1}}"><script>alert('1')</script> $& &amp;`

const factsOf = (channel: Template['channel'], index: number): TemplateFacts => {
  const facts = sampleFacts(channel)[index]?.facts
  if (!facts) throw new Error(`no sample ${index}`)
  return facts
}
/** A person called so, with one title of that number. */
function factsNamed(channel: Template['channel'], name: string): TemplateFacts {
  const facts = factsOf(channel, 1)
  const overdue = facts.overdue.slice(0, 1).map((title) => ({ ...title, label: name, number: name }))
  return { ...facts, overdue, upcoming: [], customer: { ...facts.customer, name, firstName: name } }
}
const fill = (draft: Draft, facts: TemplateFacts): RenderedMessage => filled(mustParse(draft), facts)
function filled(template: Template, facts: TemplateFacts): RenderedMessage {
  const rendered = template.render(facts)
  if ('fault' in rendered) throw new Error(rendered.fault)
  return rendered
}
const withEnd = (draft: Draft, end: string): Draft => ({ ...draft, body: `${draft.body}\n${end}` })

describe('a rendered message', () => {
  it('of e-mail has a subject, a text and the same in HTML', () => {
    const subject = '{{ creditor.tradeName }}: {{ overdue.size }}'
    const { front } = goodEmail
    const rendered = fill({ ...goodEmail, front: { ...front, subject } }, factsOf('email', 1))
    expect(rendered).toMatchObject({ subject: 'Aurora Distribuidora: 2', approved: null })
    expect(rendered.html).toMatch(/^<!doctype html>/)
    const told = [...rendered.text.matchAll(/R\$ [\d.,]+|\d\d\/\d\d\/\d{4}|5 12340000050000|br\.gov\.bcb\.pix/g)].map(
      String,
    )
    expect(new Set(told).size).toBeGreaterThan(12)
    const seen = readHtml(rendered.html ?? '')
    expect(told.filter((value) => !seen.includes(value))).toEqual([])
  })

  it('of WhatsApp is the approved text with its places filled', () => {
    const { subject, html, text, approved } = fill(goodWhatsapp, factsOf('whatsapp', 0))
    expect([subject, html, approved?.name, approved?.language]).toEqual([null, null, 'aviso', 'pt_BR'])
    const places = goodWhatsapp.body.replace(
      /\{\{(\d)\}\}/g,
      (_place, number) => approved?.parameters[number - 1] ?? '',
    )
    expect(text).toBe(places)
    expect(approved?.parameters[0]).toBe(
      'Documento 4821, vencimento 18/11/2026, valor original R$ 1.500,37, valor atualizado R$ 1.022,09 (principal R$ 1.000,37 + multa R$ 20,01 + juros R$ 1,71) • Valores para pagamento em 25/11/2026 (multa de 2% e juros de 1% ao mês); em outro dia podem mudar',
    )
  })

  it('of WhatsApp has parameters that providers take: one line each, none empty', () => {
    const parameters = ['{{ titles }}', '{{ contact.words }}', '{{ creditor.name }}\n\t\n     x', '{{ "" }}', 'y']
    const front = { tone: 'neutral', approved: { name: 'a', language: 'pt_BR', parameters } }
    const { approved } = fill({ ...goodWhatsapp, front }, factsOf('whatsapp', 1))
    expect(approved?.parameters.slice(2)).toEqual(['Aurora Distribuidora de Alimentos Ltda x', '-', 'y'])
    for (const parameter of approved?.parameters ?? []) expect(parameter).not.toMatch(/[\n\t\r]| {2}/)
  })

  it('lists at most ten documents on WhatsApp and eighty by e-mail, and says how many there are', () => {
    const many = (channel: Template['channel'], count: number): TemplateFacts => {
      const facts = factsOf(channel, 0)
      const [title] = facts.overdue
      return { ...facts, overdue: title ? Array.from({ length: count }, () => title) : [] }
    }
    const whatsapp = fill(goodWhatsapp, many('whatsapp', 25)).text
    expect(whatsapp.split('Documento 4821')).toHaveLength(11)
    expect(whatsapp).toContain('E mais 15 documentos: peça a relação completa')
    const email = fill(goodEmail, many('email', 500))
    expect(email.text.split('Documento 4821')).toHaveLength(81)
    expect(email.html?.split('Documento 4821')).toHaveLength(81)
    expect(email.html?.length).toBeLessThan(200_000)
    for (const text of [email.text, email.html])
      expect(text).toContain('E mais 420 documentos: peça a relação completa')
  })
})

describe('hostile values', () => {
  it('stay as they are in text', () => {
    const { text } = fill(goodEmail, factsNamed('email', HOSTILE))
    expect(text).toContain(`Olá, ${HOSTILE}!`)
    expect(text).toContain(`- Documento ${HOSTILE}, emitido`)
    expect(text).not.toMatch(/Olá, 42|Documento 42/)
  })

  it('are escaped in HTML', () => {
    const { html } = fill(goodEmail, factsNamed('email', HOSTILE))
    expect(html).not.toContain('<script')
    const escaped = `{{ 7 | times: 6 }}{% if %}{{1}}&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; $&amp; &amp;amp;`
    expect(html?.split(escaped).length).toBeGreaterThan(3)
  })

  it('have no place of their own on WhatsApp', () => {
    const { text, approved } = fill(goodWhatsapp, factsNamed('whatsapp', HOSTILE))
    expect(approved?.parameters[0]).toContain(`Documento ${HOSTILE}, vencimento`)
    expect(text).toContain(`Documentos: Documento ${HOSTILE}, vencimento`)
    expect(text.split('Aurora Distribuidora de Alimentos Ltda')).toHaveLength(2)
  })

  it('are the same text in every part, whatever they are', () => {
    const [email, whatsapp] = [mustParse(goodEmail), mustParse(goodWhatsapp)]
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), (raw) => {
        const name = `x${raw.replace(/[\s\p{C}]+/gu, ' ')}x`.replace(/\s+/g, ' ')
        const { text, html } = filled(email, factsNamed('email', name))
        expect(text).toContain(`Olá, ${name}!`)
        expect(readHtml(html ?? '').split(name).length).toBeGreaterThan(3)
        expect(filled(whatsapp, factsNamed('whatsapp', name)).text).toContain(`Documento ${name}, vencimento`)
      }),
      { numRuns: 60 },
    )
  })

  it('come to no more than the alphabet of SMS', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (raw) => {
        const facts = { ...factsOf('sms', 1), creditor: { ...factsOf('sms', 1).creditor, tradeName: raw } }
        expect(countSeptets(fill(goodSms, facts).text)).not.toBeNull()
      }),
      { numRuns: 60 },
    )
    expect(foldToGsm('João Ávila, “nº 1” – José 😀…')).toBe('Joao Avila, "no 1" - José ?...')
    expect([countSeptets('José à €'), countSeptets('não')]).toEqual([9, null])
  })

  it('cannot reach what no message has', () => {
    for (const path of ['customer.constructor', 'customer.__proto__.x', 'overdue.constructor.name'])
      expect(judge(withEnd(goodEmail, `{{ ${path} }}`))[0]).toMatch(/^body: (asks for|cannot be filled)/)
  })
})

describe('a template without end', () => {
  const nested = '{% for i in (1..400) %}'.repeat(4)
  it.each([
    ['a range', '{% for i in (1..100000000) %}x{% endfor %}'],
    ['loops in loops', `${nested}${'{% endfor %}'.repeat(4)}`],
    ['a megabyte a hundred thousand times', `{% for i in (1..150000) %}${'x'.repeat(20_000)}{% endfor %}`],
    [
      'a text that doubles',
      '{% assign a = "abcdefgh" %}{% for i in (1..60) %}{% assign a = a | append: a %}{% endfor %}{{ a }}',
    ],
    [
      'a capture that doubles',
      '{% assign a = "abcdefgh" %}{% for i in (1..60) %}{% capture a %}{{ a }}{{ a }}{% endcapture %}{% endfor %}{{ a }}',
    ],
    ['tags in tags', '{% if true %}'.repeat(5_000) + '{% endif %}'.repeat(5_000)],
    ['a source without end', 'a '.repeat(30_000)],
    ['comments without end', '{% comment %}'.repeat(3_000)],
    ['marks without end', '{{ "'.repeat(10_000)],
  ])('is refused, not waited for: %s', (_title, source) => {
    for (const draft of [withEnd(goodEmail, source), { ...goodSms, body: source }]) {
      const started = performance.now()
      expect(judge(draft).length).toBeGreaterThan(0)
      expect(performance.now() - started).toBeLessThan(8_000)
    }
  })

  it('is told with what is wrong', () => {
    expect(judge(withEnd(goodEmail, '{% for i in (1..100000000) %}x{% endfor %}'))).toEqual([
      expect.stringMatching(/^body: cannot be filled: modelo aviso\.email: memory alloc limit exceeded/),
    ])
    expect(judge(withEnd(goodEmail, '{% for i in (1..150000) %}texto {% endfor %}'))).toEqual([
      expect.stringMatching(/prints more than 100000 characters/),
    ])
  })

  it('is a fault of the message, not of the program', () => {
    const template = mustParse(withEnd(goodEmail, '{{ customer.nick }}'))
    expect(template.render(factsOf('email', 1))).toEqual({
      fault: expect.stringMatching(/^modelo aviso\.email: undefined variable: customer\.nick, line:8/),
    })
  })
})
