import type { OutgoingMessage } from '../../../src/channels/contract.ts'
import { Refusal } from '../../../src/channels/outcome.ts'
import { SyncError } from '../../../src/sync/errors.ts'
import type { ZenviaSettings } from './settings.ts'

const E164 = /^\+[1-9]\d{7,14}$/

/** As `POST /channels/{channel}/messages` takes it; `externalId` comes back with every receipt. Throws what is wrong. */
export function bodyOf(settings: ZenviaSettings, message: OutgoingMessage): Record<string, unknown> {
  const { key, recipient } = message
  if (!E164.test(recipient)) throw new Refusal('invalid_recipient', 'the number is not in the form +5511987654321')
  return { externalId: key, from: settings.from, to: recipient.slice(1), contents: [contentOf(settings, message)] }
}

function contentOf(settings: ZenviaSettings, { text, approved }: OutgoingMessage): Record<string, unknown> {
  if (settings.channel === 'sms') return { type: 'text', text }
  if (approved === null) throw new Refusal('content', 'WhatsApp takes only approved templates, and none is named')
  const template = Object.hasOwn(settings.templates, approved.name) ? settings.templates[approved.name] : undefined
  if (template === undefined) throw new SyncError('settings', `the channel's file names no template ${approved.name}`)
  const { id, fields } = template
  if (fields.length !== approved.parameters.length)
    throw new SyncError(
      'settings',
      `template ${approved.name} has ${fields.length} fields in the channel's file, and ${approved.parameters.length} parameters`,
    )
  const values = fields.map((name, index) => [name, oneLine(approved.parameters[index] ?? '')])
  return { type: 'template', templateId: id, fields: Object.fromEntries(values) }
}

/** WhatsApp takes no line breaks, tabs or more than four spaces in a row in what fills a template. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()
