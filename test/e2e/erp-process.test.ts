import { rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { subject } from '../adapters/conta-azul/subject.ts'
import { createVendorClock } from '../conformance/link.ts'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { type ProgramProcess, startProcess } from '../harness/process.ts'
import { createErpFolder, recordsOf, SOURCE } from './erp-file.ts'

const NOW = '2026-11-23T10:00:00-03:00'
const TAKES_MS = 90_000
/** A lease of a killed program is believed for 30 s. */
const WAIT_MS = 60_000
const POLL_MS = 100

/** Reads the source as soon as the program may: a killed one is believed to live for a while. */
async function read(program: ProgramProcess): Promise<string> {
  for (let waitedMs = 0; waitedMs < WAIT_MS; waitedMs += POLL_MS) {
    const { status, body } = await program.call('POST', '/v1/syncs', { source: SOURCE })
    const state = async () => (await program.call('GET', `/v1/syncs/${body.id}`)).body.state
    if (status === 202) {
      await expect.poll(state, { timeout: WAIT_MS }).toMatch(/done|failed/)
      return state()
    }
    await sleep(POLL_MS)
  }
  throw new Error('the source was never free')
}

it.each(dialects)(
  'the real program reads an ERP whose tokens rotate, is killed, and goes on with the last token, on %s',
  async (dialect) => {
    const vendor = await subject.startVendor(createVendorClock(NOW))
    const { url, drop } = await createDatabaseUrl(dialect)
    const { folder, environment } = await createErpFolder(subject, vendor)
    const { customer, title } = recordsOf(subject)
    vendor.seed({ customers: [customer], receivables: [title], orders: [] })
    const variables = { ...environment, FIADO_CONFIG: folder, FIADO_NOW: NOW, FIADO_LOG_LEVEL: 'trace' }
    const printed: string[] = []
    try {
      let program = await startProcess({ url, environment: variables })
      const open = async () =>
        (await program.call('GET', `/v1/customers/${SOURCE}/${customer.externalId}/credit`)).body.exposure?.open
      await expect.poll(open, { timeout: WAIT_MS }).toBe('120.50')
      await expect.poll(async () => (await program.call('GET', '/v1/sources')).body.sources[0].isRunning).toBe(false)
      expect(program.output()).toContain(`source    ${SOURCE}, by conta-azul`)
      await program.kill('SIGKILL')
      printed.push(program.output())

      vendor.put('receivables', { ...title, openAmount: '20.00' })
      program = await startProcess({ url, environment: variables })
      expect(await read(program)).toBe('done')
      expect(await open()).toBe('20.00')
      expect(await program.kill('SIGTERM')).toBe(0)
      printed.push(program.output())
      expect(printed.join()).toContain('ERP asked')
      expect(vendor.secrets.filter((secret) => printed.join().includes(secret))).toEqual([])
      expect(printed.join()).not.toContain('Padaria')
    } finally {
      await vendor.close()
      await drop()
      await rm(folder, { recursive: true, force: true })
    }
  },
  TAKES_MS,
)
