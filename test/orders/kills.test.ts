import { expect, it } from 'vitest'
import { openDatabase } from '../../src/database.ts'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { type ProgramProcess, startProcess } from '../harness/process.ts'

const TAKES_MS = 120_000
const CUSTOMERS = 90
const KILLS = 3
const SOURCE = 'erp'

const customerOf = (place: number): object => ({
  ...{ externalId: `C${place}`, name: `Cliente ${place}`, limit: { mode: 'amount', amount: '1000.00' } },
})
const titleOf = (place: number, status: 'open' | 'paid'): object => ({
  ...{ externalId: `T${place}`, customer: { externalId: `C${place}` }, kind: 'invoice', issuedOn: '2026-01-05' },
  ...{ dueOn: '2026-02-05', amount: '300.00', openAmount: status === 'paid' ? '0.00' : '300.00', status },
})

it.each(dialects)(
  'kill -9 while payments free orders: each is freed once, and told once, on %s',
  { timeout: TAKES_MS },
  async (dialect) => {
    const { url, drop } = await createDatabaseUrl(dialect)
    const places = Array.from({ length: CUSTOMERS }, (_, place) => place)
    let program: ProgramProcess = await startProcess({ url })
    const db = openDatabase(url)
    try {
      await program.call('PUT', `/v1/sources/${SOURCE}/customers`, { customers: places.map(customerOf) })
      const open = places.map((place) => titleOf(place, 'open'))
      await program.call('PUT', `/v1/sources/${SOURCE}/receivables`, { receivables: open })
      await Promise.all(
        places.map(async (place) => {
          const order = { id: `P${place}`, amount: '600.00' }
          const body = { source: SOURCE, mode: 'reserve', customer: { externalId: `C${place}` }, order }
          expect((await program.call('POST', '/v1/credit-checks', body)).body.decision).toBe('blocked')
        }),
      )
      const piece = CUSTOMERS / KILLS
      let seenHalfway = 0
      for (let kill = 0; kill < KILLS; kill++) {
        const paid = places.slice(kill * piece, (kill + 1) * piece).map((place) => titleOf(place, 'paid'))
        await program.call('PUT', `/v1/sources/${SOURCE}/receivables`, { receivables: paid })
        await program.kill('SIGKILL')
        const [row] = await db.all<{ left: number }>('SELECT COUNT(*) AS `left` FROM account_changes')
        if (Number(row?.left) > 0) seenHalfway++
        program = await startProcess({ url })
      }
      const stateOf = async () => (await db.all("SELECT id FROM blocked_orders WHERE state = 'released'")).length
      await expect.poll(stateOf, { timeout: 30_000, interval: 100 }).toBe(CUSTOMERS)
      // Else nothing was interrupted, and this shows nothing.
      expect(seenHalfway).toBeGreaterThan(0)
      const told = await db.all<{ payload_json: string }>(
        "SELECT payload_json FROM events WHERE type = 'order.released'",
      )
      const orders = told.map((row) => JSON.parse(row.payload_json).orderId as string)
      expect(orders.sort()).toEqual(places.map((place) => `P${place}`).sort())
      const held = await db.all("SELECT id FROM orders WHERE state = 'held'")
      expect(held).toHaveLength(CUSTOMERS)
      expect((await program.call('POST', '/v1/positions/verify', {})).body).toEqual({ checked: CUSTOMERS, drift: [] })
    } finally {
      await program.kill('SIGKILL')
      await db.close()
      await drop()
    }
  },
)
