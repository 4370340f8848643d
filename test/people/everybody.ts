import { createDatabaseUrl, type Dialect } from '../harness/databases.ts'
import { type Program, startProgram } from '../harness/program.ts'
import { MemoryVendor } from '../sync/memory-vendor.ts'
import { type Belongings, BRANCHS, fillCompany, houseFiles, OTHERS } from './everybody-belongings.ts'

/** Everybody who may come to the program: people of every role, people who are bound to one source, and strangers. */

const NOW = '2026-11-23T10:00:00-03:00'
const HOST = 'localhost:3000'
/** Of everybody who was invited. */
export const PASSWORD = 'uma senha que ninguém adivinha'

const NOT_BOUND = { salesRep: null, source: null }
const BOUND = { salesRep: null, source: 'erp' }
/** By login. The first seven are bound to no source; the first rep owns what is called {@link OTHERS}. */
const PEOPLE = {
  rep: { role: 'rep', salesRep: `${OTHERS}-rep`, source: null },
  collector: { role: 'collector', ...NOT_BOUND },
  analyst: { role: 'analyst', ...NOT_BOUND },
  manager: { role: 'manager', ...NOT_BOUND },
  admin: { role: 'admin', ...NOT_BOUND },
  integrator: { role: 'integrator', ...NOT_BOUND },
  'second-rep': { role: 'rep', salesRep: 'rep-2', source: null },
  'codeless-rep': { role: 'rep', ...NOT_BOUND },
  /** Has the code of the branch's rep, and is bound to the other source. */
  'bound-rep': { role: 'rep', salesRep: `${BRANCHS}-rep`, source: 'erp' },
  'bound-collector': { role: 'collector', ...BOUND },
  'bound-analyst': { role: 'analyst', ...BOUND },
  'bound-manager': { role: 'manager', ...BOUND },
  'bound-integrator': { role: 'integrator', ...BOUND },
} as const
export type Name = keyof typeof PEOPLE
export const NAMES = Object.keys(PEOPLE) as Name[]
export const roleOf = (name: Name) => PEOPLE[name].role

export interface Somebody {
  readonly id: string
  readonly cookie: string
  readonly csrf: string
  /** Of the session that they had before they chose their password. */
  readonly former: { readonly cookie: string; readonly csrf: string }
}

export interface Seen {
  readonly status: number
  readonly body: string
  readonly location: string | undefined
}

export type Form = Readonly<Record<string, string>>

export interface Asked {
  readonly cookie?: string
  readonly form?: Form | string
  readonly headers?: Readonly<Record<string, string>>
}

export interface Company {
  readonly program: Program
  readonly people: Readonly<Record<Name, Somebody>>
  /** What the first rep has, and what the branch has. */
  readonly theirs: { readonly rep: Belongings; readonly branch: Belongings }
  ask(method: 'GET' | 'POST', url: string, asked?: Asked): Promise<Seen>
  get(name: Name | null, url: string): Promise<Seen>
  /** With the token of the person's session. */
  post(name: Name, url: string, form: Form): Promise<Seen>
  logIn(login: string, password: string): Promise<{ cookie: string; csrf: string; status: number }>
  /** Makes somebody, who then chooses a password. */
  invite(login: string, terms: object): Promise<Somebody>
  /** Every row of every table that changes only when somebody does something, as one text. */
  everything(): Promise<string>
  close(): Promise<void>
}

export async function openCompany(dialect: Dialect): Promise<Company> {
  const database = await createDatabaseUrl(dialect)
  const files = await houseFiles()
  const program = await startProgram({
    ...{ url: database.url, configFolder: files.folder, now: NOW, environment: { HOOK: 'the-secret-of-the-hook' } },
    composition: { adapters: [new MemoryVendor().adapter], isQuiet: true },
  })
  const door = openDoor(program)
  const invited: [string, Somebody][] = []
  for (const name of NAMES) invited.push([name, await door.invite(name, PEOPLE[name])])
  const people = Object.fromEntries(invited) as Record<Name, Somebody>
  const post = (name: Name, url: string, form: Form): Promise<Seen> => {
    const { cookie, csrf } = people[name]
    return door.ask('POST', url, { cookie, form: { _csrf: csrf, ...form } })
  }
  const theirs = await fillCompany(program, people, (url, form) => post('rep', url, form))
  return {
    ...{ program, people, theirs, post, ...door },
    get: (name, url) => door.ask('GET', url, name === null ? {} : { cookie: people[name].cookie }),
    everything: () => readEverything(program, dialect),
    close: async () => {
      await program.stop()
      await database.drop()
      await files.remove()
    },
  }
}

