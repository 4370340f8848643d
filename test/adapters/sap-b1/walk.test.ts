import { describe, expect, it } from 'vitest'
import { listingsOf } from '../../../adapters/erp/sap-b1/listings.ts'
import type { Rows, ServiceLayer } from '../../../adapters/erp/sap-b1/service-layer.ts'
import { settingsSchema } from '../../../adapters/erp/sap-b1/settings.ts'
import { walk } from '../../../adapters/erp/sap-b1/walk.ts'
import { Secret } from '../../../src/sync/secret.ts'

const settings = settingsSchema.parse({
  baseUrl: 'https://b1.example.com',
  companyDb: 'SBO',
  userName: 'fiado',
  password: new Secret('x'),
})
const [orders] = listingsOf('orders', settings)
const signal = new AbortController().signal

/** Answers a call with the next of `pages`, and the last one for ever. */
function layerOf(pages: readonly Rows[]): { layer: ServiceLayer; asked: (string | undefined)[] } {
  const asked: (string | undefined)[] = []
  const answer = async (what: string | undefined): Promise<Rows> => {
    asked.push(what)
    return pages[Math.min(asked.length, pages.length) - 1] ?? { rows: [], next: null }
  }
  const layer = { list: (_: unknown, filter: string | undefined) => answer(filter), follow: answer }
  return { layer: layer as unknown as ServiceLayer, asked }
}

async function keysOf(layer: ServiceLayer): Promise<unknown[]> {
  const keys: unknown[] = []
  if (!orders) return expect.fail('orders are not listed')
  for await (const { rows } of walk(layer, orders, "CardCode eq 'C1'", null, signal))
    keys.push(...rows.map((row) => (row as { DocEntry: number }).DocEntry))
  return keys
}

const page = (next: string | null, ...entries: number[]): Rows => ({
  rows: entries.map((DocEntry) => ({ DocEntry })),
  next,
})

describe('sap-b1 walk', () => {
  it('follows the link of an empty page, and goes on by key behind it', async () => {
    const { layer, asked } = layerOf([page('a', 1, 2), page('b'), page('c', 3), page(null, 4)])
    expect(await keysOf(layer)).toEqual([1, 2, 3, 4])
    expect(asked).toEqual([
      "CardCode eq 'C1'",
      "CardCode eq 'C1' and DocEntry gt 2",
      'b',
      "CardCode eq 'C1' and DocEntry gt 3",
    ])
  })

  it('gives up on pages that are empty for ever, and on a listing that begins anew', async () => {
    const empty = layerOf([page('a', 1), page('b')])
    await expect(keysOf(empty.layer)).rejects.toThrow('pages in a row were empty')
    expect(empty.asked.length).toBe(22)
    await expect(keysOf(layerOf([page('a', 1, 2)]).layer)).rejects.toThrow('it begins anew')
  })

  it('refuses rows without their key', async () => {
    await expect(keysOf(layerOf([{ rows: [{}], next: null }]).layer)).rejects.toThrow('without DocEntry')
  })
})
