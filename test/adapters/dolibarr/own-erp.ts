import { expect } from 'vitest'
import { dolibarr } from '../../../adapters/erp/dolibarr/index.ts'
import type { ErpSession, Page } from '../../../src/sync/contract.ts'
import { createTestLink } from '../../conformance/link.ts'
import type { VendorClock } from '../../conformance/vendor.ts'
import { type FakeDolibarr, startDolibarr } from './fake.ts'
import { ownSet } from './own-set.ts'

/** The Dolibarr that was written by hand, running. */
export async function startOwn(clock: VendorClock): Promise<FakeDolibarr> {
  const vendor = await startDolibarr(clock)
  vendor.erp.state = structuredClone(ownSet.before.state)
  return vendor
}

/** A session of it; `changes` are settings that differ. */
export function openOn(vendor: FakeDolibarr, clock: VendorClock, changes: object = {}): ErpSession {
  return dolibarr.open(dolibarr.settings.parse({ ...vendor.settings, ...changes }), createTestLink(clock))
}

export async function pagesOf(listing: AsyncIterable<Page> | undefined): Promise<Page[]> {
  const pages: Page[] = []
  for await (const page of listing ?? expect.fail('there is no listing')) pages.push(page)
  return pages
}

export async function idsOf(listing: AsyncIterable<Page> | undefined): Promise<string[]> {
  const records = (await pagesOf(listing)).flatMap((page) => page.records)
  return records.map((record) => ('id' in record ? record.id : record.externalId))
}