/** Requests as a browser sends them. */
function openDoor(program: Program) {
  const send = async (method: 'GET' | 'POST', url: string, { cookie, form, headers = {} }: Asked = {}) => {
    const payload = typeof form === 'object' ? new URLSearchParams(form).toString() : form
    const reply = await program.app.inject({
      ...{ method, url },
      headers: {
        host: HOST,
        ...(cookie !== undefined && { cookie }),
        ...(payload !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
        ...headers,
      },
      ...(payload !== undefined && { payload }),
    })
    const given = [reply.headers['set-cookie'] ?? []].flat().find((line) => !line.includes('Max-Age=0'))
    const seen = { status: reply.statusCode, body: reply.body, location: reply.headers.location }
    return { seen, cookie: given?.split(';', 1)[0] ?? '' }
  }
  const tokenOf = (page: Seen): string => /name="_csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? 'no token'
  const withToken = async (cookie: string) => ({
    ...{ cookie, csrf: tokenOf((await send('GET', '/senha', { cookie })).seen) },
  })
  const logIn = async (login: string, password: string) => {
    const { seen: page, cookie: browser } = await send('GET', '/entrar')
    const form = { _csrf: tokenOf(page), login, password, code: '', next: '/' }
    const { seen, cookie } = await send('POST', '/entrar', { cookie: browser, form })
    return { ...(await withToken(cookie)), status: seen.status }
  }
  return {
    logIn,
    ask: async (method: 'GET' | 'POST', url: string, asked: Asked = {}) => (await send(method, url, asked)).seen,
    invite: async (login: string, terms: object): Promise<Somebody> => {
      // The program made `admin` itself at its first start, with a password that only the start screen knows.
      const made =
        login === 'admin'
          ? await resetAdmin(program)
          : (await program.call('POST', '/v1/users', { login, name: `Pessoa ${login}`, ...terms })).body
      const { status: _, ...former } = await logIn(login, made.password)
      const form = { _csrf: former.csrf, current: made.password, next: PASSWORD, again: PASSWORD }
      const { cookie, seen } = await send('POST', '/senha', { cookie: former.cookie, form })
      if (seen.status !== 303) throw new Error(`${login} is not in: ${seen.status} ${seen.body}`)
      return { id: made.id, ...(await withToken(cookie)), former }
    },
  }
}

async function resetAdmin(program: Program): Promise<{ id: string; password: string }> {
  const { users } = (await program.call('GET', '/v1/users')).body
  const { id } = users.find(({ login }: { login: string }) => login === 'admin')
  return { id, ...(await program.call('POST', `/v1/users/${id}/password`)).body }
}

const TABLES = {
  sqlite: "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name",
  mariadb: 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY name',
}

/** Sessions say when they were seen, and the clock runs jobs while nobody asks. */
const OF_ITS_OWN = /^(sessions|job_runs|job_plans|sqlite_sequence)$/

async function readEverything({ db }: Program, dialect: Dialect): Promise<string> {
  const tables = await db.all<{ name: string }>(TABLES[dialect])
  const texts: string[] = []
  for (const { name } of tables.filter((table) => !OF_ITS_OWN.test(table.name))) {
    const rows = (await db.all(`SELECT * FROM ${name}`)).map((row) =>
      JSON.stringify(row, (_key, value) => (typeof value === 'bigint' ? String(value) : value)),
    )
    texts.push(`${name}\n${rows.toSorted().join('\n')}`)
  }
  return texts.join('\n')
}
