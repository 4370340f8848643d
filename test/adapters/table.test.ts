import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { adapters } from '../../src/registry.ts'
import { renderTable, replaceTable } from '../../src/sync/adapter-table.ts'
import { checks } from '../conformance/suite.ts'
import { subject } from './_template/subject.ts'

const ROOT = join(import.meta.dirname, '../..')
const README = join(ROOT, 'adapters/README.md')
const template = subject.adapter

describe('the table of adapters', () => {
  it('says in adapters/README.md what the adapters say', () => {
    const page = readFileSync(README, 'utf8')
    expect(page, 'adapters/README.md is not up to date: npm run adapters:table').toBe(
      replaceTable(page, renderTable(adapters)),
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
    expect(replaceTable(page, 'new\n')).toBe(page.replace('old', 'new'))
    expect(replaceTable('# A\n', 'new\n')).toBeNull()
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

it('the example of an exemption names a check that there is', () => {
  const title = /exempt: \{ '([^']+)'/.exec(readFileSync(README, 'utf8'))?.[1]
  expect(checks.map((check) => check.title)).toContain(title)
})
