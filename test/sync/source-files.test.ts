import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { FileFault } from '../../src/adapter-files.ts'
import { isCron } from '../../src/jobs/schedule.ts'
import { adapters } from '../../src/registry.ts'
import { defineErpAdapter, type ErpSession } from '../../src/sync/contract.ts'
import { type Secret, secretSchema } from '../../src/sync/secret.ts'
import { baseUrlSchema } from '../../src/sync/settings.ts'
import { readSourceFiles } from '../../src/sync/source-files.ts'

const settings = z.strictObject({
  baseUrl: baseUrlSchema,
  companies: z.array(z.strictObject({ id: z.int(), key: secretSchema })).default([]),
  key: secretSchema,
})
const open = (): ErpSession => {
  throw new Error('nobody opens anything here')
}
const changes = { customers: 'modified', receivables: 'modified', orders: 'modified' } as const
/** One that can do everything, and one that can do little. */
const full = defineErpAdapter({
  id: 'full',
  title: 'Full',
  capabilities: {
    streams: ['customers', 'receivables', 'orders'],
    changes,
    openListing: {},
    reads: [],
    writeBack: { field: 'blocked', refuses: 'orders' },
    webhooks: { verified: 'hmac' },
  },
  settings,
  open,
  receive: () => ({ kind: 'nothing' }),
})
const bare = defineErpAdapter({
  id: 'bare',
  title: 'Bare',
  capabilities: { streams: ['receivables'], changes, openListing: {}, reads: [], writeBack: null, webhooks: null },
  settings: z.strictObject({}),
  open,
})

const KEY = 'erp-k3y-of-production'
const HOOK = 'hook-s3cret-0123456789'
let folder: string
let environment: Record<string, string>
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiado-source-files-'))
  await mkdir(join(folder, 'sources'))
  environment = { ERP_KEY: KEY, HOOK, SHORT: 'fifteen-letters', EMPTY: '' }
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const write = (name: string, text: string) => writeFile(join(folder, 'sources', name), text)
const read = () => readSourceFiles(folder, { adapters: [full, bare], environment, isCron })
/** What is wrong with the one file that has faults. */
async function faultsOf(text: string, name = 'erp.yaml'): Promise<FileFault['faults']> {
  await write(name, text)
  const { sources, faults } = await read()
  expect(sources).toEqual([])
  expect(faults.map(({ file }) => file)).toEqual([join(folder, 'sources', name)])
  return faults[0]?.faults ?? []
}
const GOOD = 'adapter: full\nsettings: { baseUrl: "https://erp.example.com/", key: { env: ERP_KEY } }\n'

describe('a source file', () => {
  it('is read with its secrets, from the environment and from files', async () => {
    await writeFile(join(folder, 'key.txt'), `  ${KEY}\n`)
    await write(
      'erp-matriz.yaml',
      `adapter: full
streams: [receivables, customers]
schedule: { changes: "*/10 * * * *" }
settings:
  baseUrl: https://erp.example.com/api/
  key: { env: ERP_KEY }
  companies: [{ id: 1, key: { file: ${join(folder, 'key.txt')} } }]
writeBack: { mode: dry_run, dailyCap: 5 }
webhook: { secret: { env: HOOK } }
`,
    )
    const { sources, faults } = await read()
    expect(faults).toEqual([])
    const [source] = sources
    if (!source) return expect.unreachable()
    expect(source).toMatchObject({
      name: 'erp-matriz',
      streams: ['customers', 'receivables'],
      schedule: { changes: '*/10 * * * *', nightly: '30 2 * * *' },
      settings: { baseUrl: 'https://erp.example.com/api' },
      writeBack: { mode: 'dry_run', dailyCap: 5, foreignBlock: 'stop' },
    })
    expect(source.adapter).toBe(full)
    const { key, companies } = source.settings as { key: Secret; companies: { id: number; key: Secret }[] }
    expect([key.reveal(), companies[0]?.key.reveal(), source.webhook?.secret.reveal()]).toEqual([KEY, KEY, HOOK])
    for (const shown of [inspect(sources, { depth: 20, showHidden: true }), JSON.stringify(sources)])
      for (const secret of [KEY, HOOK]) expect(shown).not.toContain(secret)
  })

  it('needs no more than its adapter does', async () => {
    await write('erp.yml', 'adapter: bare\nsettings:\n')
    const { sources, faults } = await read()
    expect(faults).toEqual([])
    expect(sources).toMatchObject([
      {
        name: 'erp',
        streams: ['receivables'],
        schedule: { changes: '*/5 * * * *', nightly: '30 2 * * *' },
        writeBack: { mode: 'off', dailyCap: 200 },
        webhook: null,
      },
    ])
  })

  it('that is switched off is none', async () => {
    await write('erp.yaml', `${GOOD}enabled: false\n`)
    expect(await read()).toEqual({ sources: [], faults: [] })
  })
})

