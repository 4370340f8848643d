import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Answer, type Program, type ProgramSettings, startProgram } from '../harness/program.ts'

/** No job frees a refused order behind the back of a test that is about something else. */
const QUIET = { isQuiet: true }
/** A Wednesday without holidays around it. */
export const NOW = '2026-11-18T10:00:00-03:00'
/** A Friday: twelve days before `NOW`. */
const LONG_AGO = '2026-11-06'
export const LATER = '2027-01-15'
export const ERP = 'erp-matriz'

type Body = ReturnType<typeof JSON.parse>

/** A folder with a policy, as `FIADO_CONFIG` has it; `write` replaces it. */
export async function createPolicyFolder(policy: object | string = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'fiado-policy-'))
  const write = async (text: object | string): Promise<void> => {
    await mkdir(join(folder, 'policies'), { recursive: true })
    // JSON is YAML.
    await writeFile(
      join(folder, 'policies/default.yaml'),
      typeof text === 'string' ? text : JSON.stringify(text, null, 2),
    )
  }
  await write(policy)
  return { folder, write, drop: () => rm(folder, { recursive: true, force: true }) }
}

export interface AskOptions {
  customer?: object
  company?: string
  payment?: object
  revision?: number
  asOf?: string
  source?: string
}

/** What an ERP says to the program, in few words. A call that is not answered with 200 fails, unless it is `ask`. */
export function shopOn(program: Pick<Program, 'call'>) {
  const told = async (method: 'GET' | 'PUT' | 'POST', path: string, body?: unknown): Promise<Body> => {
    const answer = await program.call(method, path, body)
    if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const feed = async (kind: string, records: object[], source = ERP): Promise<void> => {
    const reply = await told('PUT', `/v1/sources/${source}/${kind}`, { [kind]: records })
    if (reply.rejected.length > 0) throw new Error(JSON.stringify(reply.rejected))
  }
  const ask = (
    mode: string,
    customer: string,
    orderId: string | undefined,
    amount: string,
    { company, payment, revision, asOf, source = ERP, ...rest }: AskOptions = {},
  ): Promise<Answer> =>
    program.call('POST', '/v1/credit-checks', {
      source,
      mode,
      customer: rest.customer ?? { externalId: customer },
      order: { id: orderId, revision, amount, company, payment },
      asOf,
    })
  const asked = async (...question: Parameters<typeof ask>): Promise<Body> => {
    const answer = await ask(...question)
    if (answer.status !== 200) throw new Error(`${question}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  return {
    told,
    ask,
    feed,
    /** A customer with a limit of R$ 1.000,00 unless `fields` says otherwise. */
    customer: (externalId: string, fields: object = {}) =>
      feed('customers', [{ externalId, name: externalId, limit: { mode: 'amount', amount: '1000.00' }, ...fields }]),
    /** An open invoice, due long ago unless `fields` says otherwise. */
    title: (customer: string, externalId: string, openAmount: string, fields: object = {}) =>
      feed('receivables', [
        {
          externalId,
          customer: { externalId: customer },
          kind: 'invoice',
          issuedOn: '2026-10-01',
          dueOn: LONG_AGO,
          amount: openAmount,
          openAmount,
          status: openAmount === '0.00' ? 'paid' : 'open',
          ...fields,
        },
      ]),
    order: (customer: string, id: string, amount: string, fields: object = {}) =>
      feed('orders', [{ id, customer: { externalId: customer }, amount, status: 'confirmed', ...fields }]),
    check: (customer: string, amount: string, options?: AskOptions) =>
      asked('check', customer, undefined, amount, options),
    reserve: (customer: string, orderId: string, amount: string, options?: AskOptions) =>
      asked('reserve', customer, orderId, amount, options),
    recheck: (customer: string, orderId: string, amount: string, options?: AskOptions) =>
      asked('recheck', customer, orderId, amount, options),
    confirm: (orderId: string): Promise<Answer> =>
      program.call('POST', `/v1/orders/${orderId}/confirm`, { source: ERP }),
    cancel: (orderId: string): Promise<Answer> => program.call('POST', `/v1/orders/${orderId}/cancel`, { source: ERP }),
    credit: (customer: string, query = ''): Promise<Body> =>
      told('GET', `/v1/customers/${ERP}/${customer}/credit${query}`),
    /** What the customer's own exposure holds now. */
    exposure: async (customer: string): Promise<Body> =>
      (await told('GET', `/v1/customers/${ERP}/${customer}/credit`)).exposure,
    /** Positions as kept differ nowhere from what the items sum up to. */
    drift: async (): Promise<unknown[]> => (await told('POST', '/v1/positions/verify')).drift,
  }
}

export type Shop = ReturnType<typeof shopOn>

/** A program that can be stopped and started again, later and with another policy, on the same database. */
export async function openBusiness(settings: ProgramSettings) {
  let program = await startProgram({ now: NOW, composition: QUIET, ...settings })
  const state = { program, shop: shopOn(program) }
  return {
    get program() {
      return state.program
    },
    get shop() {
      return state.shop
    },
    async restart(now: string, more: Partial<ProgramSettings> = {}): Promise<Shop> {
      await program.stop()
      program = await startProgram({ composition: QUIET, ...settings, ...more, now })
      state.program = program
      state.shop = shopOn(program)
      return state.shop
    },
    stop: () => program.stop(),
  }
}

export const codesOf = (answer: { reasons: { code: string }[] }): string[] => answer.reasons.map(({ code }) => code)
