import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import type { CustomerRecord, ReceivableRecord } from '../../src/sync/contract.ts'
import { Secret } from '../../src/sync/secret.ts'
import type { FakeVendor, Subject } from '../conformance/vendor.ts'

export const SOURCE = 'erp-matriz'
/** Never by itself: the test says when. */
const NEVER = '0 0 29 2 *'

/** A configuration folder with one source that reads the fake, and the environment that holds its secrets. */
export async function createErpFolder(
  { adapter }: Subject,
  vendor: FakeVendor,
): Promise<{ folder: string; environment: Record<string, string> }> {
  const { file, environment } = fileOf(vendor.settings)
  const source = {
    adapter: adapter.id,
    settings: file,
    schedule: { changes: NEVER, nightly: NEVER },
    ...(adapter.capabilities.writeBack ? { writeBack: { mode: 'on' } } : {}),
  }
  const folder = await mkdtemp(join(tmpdir(), 'fiado-erp-'))
  for (const name of ['sources', 'policies']) await mkdir(join(folder, name))
  // Not every ERP has credit limits, and without one nobody buys by the default policy.
  await writeFile(join(folder, 'policies/default.yaml'), 'name: default\ndefaultLimit: { mode: unlimited }\n')
  await writeFile(join(folder, 'sources', `${SOURCE}.yaml`), stringify(source))
  return { folder, environment }
}

/** The settings of a fake as they stand in a source file, and the environment that holds their secrets. */
function fileOf(settings: Readonly<Record<string, unknown>>): { file: object; environment: Record<string, string> } {
  const environment: Record<string, string> = {}
  const entries = Object.entries(settings).map(([key, value]) => {
    if (!(value instanceof Secret)) return [key, value]
    environment[`ERP_${key}`] = value.reveal()
    return [key, { env: `ERP_${key}` }]
  })
  return { file: Object.fromEntries(entries), environment }
}

export function recordsOf({ idOf }: Subject): { customer: CustomerRecord; title: ReceivableRecord } {
  const externalId = idOf('customers', 1)
  const limit = { mode: 'amount' as const, amount: '1000.00' }
  return {
    customer: { externalId, name: 'Padaria Central Ltda', limit },
    title: {
      externalId: idOf('receivables', 1),
      customer: { externalId },
      kind: 'invoice',
      number: '20001',
      issuedOn: '2026-11-02',
      dueOn: '2026-11-10',
      amount: '120.50',
      openAmount: '120.50',
      status: 'open',
    },
  }
}
