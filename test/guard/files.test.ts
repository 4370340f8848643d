import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { guardFileSchema } from '../../src/guard/guard-file.ts'
import { readAllGuardFiles, readGuardFiles } from '../../src/guard/guard-files.ts'

const WHOLE = {
  source: 'erp-matriz',
  connection: '{ host: 10.0.0.8, user: fiado, password: { env: GUARD_PASSWORD } }',
  table: 'erp.pedidos',
  customer: 'cliente',
  orderId: 'numero',
  amount: 'valor',
}
const ENVIRONMENT = { GUARD_PASSWORD: 'fiado' }

describe('files of guards', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fiado-guard-files-'))
    mkdirSync(join(folder, 'guards'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const write = (file: string, lines: Readonly<Record<string, string>> = {}): void => {
    const text = Object.entries({ ...WHOLE, ...lines }).map(([key, value]) => `${key}: ${value}\n`)
    writeFileSync(join(folder, 'guards', file), text.join(''))
  }
  const read = async (environment: Record<string, string> = ENVIRONMENT) => {
    const { guards, faults } = await readGuardFiles(folder, environment)
    return { names: guards.map(({ name }) => name), faults: faults.flatMap((file) => file.faults) }
  }

  it('make guards of their names, beginning by watching; examples and switched off ones make none', async () => {
    write('pedidos.yaml')
    write('outra.example.yaml')
    write('parada.yml', { enabled: 'false' })
    expect(await read()).toEqual({ names: ['pedidos'], faults: [] })
    const { guards } = await readAllGuardFiles(folder, ENVIRONMENT)
    expect(guards).toMatchObject([{ name: 'parada' }, { name: 'pedidos', mode: 'monitor', schema: 'fiado_guard' }])
  })

  it('that are wrong keep no other from being used', async () => {
    write('errada.yaml', { mode: 'strict' })
    write('pedidos.yaml')
    expect(await read()).toEqual({
      names: ['pedidos'],
      faults: [{ path: 'mode', message: 'must be monitor or enforce' }],
    })
  })

  it('have names of their own', async () => {
    write('pedidos.yaml')
    write('pedidos.yml')
    write('Pedidos 2.yaml')
    const { names, faults } = await read()
    expect(names).toEqual(['pedidos'])
    expect(faults.map(({ message }) => message)).toEqual([
      expect.stringContaining('1 to 40 of a-z, 0-9 and -'),
      'has the name of another file',
    ])
  })

  it('name their secrets, never tell them', async () => {
    write('pedidos.yaml')
    expect((await read({})).faults).toMatchObject([{ path: 'connection.password' }])
    write('pedidos.yaml', { connection: '{ host: 10.0.0.8, user: fiado, password: fiado }' })
    expect((await read()).faults).toMatchObject([{ path: 'connection.password' }])
  })

  it.each([
    ['schema', { schema: 'ERP' }, "must not be the ERP's own database"],
    ['schema', { schema: 'MySQL' }, "must not be the server's own"],
    ['schema', { schema: '"a`b"' }, 'must be the name of a database'],
    ['definer', { definer: 'fiado@localhost' }, 'must be another user than that of the connection'],
    [
      'definer',
      { definer: 'fia@localhost', connection: WHOLE.connection.replace('user: fiado', 'user: fia_aside') },
      'must be another user',
    ],
    ['definer', { definer: '"o\'brien@localhost"' }, 'must be user@host'],
    [
      'connection.user',
      { connection: WHOLE.connection.replace('user: fiado', 'user: "o\'brien"') },
      'must be 1 to 80 of letters',
    ],
    ['table', { table: 'pedidos' }, 'must be database.table'],
    ['amount', { amount: '"a.b"' }, 'must be a column or'],
    ['company', { company: '{ column: filial, values: {} }' }, 'must name a company for at least one value'],
  ])('%s %j: %s', async (path, lines, message) => {
    write('pedidos.yaml', lines as Record<string, string>)
    const { names, faults } = await read()
    expect(names).toEqual([])
    expect(faults).toMatchObject([{ path, message: expect.stringContaining(message) }])
  })
})

it('the guide explains every key', () => {
  const guide = readFileSync(join(import.meta.dirname, '../../config/guards/README.md'), 'utf8')
  const explained = [...guide.matchAll(/^\| (`[\w.]+`(?:, `[\w.]+`)*) \|/gm)].flatMap(([, keys = '']) =>
    keys.replaceAll('`', '').split(', '),
  )
  const keys = new Set(explained.map((key) => key.split('.')[0]))
  expect(Object.keys(guardFileSchema.shape).filter((key) => !keys.has(key))).toEqual([])
})
