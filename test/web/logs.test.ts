import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { composeApp } from '../../src/compose.ts'
import { configOf, PROGRAM_KEY } from '../harness/config.ts'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'

const PERSONAL = {
  name: 'Maria Aparecida da Conceição',
  document: '52998224725',
  email: 'maria.aparecida@example.com',
  phone: '+5511987654321',
  externalId: 'CLI-77123',
  order: 'PED-88431',
}

describe.each(dialects)('the log on %s', (dialect) => {
  it('of every kind of call, at its most talkative, names no person, customer, order or key', async () => {
    const { url, drop } = await createDatabaseUrl(dialect)
    const lines: string[] = []
    const logger = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
    const config = configOf({ databaseUrl: url, logLevel: 'trace' })
    const program = await composeApp(config, logger)
    try {
      await program.start()
      const { name, document, email, phone, externalId, order } = PERSONAL
      const customer = { externalId, name, document, email, phone }
      const ask = { source: 'erp', mode: 'reserve', customer: { externalId }, order: { id: order, amount: '1.00' } }
      const calls: [method: 'GET' | 'PUT' | 'POST', path: string, body: unknown, status: number][] = [
        ['PUT', '/v1/sources/erp/customers', { customers: [customer, { ...customer, document: '1' }] }, 200],
        ['PUT', '/v1/sources/erp/customers', `{"customers": [{"name": "${name}"`, 400],
        ['POST', '/v1/credit-checks', ask, 200],
        ['POST', '/v1/credit-checks', { ...ask, customer: { document } }, 200],
        ['POST', '/v1/credit-checks', { ...ask, [name]: email }, 400],
        ['POST', `/v1/orders/${order}/confirm`, { source: 'other' }, 404],
        ['GET', `/v1/customers/erp/${externalId}/credit?document=${document}`, undefined, 400],
        ['GET', `/nothing/${email}`, undefined, 404],
      ]
      for (const [method, path, body, status] of calls) {
        const headers = { authorization: `Bearer ${PROGRAM_KEY}`, 'content-type': 'application/json' }
        const payload = typeof body === 'string' ? body : JSON.stringify(body)
        const reply = await program.app.inject({ method, url: path, headers, ...(body !== undefined && { payload }) })
        expect([path, reply.statusCode]).toEqual([path, status])
      }
    } finally {
      await program.stop()
      await drop()
    }
    expect(lines.filter((line) => line.includes('"msg":"request"'))).toHaveLength(8)
    const text = lines.join('')
    for (const secret of [...Object.values(PERSONAL), PROGRAM_KEY]) expect(text).not.toContain(secret)
  })
})
