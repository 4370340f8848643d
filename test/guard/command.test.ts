import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runGuardCommand } from '../../src/guard/command.ts'
import { openPlace, type Place } from './place.ts'
import { everythingOf } from './standing.ts'

let place: Place
beforeEach(async () => {
  place = await openPlace()
})
afterEach(() => place.close())

async function run(argv: readonly string[]): Promise<{ code: number; told: string; failed: string }> {
  const [told, failed]: [string[], string[]] = [[], []]
  const code = await runGuardCommand(argv, {
    ...{ configFolder: place.configFolder, environment: place.environment },
    pace: { sleep: async () => undefined },
    write: (text) => void told.push(text),
    fail: (text) => void failed.push(text),
  })
  return { code, told: told.join(''), failed: failed.join('') }
}

const access = (user = place.administrator): string[] => ['--user', user, '--password-env', 'GUARD_DBA_PASSWORD']

describe('the command', () => {
  it.each([
    [[], 'must be one of plan, install, verify, uninstall'],
    [['remove'], 'must be one of plan, install, verify, uninstall'],
    [['plan', 'one', 'two'], 'must be one of plan, install, verify, uninstall'],
    [['plan', '--force'], "Unknown option '--force'"],
    [['plan'], '--user is missing'],
    [['plan', '--user', 'dba'], 'either --password-env or --password-file is needed'],
    [
      ['plan', '--user', 'dba', '--password-env', 'A', '--password-file', 'b'],
      'either --password-env or --password-file',
    ],
    [['plan', '--user', 'dba', '--password-env', 'NOT_SET'], 'the environment variable NOT_SET is not set'],
    [['plan', '--user', 'dba', '--password-file', '/not/there'], '/not/there cannot be read (ENOENT)'],
    [['uninstall', '--user', 'dba', '--password-env', 'GUARD_DBA_PASSWORD'], 'uninstall needs the name of the guard'],
  ])('%j is told what is wrong, and how it is used', async (argv, fault) => {
    const { code, told, failed } = await run(argv)
    expect({ code, told }).toEqual({ code: 2, told: '' })
    expect(failed).toContain(fault)
    expect(failed).toContain('npm run guard -- plan|install|verify|uninstall [name]')
  })

  it('takes the password from a file', async () => {
    place.write('pedidos', {})
    const folder = mkdtempSync(join(tmpdir(), 'fiado-password-'))
    writeFileSync(join(folder, 'password'), 'dba\n')
    const words = ['plan', '--user', place.administrator, '--password-file', join(folder, 'password')]
    expect(await run(words)).toMatchObject({ code: 0, failed: '' })
    rmSync(folder, { recursive: true })
  })

  it('knows no guard where there is none, and no other than the files name', async () => {
    expect(await run(['verify', ...access()])).toMatchObject({ code: 2, failed: 'config/guards/ has no guard\n' })
    place.write('pedidos', {})
    expect(await run(['verify', 'vendas', ...access()])).toMatchObject({
      code: 2,
      failed: 'there is no guard vendas\n',
    })
  })

  it('tells a wrong file, and goes on with the others', async () => {
    place.write('pedidos', {})
    place.write('errada', { mode: 'strict', definer: 'nobody' })
    const { code, failed } = await run(['install', ...access()])
    expect(code).toBe(2)
    expect(failed).toMatch(/errada\.yaml:\n {2}mode must be monitor or enforce\n {2}definer must be user@host\n$/)
    expect(await run(['verify', 'pedidos', ...access()])).toMatchObject({ code: 0 })
  })

  it('does nothing for a file that is switched off, but takes its guard away', async () => {
    place.write('pedidos', {})
    expect(await run(['install', ...access()])).toMatchObject({ code: 0 })
    place.write('pedidos', { enabled: 'false' })
    expect(await run(['install', ...access()])).toMatchObject({ code: 2, failed: 'config/guards/ has no guard\n' })
    const { code, failed } = await run(['install', 'pedidos', ...access()])
    expect({ code, failed }).toEqual({
      code: 2,
      failed: 'nothing is done: pedidos is switched off in its file (enabled: false)\n',
    })
    expect(await run(['uninstall', 'pedidos', ...access()])).toMatchObject({ code: 0, failed: '' })
    expect(await everythingOf(place)).toEqual([])
  })

  it('with a wrong password says so, and not which', async () => {
    place.write('pedidos', {})
    Object.assign(place.environment, { GUARD_DBA_PASSWORD: 'wr0ng' })
    const { code, told, failed } = await run(['install', ...access()])
    expect(code).toBe(2)
    expect(failed).toMatch(/^the ERP's database does not let the user do this \(ER_ACCESS_DENIED_ERROR\)/)
    expect(told + failed).not.toContain('wr0ng')
  })

  it('with a server that is away says so', async () => {
    place.write('pedidos', {
      connection: '{ host: 127.0.0.1, port: 1, user: fiado, password: { env: GUARD_PASSWORD } }',
    })
    expect(await run(['plan', ...access()])).toMatchObject({
      code: 2,
      failed: "the ERP's database cannot be reached or gave up (ECONNREFUSED)\n",
    })
  })

  it('with a database that is not there says so', async () => {
    place.write('pedidos', { table: 'nowhere.pedidos' })
    const { code, failed } = await run(['plan', ...access()])
    expect(code).toBe(2)
    expect(failed).toMatch(/ER_BAD_DB_ERROR\): Unknown database 'nowhere'/)
  })
})

describe('an administrator', () => {
  const mark = (): string => place.schema.replace('fiado_guard_', '')
  async function createUser(grants: string): Promise<string> {
    const user = `little_${mark()}`
    await place.root.query(`CREATE USER ${user}@'%' IDENTIFIED BY 'dba'; ${grants.replaceAll('USER', `${user}@'%'`)}`)
    return user
  }
  afterEach(async () => {
    await place.root.query(`DROP USER IF EXISTS little_${mark()}@'%'`)
  })

  it('who may not look is told what is missing', async () => {
    place.write('pedidos', {})
    const user = await createUser(`GRANT ALL ON ${place.database}.* TO USER`)
    const { code, failed } = await run(['install', ...access(user)])
    expect(code).toBe(2)
    expect(failed).toMatch(/does not let the user do this \(ER_TABLEACCESS_DENIED_ERROR\).*`mysql`\.`user`/)
    expect(await place.all('SHOW DATABASES LIKE ?', [place.schema])).toEqual([])
  })

  it('who may not go through with it is told where it ended, and another one ends it', async () => {
    place.write('pedidos', {})
    const user = await createUser(`GRANT ALL ON ${place.database}.* TO USER; GRANT ALL ON ${place.schema}.* TO USER;
      GRANT SELECT ON mysql.* TO USER`)
    const { code, failed } = await run(['install', ...access(user)])
    expect(code).toBe(2)
    expect(failed).toMatch(
      /does not let the user do this .*, at:\n {2}CREATE USER IF NOT EXISTS 'fiado_\w+'@'%' IDENTIFIED BY '\*\*\*'\n$/,
    )
    expect(await place.tell("INSERT INTO pedidos (numero, cliente, valor) VALUES ('P1', 'C1', 10)")).toBe(null)
    expect(await run(['install', ...access()])).toMatchObject({ code: 0, failed: '' })
    expect(await run(['verify', ...access()])).toMatchObject({ code: 0, failed: '' })
  })
})
