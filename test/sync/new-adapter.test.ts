import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as done from '../../adapters/erp/_template/mapping.ts'
import * as toFill from '../../adapters/erp/_template/mapping-to-fill.ts'
import { createAdapter, describeNewAdapter, register, rename } from '../../src/sync/new-adapter.ts'
import { planOf } from '../conformance/suite.ts'
import type { Subject } from '../conformance/vendor.ts'
import { runProcess } from '../e2e/run-process.ts'

const ROOT = join(import.meta.dirname, '../..')
const REGISTRY = `import type { ErpAdapter } from './sync/contract.ts'

/** Every adapter of this program, by id. */
export const adapters: readonly ErpAdapter[] = []
`

/** A project with nothing but the template and the registry; the rest is this one's. */
function createProject(): string {
  const root = mkdtempSync(join(tmpdir(), 'fiado-adapter-'))
  for (const folder of ['adapters/erp/_template', 'test/adapters/_template'])
    cpSync(join(ROOT, folder), join(root, folder), { recursive: true })
  mkdirSync(join(root, 'src'))
  for (const link of ['node_modules', 'src/kernel', 'src/sync', 'test/conformance'])
    symlinkSync(join(ROOT, link), join(root, link))
  writeFileSync(join(root, 'src/registry.ts'), REGISTRY)
  return root
}

/** What `npx vitest run test/adapters/<id>` finds wrong, by title. */
async function failuresOf(root: string, id: string): Promise<Map<string, string>> {
  const { subject } = (await import(join(root, `test/adapters/${id}/subject.ts`))) as { subject: Subject }
  const failures = new Map<string, string>()
  for (const { title, run } of planOf(subject))
    await run().catch((error: Error) => failures.set(title, `${error.message} ${JSON.stringify(error)}`))
  return failures
}

describe('npm run adapter:new', () => {
  let root: string
  const read = (path: string): string => readFileSync(join(root, path), 'utf8')
  beforeAll(() => {
    root = createProject()
  })
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  it('refuses an id that is none', async () => {
    const ids = ['', 'Sol', 'sol_erp', '_template', '../etc', '1c', 'sol--erp', 'sol-', 'x'.repeat(33)]
    for (const id of ids)
      expect(await createAdapter(root, id)).toEqual({
        fault: expect.stringContaining(`"${id}" is no id of an adapter`),
      })
    expect(read('src/registry.ts')).toBe(REGISTRY)
  })

  it('makes an adapter by that name, and puts it into the registry', async () => {
    const made = await createAdapter(root, 'sol-erp')
    const files = globSync(['adapters/erp/sol-erp/**/*.*', 'test/adapters/sol-erp/**/*.*'], { cwd: root }).sort()
    expect(made).toEqual({ files: [...files, 'src/registry.ts'] })
    expect(files).toContain('adapters/erp/sol-erp/mapping.ts')
    expect(files).not.toContain('adapters/erp/sol-erp/mapping-to-fill.ts')
    for (const file of files)
      expect(read(file).replace('erp/_template/mapping.ts', ''), file).not.toMatch(/acme|_template/i)
    expect(read('src/registry.ts')).toBe(
      `import { solErp } from '../adapters/erp/sol-erp/index.ts'\n${REGISTRY.replace('[]\n', '[solErp]\n')}`,
    )
    const head = `export const solErp = defineErpAdapter({\n  id: 'sol-erp',\n  title: 'Sol Erp',\n`
    expect(read('adapters/erp/sol-erp/index.ts')).toContain(head)
    expect(describeNewAdapter('sol-erp', files)).toContain('npx vitest run test/adapters/sol-erp')
  })

  it('refuses an id that is taken', async () => {
    expect(await createAdapter(root, 'sol-erp')).toEqual({ fault: 'adapters/erp/sol-erp is there already' })
    expect(await createAdapter(root, 'adapters')).toEqual({ fault: 'src/registry.ts has a "adapters" already' })
  })

  it('tells how it is called, and ends with 2 where it does nothing', async () => {
    const calls = [[], ['one', 'two'], ['Sol']].map(async (given) => {
      const run = runProcess([process.execPath, 'src/adapter-new.ts', ...given], {})
      return [await run.ended, run.output.text]
    })
    const usage = 'npm run adapter:new <id>, with an id such as "sol-erp"\n'
    expect(await Promise.all(calls)).toEqual([
      [2, usage],
      [2, usage],
      [2, expect.stringContaining('"Sol" is no id')],
    ])
  })

  it('leaves a mapping of which the suite says by title what is missing', async () => {
    const failures = await failuresOf(root, 'sol-erp')
    expect(failures.get('every record comes exactly once across pages')).toContain('name is not mapped yet')
    expect(failures.get('amounts, currency and due day arrive unchanged, up to 13 digits')).toContain(
      'customer is not mapped yet',
    )
    expect([...failures.keys()]).toContain('write-back restores the former value')
    expect([...failures.keys()]).not.toContain('settings refuse unknown keys')
    expect([...failures.keys()]).not.toContain('401 asks for other credentials and is not tried again and again')
  })

  it('makes an adapter that conforms as soon as the mapping is filled', async () => {
    await createAdapter(root, 'lua')
    const mapping = read('adapters/erp/_template/mapping.ts')
    writeFileSync(join(root, 'adapters/erp/lua/mapping.ts'), rename(mapping, 'lua', 'mapping.ts'))
    expect(await failuresOf(root, 'lua')).toEqual(new Map())
    expect(read('src/registry.ts')).toContain('= [lua, solErp]\n')
  })
})

describe('the registry', () => {
  it('keeps its order, and wraps when the line is full', () => {
    const ids = [
      'omie',
      'bling',
      'conta-azul',
      'sap-b1',
      'tiny',
      'dolibarr',
      'odoo',
      'erpnext',
      'protheus',
      'senior',
      'sql',
    ]
    const text = ids.reduce((before, id) => {
      const registered = register(before, id)
      return 'text' in registered ? registered.text : expect.fail(registered.fault)
    }, REGISTRY)
    const paths = [...text.matchAll(/adapters\/erp\/([a-z0-9-]+)\//g)].map(([, id]) => id)
    expect(paths).toEqual([...ids].sort())
    expect(text).toContain(`readonly ErpAdapter[] = [
  bling,
  contaAzul,
  dolibarr,
`)
    expect(text).toContain(`  sapB1,\n  senior,\n  sql,\n  tiny,\n]\n`)
  })

  it('is left alone when it has another form, or the name', () => {
    expect(register('export const adapters = []\n', 'sol')).toEqual({ fault: expect.stringContaining('has no line') })
    expect(register(REGISTRY, 'adapters')).toEqual({ fault: 'src/registry.ts has a "adapters" already' })
  })
})

it('the mapping to fill has what the template has, with the same types', () => {
  const same: Omit<typeof done, 'customerRow' | 'receivableRow' | 'orderRow'> = toFill
  expect(Object.keys(same).sort()).toEqual(Object.keys(done).sort())
})
