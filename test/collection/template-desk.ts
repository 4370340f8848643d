import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Layouts, parseTemplate, type Template, type TemplateChannel } from '../../src/collection/template.ts'
import { parseLayout } from '../../src/collection/template-layouts.ts'
import { lintTemplate } from '../../src/collection/template-lint.ts'
import { sampleFacts } from '../../src/collection/template-samples.ts'
import type { Fault } from '../../src/kernel/text.ts'

/** Templates as an author would try them: one that is good, and changes to it. */

export const configFolder = join(import.meta.dirname, '../../config')
export const readShipped = (name: string): string => readFileSync(join(configFolder, 'templates', name), 'utf8')

function layout<Kind extends keyof Layouts>(kind: Kind, file: string) {
  const parsed = parseLayout(kind, readShipped(file))
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults))
  return parsed
}

const layouts = {
  text: layout('text', 'layout.text.liquid'),
  html: layout('html', 'layout.html.liquid'),
  titles: layout('titles', 'titles.whatsapp.liquid'),
}

export interface Draft {
  readonly channel: TemplateChannel
  readonly front: Readonly<Record<string, unknown>>
  readonly body: string
}

export const goodEmail: Draft = {
  channel: 'email',
  front: { subject: 'Sobre a sua conta', tone: 'neutral' },
  body: `Olá, {{ customer.firstName }}!

Somos da equipe {{ creditor.tradeName }} e temos informações sobre a sua conta com a gente, que estão aqui.

{% titles %}

Até logo.`,
}

const parameters = [
  '{{ titles }}',
  '{{ contact.words }}',
  '{{ creditor.name }}',
  '{{ creditor.document }}',
  '{{ creditor.address }}',
]

export const goodWhatsapp: Draft = {
  channel: 'whatsapp',
  front: { tone: 'neutral', approved: { name: 'aviso', language: 'pt_BR', parameters } },
  body: `Olá! Temos informações sobre a sua conta com a gente, que seguem logo abaixo, em poucas linhas, para você.

Documentos: {{1}}

Fale com a gente {{2}}. Se você já pagou, desconsidere esta mensagem.

{{3}}, CNPJ {{4}}, endereço {{5}}. Responda PARAR para sair.`,
}

export const goodSms: Draft = {
  channel: 'sms',
  front: { tone: 'neutral' },
  body: '{{ creditor.tradeName }}: fale com a gente sobre a sua conta, {{ contact.brief }}. Responda {{ optOut.word }} para sair',
}

function parseDraft({ channel, front, body }: Draft): Template | { readonly faults: Fault[] } {
  return parseTemplate({ file: `aviso.${channel}.liquid`, name: 'aviso', channel, front, body }, layouts)
}

/** Everything that is wrong with it, as `path: message`. */
export function judge(draft: Draft): string[] {
  const template = parseDraft(draft)
  const faults = 'faults' in template ? template.faults : lintTemplate(template, sampleFacts(draft.channel))
  return faults.map(({ path, message }) => `${path}: ${message}`)
}

export function mustParse(draft: Draft): Template {
  const template = parseDraft(draft)
  if ('faults' in template) throw new Error(JSON.stringify(template.faults))
  return template
}
