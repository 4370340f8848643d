import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { FileFault } from '../../src/adapter-files.ts'
import { readChannelFiles } from '../../src/channels/channel-files.ts'
import { type ChannelKind, type ChannelSession, channelKinds, defineChannel } from '../../src/channels/contract.ts'
import { channels as registered } from '../../src/registry.ts'
import { type Secret, secretSchema } from '../../src/sync/secret.ts'

const open = (): ChannelSession => {
  throw new Error('nobody opens anything here')
}
const any = defineChannel({
  id: 'any',
  title: 'Any kind',
  capabilities: { kinds: channelKinds, honoursKey: true, receipts: { verified: 'hmac' }, approvedTextsOnly: false },
  settings: z.strictObject({ kind: z.enum(channelKinds), token: secretSchema.optional() }),
  kindOf: ({ kind }): ChannelKind => kind,
  open,
  receive: () => ({ kind: 'receipts', receipts: [] }),
})
const deaf = defineChannel({
  id: 'deaf',
  title: 'Without receipts',
  capabilities: { kinds: ['email'], honoursKey: false, receipts: null, approvedTextsOnly: false },
  settings: z.strictObject({}),
  kindOf: () => 'email',
  open,
})

const TOKEN = 'provider-t0ken-of-production'
const HOOK = 'receipts-s3cret-0123456789'
let folder: string
let environment: Record<string, string>
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiado-channel-files-'))
  await mkdir(join(folder, 'channels'))
  environment = { TOKEN, HOOK, SHORT: 'fifteen-letters' }
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const write = (name: string, text: string) => writeFile(join(folder, 'channels', name), text)
const read = (adapters = [any, deaf]) => readChannelFiles(folder, { adapters, environment })
/** What is wrong with the one file that has faults. */
async function faultsOf(text: string, name = 'sms.yaml'): Promise<FileFault['faults']> {
  await write(name, text)
  const { channels, faults } = await read()
  expect(channels).toEqual([])
  expect(faults.map(({ file }) => file)).toEqual([join(folder, 'channels', name)])
  return faults[0]?.faults ?? []
}
const kinded = (kind: ChannelKind): string => `adapter: any\nsettings: { kind: ${kind} }\n`

describe('a channel file', () => {
  it('is read with its secrets, its kind, and the secret of its receipts', async () => {
    await write(
      'sms-principal.yaml',
      'adapter: any\nsettings: { kind: sms, token: { env: TOKEN } }\nreceipts: { secret: { env: HOOK } }\n',
    )
    const { channels, faults } = await read()
    expect(faults).toEqual([])
    const [channel] = channels
    if (!channel) return expect.unreachable()
    expect(channel).toMatchObject({ name: 'sms-principal', kind: 'sms', settings: { kind: 'sms' } })
    expect(channel.adapter).toBe(any)
    const { token } = channel.settings as { token: Secret }
    expect([token.reveal(), channel.receipts?.secret.reveal()]).toEqual([TOKEN, HOOK])
    for (const shown of [inspect(channels, { depth: 20, showHidden: true }), JSON.stringify(channels)])
      for (const secret of [TOKEN, HOOK]) expect(shown).not.toContain(secret)
  })

  it('needs no more than its adapter does, and may be switched off', async () => {
    await write('email.yml', 'adapter: deaf\nsettings:\n')
    await write('sms.yaml', `${kinded('sms')}enabled: false\n`)
    expect(await read()).toEqual({
      channels: [{ name: 'email', adapter: deaf, settings: {}, kind: 'email', receipts: null }],
      faults: [],
    })
  })
})