describe('the folder', () => {
  it('may be missing', async () => {
    expect(await readSourceFiles(join(folder, 'nowhere'), { adapters: [full], environment, isCron })).toEqual({
      sources: [],
      faults: [],
    })
  })

  it('may hold other things, and examples', async () => {
    await write('README.md', '# Sources')
    await write('erp.example.yaml', 'adapter: nonsense')
    await write('other.example.yml', '[')
    await write('erp.yaml.bak', '[')
    expect(await read()).toEqual({ sources: [], faults: [] })
  })

  it('gives its sources in the order of their names, and a bad file stops no other', async () => {
    await write('c.yaml', GOOD)
    await write('b.yaml', 'adapter: full')
    await write('a.yml', 'adapter: bare')
    const { sources, faults } = await read()
    expect(sources.map(({ name }) => name)).toEqual(['a', 'c'])
    expect(faults.map(({ file }) => file)).toEqual([join(folder, 'sources/b.yaml')])
  })

  it('has each name once', async () => {
    await write('erp.yaml', GOOD)
    await write('erp.yml', 'adapter: bare')
    const { sources, faults } = await read()
    expect(sources.map(({ adapter }) => adapter.id)).toEqual(['full'])
    expect(faults).toMatchObject([
      {
        file: join(folder, 'sources/erp.yml'),
        faults: [{ path: '', message: expect.stringContaining('name of another') }],
      },
    ])
  })

  it('holds 200 files at most', async () => {
    for (let n = 100; n < 301; n++) await write(`s${n}.yaml`, 'adapter: bare')
    const { sources, faults } = await read()
    expect(sources).toHaveLength(200)
    expect(faults).toMatchObject([{ faults: [{ message: 'holds more than 200 files' }] }])
  })
})

