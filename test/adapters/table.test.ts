import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { adapters, channels } from '../../src/registry.ts'
import { renderChannelTable, renderTable, replaceTable } from '../../src/sync/adapter-table.ts'
import { checks } from '../conformance/suite.ts'
import { sampleSubject } from '../conformance-channel/sample-adapter.ts'
import { channelChecks } from '../conformance-channel/suite.ts'
import { subject } from './_template/subject.ts'

const ROOT = join(import.meta.dirname, '../..')
const README = join(ROOT, 'adapters/README.md')
const template = subject.adapter

describe('the table of adapters', () => {
  it('says in adapters/README.md what the adapters say', () => {
    const page = readFileSync(README, 'utf8')
    expect(page, 'adapters/README.md is not up to date: npm run adapters:table').toBe(
      replaceTable(page, 'adapters', renderTable(adapters)),
    )
  })

  it('is sorted, and tells streams apart that work another way', () => {
    const { capabilities } = template
    const other = {
      ...template,
      id: 'aaa',
      title: 'Other',
      capabilities: {
        ...capabilities,
        changes: { customers: 'snapshot', receivables: 'windows', orders: 'windows' },
        openListing: {},
        writeBack: null,
        webhooks: { verified: 'url_secret', vetoesOrders: true },
      },
    } as const
    const rows = renderTable([template, other]).trim().split('\n').slice(2)
    expect(rows).toEqual([
      '| [aaa](erp/aaa/README.md): Other | customers, receivables, orders | ' +
        'snapshot: customers; windows: receivables, orders | – | – | secret in the address; may refuse orders |',
      '| [acme](erp/acme/README.md): Acme ERP 4 | customers, receivables, orders | modified | ' +
        'nightly: receivables, orders | `sales_block`: refuses new orders | signed (HMAC) |',
    ])
  })

  it('leaves the rest of the page alone', () => {
    const page = '# A\n<!-- adapters: begin, by npm run adapters:table -->\nold\n<!-- adapters: end -->\nB\n'
    expect(replaceTable(page, 'adapters', 'new\n')).toBe(page.replace('old', 'new'))
    expect(replaceTable(page, 'channels', 'new\n')).toBeNull()
    expect(replaceTable('# A\n', 'adapters', 'new\n')).toBeNull()
  })
})

describe('the table of channels', () => {
  it('says in adapters/README.md what the channels say', () => {
    const page = readFileSync(README, 'utf8')
    expect(page, 'adapters/README.md is not up to date: npm run adapters:table').toBe(
      replaceTable(page, 'channels', renderChannelTable(channels)),
    )
  })

  it('is sorted, and tells apart what channels can do', () => {
    const { adapter } = sampleSubject
    const other = {
      ...adapter,
      id: 'aaa',
      title: 'Other',
      capabilities: {
        kinds: ['sms', 'whatsapp'],
        honoursKey: false,
        receipts: { verified: 'url_secret' },
        approvedTextsOnly: true,
      },
    } as const
    const silent = { ...other, id: 'bbb', capabilities: { ...other.capabilities, receipts: null } } as const
    expect(renderChannelTable([adapter, silent, other]).trim().split('\n').slice(2)).toEqual([
      '| [aaa](channel/aaa/README.md): Other | sms, whatsapp | no | secret in the address | approved beforehand |',
      '| [acme-post](channel/acme-post/README.md): Acme Post 1 | email | yes | signed (HMAC) | any |',
      '| [bbb](channel/bbb/README.md): Other | sms, whatsapp | no | – | approved beforehand |',
    ])
  })
})

describe('the folder of channels', () => {
  const folders = readdirSync(join(ROOT, 'adapters/channel'))
  const examples = readdirSync(join(ROOT, 'config/channels'))
    .filter((name) => name.endsWith('.example.yaml'))
    .map((name) => readFileSync(join(ROOT, 'config/channels', name), 'utf8'))

  it('holds what is registered', () => {
    expect(folders.sort()).toEqual(channels.map(({ id }) => id).sort())
  })

  it.each(folders)('%s has a README, an example and the conformance suite', (folder) => {
    const needed = [`adapters/channel/${folder}/README.md`, `test/adapters/channel/${folder}/conformance.test.ts`]
    expect(needed.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
    expect(examples.filter((text) => text.includes(`adapter: ${folder}\n`)).length).toBeGreaterThan(0)
  })
})

describe('the folder of adapters', () => {
  const folders = readdirSync(join(ROOT, 'adapters/erp'))

  it('holds what is registered, and the template, which is not', () => {
    expect(folders.sort()).toEqual(['_template', ...adapters.map(({ id }) => id)].sort())
  })

  it.each(folders)('%s has a README, a mapping, a hook and the conformance suite', (folder) => {
    const parts = ['README.md', 'mapping.ts', 'hook'].map((part) => `adapters/erp/${folder}/${part}`)
    const needed = [...parts, `test/adapters/${folder}/conformance.test.ts`]
    expect(needed.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
  })
})

it('the examples of exemptions name checks that there are', () => {
  const titles = [...readFileSync(README, 'utf8').matchAll(/exempt: \{ '([^']+)'/g)].map(([, title]) => title)
  expect(titles).toHaveLength(2)
  const [ofAdapter, ofChannel] = titles
  expect(checks.map(({ title }) => title)).toContain(ofAdapter)
  expect(channelChecks.map(({ title }) => title)).toContain(ofChannel)
})
