import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type RenderedMessage, templateChannels } from '../../src/collection/template.ts'
import { readTemplates } from '../../src/collection/template-files.ts'
import { sampleFacts } from '../../src/collection/template-samples.ts'
import { configFolder } from './template-desk.ts'

const shipped = [
  ...['aviso.email', 'aviso.sms', 'aviso.whatsapp', 'firme.email', 'firme.whatsapp', 'lembrete.email', 'lembrete.sms'],
  ...['lembrete.whatsapp', 'segundo-aviso.email', 'segundo-aviso.sms', 'segundo-aviso.whatsapp'],
  ...['ultimo-aviso.email', 'ultimo-aviso.whatsapp'],
]

describe('the templates that come with the program', () => {
  it('have no fault', async () => {
    const { templates, faults } = await readTemplates(configFolder)
    expect(faults).toEqual([])
    expect([...templates.names]).toEqual(shipped)
  })

  // The letters as customers get them, to be read by people. `npx vitest run -u` writes them anew.
  it.each(shipped)('%s reads as in the golden file', async (name) => {
    const { templates } = await readTemplates(configFolder)
    const channel = templateChannels.find((one) => name.endsWith(`.${one}`)) ?? 'email'
    const facts = sampleFacts(channel)[name.startsWith('lembrete') ? 2 : 1]?.facts
    const rendered = facts && templates.find(name.split('.')[0] ?? '', channel)?.render(facts)
    if (!rendered || 'fault' in rendered) return expect.unreachable()
    await expect(letterOf(rendered)).toMatchFileSnapshot(`golden/${name}.txt`)
    if (name === 'aviso.email') await expect(rendered.html).toMatchFileSnapshot(`golden/${name}.html.txt`)
  })

  it('suit the creditor who is configured', async () => {
    const main = {
      name: 'JOÃO PAGUE MENOS COBRANÇAS E DÍVIDAS EIRELI',
      document: '12345678909',
      address: 'Rua do Protesto, 1, São Paulo/SP',
    }
    const { faults } = await readTemplates(configFolder, { main })
    expect(faults).toEqual([])
    const long = { ...main, name: 'Companhia '.repeat(12), email: `${'departamento.'.repeat(8)}@companhia.example` }
    const { faults: told } = await readTemplates(configFolder, { main: long })
    expect(told.map(({ file }) => file)).toEqual(
      ['aviso.sms', 'lembrete.sms', 'segundo-aviso.sms'].map((name) => join(configFolder, `templates/${name}.liquid`)),
    )
    expect(told[0]?.faults[0]?.message).toMatch(/^has \d{3} characters: an SMS holds 160/)
  })
})

const letterOf = ({ subject, text, approved }: RenderedMessage): string =>
  [
    ...(subject === null ? [] : [`Assunto: ${subject}`, '']),
    ...(approved === null ? [] : [`Aprovado: ${approved.name} (${approved.language})`, '']),
    ...[text, ''],
  ].join('\n')

