import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { twilio } from '../../../../adapters/channel/twilio/index.ts'
import { whatsappCloud } from '../../../../adapters/channel/whatsapp-cloud/index.ts'
import { zenvia } from '../../../../adapters/channel/zenvia/index.ts'
import { readChannelFiles } from '../../../../src/channels/channel-files.ts'

const ROOT = join(import.meta.dirname, '../../../..')
const NAMES = [
  'WHATSAPP_ACCESS_TOKEN',
  'WHATSAPP_APP_SECRET',
  'WHATSAPP_RECEIPTS_SECRET',
  'ZENVIA_TOKEN',
  'TWILIO_AUTH_TOKEN',
]
const environment = Object.fromEntries([...NAMES, 'SMS_RECEIPTS_SECRET'].map((name) => [name, `value-of-${name}`]))

/** The channel that a file of this text would be, by adapter and kind. */
async function channelOf(text: string): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'fiado-channel-'))
  try {
    await mkdir(join(folder, 'channels'))
    await writeFile(join(folder, 'channels', 'example.yaml'), text)
    const { channels, faults } = await readChannelFiles(folder, {
      adapters: [whatsappCloud, zenvia, twilio],
      environment,
    })
    expect(faults).toEqual([])
    return channels.map(({ adapter, kind, receipts }) => [adapter.id, kind, receipts !== null])
  } finally {
    await rm(folder, { recursive: true })
  }
}

const read = (file: string): Promise<string> => readFile(join(ROOT, file), 'utf8')

it.each([
  ['config/channels/whatsapp.example.yaml', ['whatsapp-cloud', 'whatsapp', true]],
  ['config/channels/sms.example.yaml', ['zenvia', 'sms', true]],
])('%s is taken as it is', async (file, channel) => {
  expect(await channelOf(await read(file))).toEqual([channel])
})

it('the other provider of the SMS example is taken once its marks are gone', async () => {
  const [, other = ''] = (await read('config/channels/sms.example.yaml')).split(/\n\n/)
  expect(await channelOf(other.replaceAll(/^# /gm, ''))).toEqual([['twilio', 'sms', false]])
})

it.each([
  ['whatsapp-cloud', [['whatsapp-cloud', 'whatsapp', true]]],
  [
    'zenvia',
    [
      ['zenvia', 'sms', true],
      ['zenvia', 'whatsapp', true],
    ],
  ],
  ['twilio', [['twilio', 'sms', true]]],
])('the examples in the README of %s are taken', async (id, channels) => {
  const text = await read(`adapters/channel/${id}/README.md`)
  const blocks = [...text.matchAll(/```yaml\n(.*?)```/gs)].map(([, block = '']) => block)
  const taken: unknown[] = []
  for (const block of blocks) taken.push(await channelOf(block))
  expect(taken.flat(1)).toEqual(channels)
})
