import { afterEach, describe, expect, it } from 'vitest'
import { dolibarr } from '../../../adapters/erp/dolibarr/index.ts'
import { createVendorClock } from '../../conformance/link.ts'
import { dialects } from '../../harness/databases.ts'
import { openSyncBusiness, SOURCE, type SyncBusiness } from '../../sync/business.ts'
import type { FakeDolibarr } from './fake.ts'
import type { Row } from './filters.ts'
import { startOwn } from './own-erp.ts'
import { ownSet } from './own-set.ts'

const SECRET = 'a-secret-of-the-address-0123456789'
const clock = createVendorClock(ownSet.before.at)

/** The whole program, its source file, and a Dolibarr that posts what its blocking webhook posts. */
describe.each(dialects)('Fiado beside Dolibarr, on %s', (dialect) => {
  let business: SyncBusiness | null = null
  let vendor: FakeDolibarr | null = null
  afterEach(async () => {
    await business?.close()
    await vendor?.close()
    business = vendor = null
  })

  const open = async () => {
    const fake = await startOwn(clock)
    vendor = fake
    business = await openSyncBusiness(
      dialect,
      { adapter: dolibarr },
      {
        adapter: 'dolibarr',
        now: ownSet.before.at,
        environment: { DOLIBARR_API_KEY: String(fake.secrets[0]), DOLIBARR_WEBHOOK_SECRET: SECRET },
        source: [
          `settings: { baseUrl: "${fake.settings['baseUrl']}", apiKey: { env: DOLIBARR_API_KEY }, pageSize: 10 }`,
          'writeBack: { mode: on, dailyCap: 200 }',
          'webhook: { secret: { env: DOLIBARR_WEBHOOK_SECRET } }',
        ].join('\n'),
      },
    )
    const { program } = business
    const address = `/v1/webhooks/${SOURCE}/${SECRET}`
    const validate = async (id: number, socid: number, total: string) => {
      const object: Row = {
        id,
        ref: `(PROV${id})`,
        statut: '0',
        socid,
        total_ttc: `${total}000000`,
        date_modification: 1795266000,
      }
      const posted = { triggercode: 'ORDER_VALIDATE', object }
      const { status, body } = await program.call('POST', address, posted, { authorization: undefined })
      return { status, detail: String(body.detail ?? '') }
    }
    return { fake, validate, ...business }
  }

  it('refuses the order of a customer who owes, and holds what an approved one takes', async () => {
    const { validate, exposure } = await open()
    expect(await validate(101, 11, '400.00')).toMatchObject({ status: 200 })
    expect(await validate(101, 11, '400.00')).toMatchObject({ status: 200 })
    expect(await exposure('11')).toMatchObject({ held: '400.00', available: '600.00' })
    expect(await validate(102, 11, '600.01')).toMatchObject({
      status: 409,
      detail: expect.stringContaining('R$ 600,00'),
    })
    expect(await validate(103, 1, '10.00')).toMatchObject({ status: 409, detail: expect.stringContaining('vencido') })
    expect(await validate(104, 9, '10.00'), 'a prospect without a limit').toMatchObject({ status: 409 })
    expect(await validate(105, 77, '10.00'), 'nobody').toMatchObject({ status: 409 })
    expect(await validate(106, 1, '0.00'), 'a free order').toMatchObject({ status: 200 })
    expect(await exposure('11')).toMatchObject({ held: '400.00' })
  })

  it('closes who owes and nobody else, and sees what changed without a time of change', async () => {
    const { fake, exposure, sync } = await open()
    expect(await exposure('4')).toMatchObject({ open: '1236567.89', credits: '450.00' })
    await expect.poll(() => fake.markOf?.('1'), { timeout: 15_000 }).toEqual({ status: '0' })
    expect(['9', '11', '7'].map((id) => fake.markOf?.(id))).toEqual([{ status: '1' }, { status: '1' }, { status: '0' }])
    fake.erp.state = { ...structuredClone(ownSet.after.state), thirdparties: fake.erp.state.thirdparties }
    expect(await sync()).toMatchObject({ state: 'done' })
    expect(await exposure('4')).toMatchObject({ open: '1236117.89', credits: '0.00' })
    expect(await exposure('3')).toMatchObject({ open: '1700.00' })
  })
})