describe('a folder of templates', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fiado-templates-'))
    await mkdir(join(folder, 'templates'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))
  const write = (name: string, text: string) => writeFile(join(folder, 'templates', name), text)
  const GOOD_SMS =
    '---\ntone: neutral\n---\n{{ creditor.tradeName }}: fale com a gente, {{ contact.brief }}. Responda {{ optOut.word }} para sair\n'
  const read = async () => {
    const { templates, faults } = await readTemplates(folder)
    const told = faults.flatMap((one) =>
      one.faults.map(({ path, message }) => `${one.file.slice(folder.length + 11)} ${path}: ${message}`),
    )
    return { templates, names: [...templates.names], told }
  }

  it('may be missing, or hold other things', async () => {
    const { templates, faults } = await readTemplates(join(folder, 'nowhere'))
    expect([...templates.names, ...faults]).toEqual([])
    await write('README.md', '# Templates')
    await write('aviso.example.liquid', 'nonsense')
    expect(await read()).toMatchObject({ names: [], told: [] })
  })

  it('of SMS alone needs no layouts', async () => {
    await write('oi.sms.liquid', `\uFEFF${GOOD_SMS.replaceAll('\n', '\r\n')}`)
    const { templates, told } = await read()
    expect(told).toEqual([])
    const [sample] = sampleFacts('sms')
    expect(sample && templates.find('oi', 'sms')?.render(sample.facts)).toEqual({
      ...{ subject: null, html: null, approved: null },
      text: 'Aurora Distribuidora: fale com a gente, WhatsApp (19) 99876-5432. Responda PARAR para sair',
    })
    expect([templates.find('oi', 'email'), templates.find('tchau', 'sms')]).toEqual([null, null])
  })

  it('leaves a file with faults out, and tells of all of them', async () => {
    await write('a.sms.liquid', GOOD_SMS)
    await write('b.sms.liquid', GOOD_SMS.replace('fale com', 'caloteiro, fale com'))
    await write('c.sms.liquid', '---\ntone: neutral\n---\n\n{{ x | nope }}')
    await write('d.sms.liquid', 'sem nada')
    await write('e.fax.liquid', GOOD_SMS)
    await write('F.sms.liquid', GOOD_SMS)
    await write('g.sms.liquid', '---\ntone: {{ x }\n---\n')
    await write('h.sms.liquid', '---\ntone: neutral\n---\n')
    expect(await read()).toMatchObject({
      names: ['a.sms'],
      told: [
        'F.sms.liquid : must be named such as "aviso.email.liquid" (email, whatsapp, sms)',
        'b.sms.liquid body: "caloteiro" shames the reader: write of the document, not of the person',
        'c.sms.liquid body: undefined filter: nope, line:5, col:1',
        'd.sms.liquid : must begin with settings between two lines "---"',
        'e.fax.liquid : must be named such as "aviso.email.liquid" (email, whatsapp, sms)',
        expect.stringMatching(/^g\.sms\.liquid : is no YAML that can be read/),
        'h.sms.liquid body: does not say who writes: add {{ creditor.shortName }} (tried with a company with one title, partly paid, without boleto)',
        'h.sms.liquid body: says no way to reach the creditor: add {{ contact.brief }} (tried with a company with one title, partly paid, without boleto)',
        'h.sms.liquid body: does not say how to hear no more: add {{ optOut.word }} (tried with a company with one title, partly paid, without boleto)',
      ],
    })
  })

  it('tells a fault of a layout once, and leaves out what needs it', async () => {
    await cp(join(configFolder, 'templates'), join(folder, 'templates'), { recursive: true })
    await write('layout.html.liquid', '<p>{% nope %}</p>')
    const { names, told } = await read()
    expect(names).toEqual(shipped.filter((name) => !name.endsWith('.email')))
    expect(told[0]).toBe('layout.html.liquid : tag "nope" not found, line:1, col:4')
    expect(told.slice(1)).toEqual(
      shipped
        .filter((name) => name.endsWith('.email'))
        .map((name) => `${name}.liquid : needs layout.html.liquid, which has faults`),
    )
  })

  it('tells of a layout that is missing', async () => {
    await cp(join(configFolder, 'templates/aviso.whatsapp.liquid'), join(folder, 'templates/aviso.whatsapp.liquid'))
    expect((await read()).told).toEqual([
      'titles.whatsapp.liquid : cannot be read (ENOENT)',
      'aviso.whatsapp.liquid : needs titles.whatsapp.liquid, which has faults',
    ])
  })

  it('gives a webhook the text of the e-mail', async () => {
    const { templates } = await readTemplates(configFolder)
    expect(templates.find('aviso', 'webhook')).toBe(templates.find('aviso', 'email'))
    expect(templates.find('aviso', 'webhook')).not.toBeNull()
  })

  it('holds 200 files at most', async () => {
    for (let n = 100; n < 301; n++) await write(`a${n}.sms.liquid`, 'x')
    const { told } = await read()
    expect(told).toHaveLength(201)
    expect(told[200]).toContain('holds more than 200 files')
  })

  it('has no golden file of a template that is gone', async () => {
    const golden = await readdir(join(import.meta.dirname, 'golden'))
    const mine = golden.filter((name) => /\.(email|whatsapp|sms)\.(html\.)?txt$/.test(name))
    expect(mine.sort()).toEqual(['aviso.email.html.txt', ...shipped.map((name) => `${name}.txt`)].sort())
  })
})
