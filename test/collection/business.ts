import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ChannelAdapter } from '../../src/channels/contract.ts'
import { createDatabaseUrl, type Dialect } from '../harness/databases.ts'
import { type Answer, type Program, type ProgramSettings, startProgram } from '../harness/program.ts'

export const SOURCE = 'erp'
/** A Monday on which nothing is closed, in everybody's contact hours. */
const MORNING = '2026-11-23T11:00:00-03:00'
export const RECEIPTS_SECRET = 'the-secret-of-the-receipts'

const CONFIG = join(import.meta.dirname, '../../config')

export interface CollectionBusiness {
  readonly url: string
  readonly folder: string
  /** The program as of now; another one after `at`. */
  readonly program: () => Program
  /** Goes on at another time: the program is stopped, and started again on the same database. */
  at(now: string): Promise<Program>
  /** Another program beside the first. */
  another(now?: string): Promise<Program>
  customers(...customers: readonly object[]): Promise<void>
  titles(...titles: readonly object[]): Promise<void>
  /** Plans today, and waits until it is planned. */
  plan(program?: Program): Promise<Answer['body']>
  /** Sends what is due. */
  send(): Promise<void>
  messages(state?: string): Promise<Answer['body'][]>
  story(externalId: string): Promise<Answer['body'][]>
  close(): Promise<void>
}

export interface CollectionTerms {
  readonly now?: string
  readonly channels: readonly ChannelAdapter[]
  /** Lines of each channel file: which adapter makes which kind. */
  readonly kinds?: Readonly<Record<string, string>>
  /** Changes of `collection.yaml`. */
  readonly settings?: (yaml: string) => string
  readonly settingsOf?: Partial<ProgramSettings>
  /** The creditor of the shipped file is left as it is. */
  readonly isMadeUp?: boolean
  /** `calendar.yaml`; without it there are no days of one's own. */
  readonly calendar?: string
  /** One cadence in place of those that are shipped. */
  readonly cadence?: string
}

/** A program with collection switched on, through channels in memory. */
export async function openCollectionBusiness(dialect: Dialect, terms: CollectionTerms): Promise<CollectionBusiness> {
  const { channels, kinds = { email: 'memory', whatsapp: 'memory', sms: 'memory' }, settings = (yaml) => yaml } = terms
  const database = await createDatabaseUrl(dialect)
  const folder = await mkdtemp(join(tmpdir(), 'fiado-collection-'))
  for (const part of ['policies', 'cadences', 'templates', 'segments.yaml'])
    await cp(join(CONFIG, part), join(folder, part), { recursive: true })
  if (terms.cadence !== undefined) {
    await rm(join(folder, 'cadences'), { recursive: true })
    await mkdir(join(folder, 'cadences'))
    await writeFile(join(folder, 'cadences/sample.yaml'), terms.cadence)
  }
  const yaml = await readFile(join(CONFIG, 'collection.yaml'), 'utf8')
  const owned = terms.isMadeUp ? yaml : yaml.replace('12.ABC.345/01DE-35', '11.222.333/0001-81')
  const switchedOn = owned.replace('mode: "off"', 'mode: "on"').replace(/^plansAt: .*$/m, 'plansAt: "0 0 29 2 *"')
  await writeFile(join(folder, 'collection.yaml'), settings(switchedOn))
  if (terms.calendar !== undefined) await writeFile(join(folder, 'calendar.yaml'), terms.calendar)
  await mkdir(join(folder, 'channels'))
  for (const [kind, adapter] of Object.entries(kinds)) {
    const lines = [
      `adapter: ${adapter}`,
      `settings: { kind: ${kind} }`,
      'receipts: { secret: { env: RECEIPTS_SECRET } }',
    ]
    await writeFile(join(folder, 'channels', `${kind}.yaml`), lines.join('\n'))
  }
  const programs = new Set<Program>()
  const start = async (now: string): Promise<Program> => {
    const program = await startProgram({
      ...{ url: database.url, configFolder: folder, now, ...terms.settingsOf },
      environment: { RECEIPTS_SECRET },
      composition: { channels, leaseMs: 200, isQuiet: true, ...terms.settingsOf?.composition },
    })
    programs.add(program)
    return program
  }
  let current = await start(terms.now ?? MORNING)
  const put = async (kind: string, records: readonly object[]): Promise<void> => {
    const { body } = await current.call('PUT', `/v1/sources/${SOURCE}/${kind}`, { [kind]: records })
    if (body.rejected?.length !== 0) throw new Error(JSON.stringify(body))
  }
  const expectOk = ({ status, body }: Answer, wanted = 200): Answer['body'] => {
    if (status !== wanted) throw new Error(`answered ${status}: ${JSON.stringify(body)}`)
    return body
  }
  return {
    url: database.url,
    folder,
    program: () => current,
    another: (now = terms.now ?? MORNING) => start(now),
    at: async (now) => {
      programs.delete(current)
      await current.stop()
      current = await start(now)
      return current
    },
    customers: (...customers) => put('customers', customers.map(sampleCustomer)),
    titles: (...titles) => put('receivables', titles.map(sampleReceivable)),
    plan: (program = current) => planAndWait(program),
    send: () => current.runJob('send-messages'),
    messages: async (state = 'planned') =>
      expectOk(await current.call('GET', `/v1/collection/messages?state=${state}`)).messages,
    story: async (externalId) =>
      expectOk(await current.call('GET', `/v1/customers/${SOURCE}/${externalId}/story`)).entries,
    close: async () => {
      for (const program of programs) await program.stop().catch(() => undefined)
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const POLLS_MAX = 2_000

async function planAndWait(program: Program): Promise<Answer['body']> {
  const { status, body } = await program.call('POST', '/v1/jobs/plan-collection/runs', {})
  if (status !== 202) throw new Error(`planning answered ${status}: ${JSON.stringify(body)}`)
  for (let poll = 0; poll < POLLS_MAX; poll++) {
    const listed = await program.call('GET', '/v1/jobs/plan-collection/runs')
    const run = listed.body.runs.find(({ id }: { id: string }) => id === body.id)
    if (run?.state === 'done') return run
    if (run?.state === 'failed') throw new Error(`planning failed: ${run.message}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error('planning did not end')
}

export const sampleCustomer = (given: object): object => ({
  externalId: '1042',
  name: 'Mercadinho Boa Vista Ltda',
  document: '12ABC34501DE35',
  email: 'financeiro@boavista.example.com',
  whatsapp: '+55 11 98765-4321',
  state: 'SP',
  city: 'São Paulo',
  limit: { mode: 'amount', amount: '50000.00' },
  ...given,
})

/** Due a week before `MORNING`. */
export const sampleReceivable = (given: object): object => ({
  externalId: 'T-1',
  customer: { externalId: '1042' },
  kind: 'invoice',
  number: 'NF 100',
  issuedOn: '2026-10-01',
  dueOn: '2026-11-16',
  amount: '500.00',
  openAmount: '500.00',
  status: 'open',
  paymentMethod: 'boleto',
  ...given,
})
