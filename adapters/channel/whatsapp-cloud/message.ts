import type { OutgoingMessage } from '../../../src/channels/contract.ts'

/** As the Cloud API takes it. `biz_opaque_callback_data` comes back with every receipt. */
export function bodyOf(
  { key, recipient }: OutgoingMessage,
  { name, language, parameters }: NonNullable<OutgoingMessage['approved']>,
): Record<string, unknown> {
  const texts = parameters.map((text) => ({ type: 'text', text: oneLine(text) }))
  return {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    to: recipient.slice(1),
    type: 'template',
    template: {
      name,
      language: { policy: 'deterministic', code: language },
      ...(texts.length > 0 ? { components: [{ type: 'body', parameters: texts }] } : {}),
    },
    biz_opaque_callback_data: key,
  }
}

/** Parameters with line breaks, tabs or more than four spaces in a row are refused. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()