describe('a fault', () => {
  it.each([
    ['an adapter that is not there', 'adapter: acme', 'adapter', 'must be one of full, bare'],
    ['no adapter', 'settings: {}', 'adapter', 'must be the id of an adapter, such as "omie"'],
    ['an unknown key', `${GOOD}colour: red`, 'colour', 'is not a known field'],
    ['an unknown key of the settings', 'adapter: bare\nsettings: { url: x }', 'settings.url', 'is not a known field'],
    [
      'a variable that is not set',
      GOOD.replace('ERP_KEY', 'NO_KEY'),
      'settings.key',
      'the environment variable NO_KEY is not set',
    ],
    [
      'a variable that is empty',
      GOOD.replace('ERP_KEY', 'EMPTY'),
      'settings.key',
      'the environment variable EMPTY is not set',
    ],
    [
      'a secret file that is missing',
      GOOD.replace('env: ERP_KEY', 'file: /nowhere/key'),
      'settings.key',
      'the file /nowhere/key cannot be read (ENOENT)',
    ],
    [
      'a secret file that is none',
      GOOD.replace('env: ERP_KEY', 'file: /dev/zero'),
      'settings.key',
      'the file /dev/zero cannot be read (no file)',
    ],
    [
      'a wrong time',
      `${GOOD}schedule: { changes: "every day" }`,
      'schedule.changes',
      'must be a cron expression such as "*/5 * * * *"',
    ],
    [
      'a wrong night',
      `${GOOD}schedule: { nightly: "99 2 * * *" }`,
      'schedule.nightly',
      'must be a cron expression such as "*/5 * * * *"',
    ],
    [
      'a stream that it lacks',
      'adapter: bare\nstreams: [receivables, orders]',
      'streams',
      'the adapter bare has no orders',
    ],
    [
      'a write-back that it lacks',
      'adapter: bare\nwriteBack: { mode: "on" }',
      'writeBack.mode',
      'must be off: the adapter bare writes nothing back',
    ],
    [
      'a rehearsal of what it lacks',
      'adapter: bare\nwriteBack: { mode: dry_run }',
      'writeBack.mode',
      'must be off: the adapter bare writes nothing back',
    ],
    [
      'a webhook that it lacks',
      'adapter: bare\nwebhook: { secret: { env: HOOK } }',
      'webhook',
      'the adapter bare takes no webhooks',
    ],
    [
      'a webhook secret that is short',
      `${GOOD}webhook: { secret: { env: SHORT } }`,
      'webhook.secret',
      'must have at least 16 characters',
    ],
    [
      'a webhook secret that is missing',
      `${GOOD}webhook: { secret: { env: NO_HOOK } }`,
      'webhook.secret',
      'the environment variable NO_HOOK is not set',
    ],
  ])('is told by path: %s', async (_what, text, path, message) => {
    expect(await faultsOf(text)).toEqual([{ path, message }])
  })

  it.each([
    ['settings.key', GOOD.replace('{ env: ERP_KEY }', `"${KEY}"`)],
    ['settings.key', GOOD.replace('{ env: ERP_KEY }', `{ env: ERP_KEY, or: "${KEY}" }`)],
    ['settings.key', GOOD.replace('{ env: ERP_KEY }', `!secret ${KEY}`)],
    [
      'settings.companies[1].key',
      GOOD.replace('key:', `companies: [{ id: 1, key: { env: ERP_KEY } }, { id: 2, key: "${KEY}" }], key:`),
    ],
    ['webhook.secret', `${GOOD}webhook: { secret: "${KEY}" }`],
  ])('is a secret that stands there itself (%s), and is not repeated', async (path, text) => {
    const warnings: Error[] = []
    const hear = (warning: Error): void => void warnings.push(warning)
    process.on('warning', hear)
    const faults = await faultsOf(text)
    await turn()
    process.off('warning', hear)
    expect(faults).toEqual([
      { path, message: 'must be a reference to a secret, { env: NAME } or { file: /path }, never the secret itself' },
    ])
    expect(warnings).toEqual([])
    expect(inspect(faults, { depth: 9 })).not.toContain(KEY)
  })

  it.each([
    ['an open bracket', `adapter: full\nsettings: { key: "${KEY}"\n`, /at line \d+, column \d+$/],
    ['a key twice', `adapter: full\nadapter: "${KEY}"\n`, /DUPLICATE_KEY at line 2, column 1$/],
    ['something behind a text', `adapter: "full" ${KEY}\n`, /at line 1/],
    ['a password that looks like an alias', `adapter: full\nsettings: { key: *${KEY} }\n`, /aliases/],
    ['an alias', `adapter: &name full\nstreams: [*name]\n`, /aliases/],
    ['a password that looks like a block', `adapter: full\nkey: |${KEY}\n`, /at line 2/],
    ['a wrong escape', `adapter: "\\q${KEY}"\n`, /at line 1/],
    ['several documents', `adapter: full\n---\nkey: ${KEY}\n`, /MULTIPLE_DOCS/],
    ['tabs', `adapter: full\nsettings:\n\tkey: ${KEY}\n`, /at line/],
  ])('of the YAML tells the place and quotes nothing: %s', async (_what, text, place) => {
    const faults = await faultsOf(text)
    expect(faults).toEqual([{ path: '', message: expect.stringMatching(/^is no YAML that can be read: /) }])
    expect(faults[0]?.message).toMatch(place)
    expect(faults[0]?.message).not.toContain(KEY)
  })

  it('is a file that would blow up, or is too large, or nested too deeply', async () => {
    const names = 'abcdefgh'.split('')
    const bomb = names.map((name, n) => {
      const former = names[n - 1]
      return `${name}: &${name} [${former ? Array(9).fill(`*${former}`).join(',') : '"lol"'}]`
    })
    expect(await faultsOf(bomb.join('\n'))).toMatchObject([{ message: expect.stringContaining('aliases') }])
    expect(await faultsOf(`adapter: ${'x'.repeat(256 * 1024)}`)).toEqual([
      { path: '', message: 'must be at most 262144 bytes' },
    ])
    expect(await faultsOf(`adapter: ${'['.repeat(100_000)}`)).toMatchObject([{ path: '' }])
    expect(await faultsOf(`adapter: bare\nsettings: ${'{ a: '.repeat(50)} { env: ERP_KEY } ${'}'.repeat(50)}`)).toEqual(
      [{ path: 'settings.a', message: 'is not a known field' }],
    )
  })

  it.each([['just text'], ['[1, 2]'], ['17']])('is a file of something else: %s', async (text) => {
    expect((await faultsOf(text)).map(({ path }) => path)).toContain('')
  })

  it('is an empty file', async () => {
    expect((await faultsOf('')).map(({ path }) => path)).toEqual(['adapter'])
  })

  it('is a name that no source can have', async () => {
    expect(await faultsOf(GOOD, 'ERP Matriz.yaml')).toEqual([
      { path: '', message: expect.stringContaining("the file's name must be 1 to 64 of a-z") },
    ])
  })

  it.each([
    ['a folder', (path: string) => mkdir(path), 'no file'],
    ['a link to nowhere', (path: string) => symlink('/nowhere', path), 'ENOENT'],
  ])('is what cannot be read: %s', async (_what, make, why) => {
    await make(join(folder, 'sources/erp.yaml'))
    await write('other.yaml', GOOD)
    const { sources, faults } = await read()
    expect(sources.map(({ name }) => name)).toEqual(['other'])
    expect(faults).toEqual([
      { file: join(folder, 'sources/erp.yaml'), faults: [{ path: '', message: `cannot be read (${why})` }] },
    ])
  })

  it('is told together with all the others of the file', async () => {
    const faults = await faultsOf(`adapter: full
colour: red
settings: { baseUrl: ftp://x, key: { env: NO_KEY }, companies: [{ id: one, key: literal }], shape: round }
writeBack: { mode: maybe }
webhook: { secret: { env: SHORT } }
`)
    expect(faults.map(({ path }) => path).sort()).toEqual([
      'colour',
      'settings.baseUrl',
      'settings.companies[0].id',
      'settings.companies[0].key',
      'settings.key',
      'settings.shape',
      'webhook.secret',
      'writeBack.mode',
    ])
  })

  it('of the times and of what the adapter lacks comes with those of the settings', async () => {
    const faults = await faultsOf(`adapter: bare
settings: { url: x }
streams: [customers]
schedule: { changes: never, nightly: never }
writeBack: { mode: "on" }
webhook: { secret: { env: HOOK } }
`)
    expect(faults.map(({ path }) => path).sort()).toEqual([
      'schedule.changes',
      'schedule.nightly',
      'settings.url',
      'streams',
      'webhook',
      'writeBack.mode',
    ])
  })
})

it('the examples of the repository are taken as they are, once they are copied and their variables set', async () => {
  const examples = join(import.meta.dirname, '../../config/sources')
  const names = await readdir(examples)
  for (const name of names) {
    const text = await readFile(join(examples, name), 'utf8')
    for (const [, variable = ''] of text.matchAll(/\{ env: (\w+) \}/g)) environment[variable] = 'a-secret-0123456789'
    await cp(join(examples, name), join(folder, 'sources', name.replace('.example', '')))
  }
  const { sources, faults } = await readSourceFiles(folder, { adapters, environment, isCron })
  expect(faults).toEqual([])
  expect(sources.map(({ name }) => `${name}.example.yaml`).sort()).toEqual(names.sort())
})