describe('the folder', () => {
  it('may be missing, and may hold other things', async () => {
    const nowhere = await readChannelFiles(join(folder, 'nowhere'), { adapters: [any], environment })
    expect(nowhere).toEqual({ channels: [], faults: [] })
    for (const name of ['README.md', 'smtp.example.yaml', 'a.example.yml', 'b.yaml.bak']) await write(name, '[')
    expect(await read()).toEqual({ channels: [], faults: [] })
  })

  it('gives its channels by name, and a bad file stops no other', async () => {
    await write('c.yaml', kinded('sms'))
    await write('b.yaml', 'adapter: any')
    await write('a.yaml', kinded('whatsapp'))
    const { channels, faults } = await read()
    expect(channels.map(({ name }) => name)).toEqual(['a', 'c'])
    expect(faults.map(({ file }) => file)).toEqual([join(folder, 'channels/b.yaml')])
  })

  it('has one channel in use of each kind: the later one by name is a fault', async () => {
    await write('b.yaml', kinded('email'))
    await write('a.yaml', 'adapter: deaf')
    await write('c.yaml', `${kinded('email')}enabled: false\n`)
    await write('d.yaml', kinded('sms'))
    const { channels, faults } = await read()
    expect(channels.map(({ name }) => name)).toEqual(['a', 'd'])
    expect(faults).toEqual([
      {
        file: join(folder, 'channels/b.yaml'),
        faults: [{ path: '', message: 'is a second channel for email: a is in use, set enabled: false in one' }],
      },
    ])
  })

  it('has each name once, and 50 files at most', async () => {
    await write('sms.yaml', kinded('sms'))
    await write('sms.yml', kinded('email'))
    expect(await read()).toMatchObject({
      channels: [{ kind: 'sms' }],
      faults: [{ faults: [{ path: '', message: expect.stringContaining('name of another') }] }],
    })
    for (let n = 100; n < 151; n++) await write(`a${n}.yaml`, `${kinded('sms')}enabled: false`)
    expect((await read()).faults).toEqual([
      { file: join(folder, 'channels'), faults: [{ path: '', message: 'holds more than 50 files' }] },
    ])
  })
})

describe('a fault', () => {
  it.each([
    ['an adapter that is not there', 'adapter: acme', 'adapter', 'must be one of any, deaf'],
    ['no adapter', 'settings: {}', 'adapter', 'must be the id of a channel adapter, such as "smtp"'],
    ['an unknown key', `${kinded('sms')}colour: red`, 'colour', 'is not a known field'],
    ['an unknown key of the settings', 'adapter: deaf\nsettings: { url: x }', 'settings.url', 'is not a known field'],
    [
      'a variable that is not set',
      'adapter: any\nsettings: { kind: sms, token: { env: NO_TOKEN } }',
      'settings.token',
      'the environment variable NO_TOKEN is not set',
    ],
    [
      'receipts that it does not take',
      'adapter: deaf\nreceipts: { secret: { env: HOOK } }',
      'receipts',
      'the adapter deaf takes no receipts',
    ],
    [
      'a secret that is short',
      `${kinded('sms')}receipts: { secret: { env: SHORT } }`,
      'receipts.secret',
      'must have at least 16 characters',
    ],
    [
      'a secret that stands there itself',
      `${kinded('sms')}receipts: { secret: "${HOOK}" }`,
      'receipts.secret',
      'must be a reference to a secret, { env: NAME } or { file: /path }, never the secret itself',
    ],
  ])('is told by path: %s', async (_what, text, path, message) => {
    const faults = await faultsOf(text)
    expect(faults).toEqual([{ path, message }])
    expect(inspect(faults)).not.toContain(HOOK)
  })

  it('is told together with all the others of the file', async () => {
    const faults = await faultsOf(`adapter: any
colour: red
enabled: maybe
settings: { kind: letter, token: { env: NO_TOKEN }, shape: round }
receipts: { secret: { env: SHORT }, more: 1 }
`)
    expect(faults.map(({ path }) => path).sort()).toEqual([
      'colour',
      'enabled',
      'receipts.more',
      'receipts.secret',
      'settings.kind',
      'settings.shape',
      'settings.token',
    ])
  })

  it.each([
    ['no YAML', 'adapter: [', /^is no YAML/],
    ['something else', '17', /./],
  ])('is a file of %s', async (_what, text, message) => {
    expect((await faultsOf(text))[0]?.message).toMatch(message)
  })

  it('is a name that no channel can have', async () => {
    expect(await faultsOf(kinded('sms'), 'SMS Principal.yaml')).toEqual([
      { path: '', message: expect.stringContaining("the file's name must be 1 to 64 of a-z") },
    ])
  })
})

it('the examples of the repository are taken as they are, once they are copied and their variables set', async () => {
  const examples = join(import.meta.dirname, '../../config/channels')
  const names = (await readdir(examples)).filter((name) => name.endsWith('.example.yaml'))
  const secret = `whsec_${Buffer.from('a secret of this test, long enough').toString('base64')}`
  for (const name of names) {
    await rm(join(folder, 'channels'), { recursive: true })
    await mkdir(join(folder, 'channels'))
    const text = await readFile(join(examples, name), 'utf8')
    for (const [, variable = ''] of text.matchAll(/\{ env: (\w+) \}/g)) environment[variable] = secret
    await cp(join(examples, name), join(folder, 'channels', name.replace('.example', '')))
    const { channels, faults } = await readChannelFiles(folder, { adapters: registered, environment })
    expect(faults, name).toEqual([])
    expect(channels.map((channel) => `${channel.name}.example.yaml`)).toEqual([name])
  }
})
