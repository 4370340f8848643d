import type { Day } from '../../../src/kernel/day.ts'
import type { CreditMark, CreditStatusPort } from '../../../src/sync/contract.ts'
import { textOf } from '../../../src/sync/convert.ts'
import { parseRow } from '../../../src/sync/map-rows.ts'
import { listingsOf } from './listings.ts'
import { isWithin, markOf } from './mapping.ts'
import { allOf, anyOf } from './query.ts'
import { businessPartnerRow } from './rows.ts'
import type { ServiceLayer } from './service-layer.ts'
import type { Settings } from './settings.ts'

/** `FrozenRemarks` has 30 characters. */
const REMARKS_MAX = 30

/** B1's own lock of a partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification` reads. */
export function createCreditStatus(layer: ServiceLayer, settings: Settings, today: () => Day): CreditStatusPort {
  const { blockField } = settings
  const [listing] = listingsOf('customers', settings)
  return {
    read: async (cardCode, signal) => {
      if (!listing) return null
      // By filter and not by key: it finds codes with a slash too, and a partner that is no customer any more is none.
      const filter = allOf(listing.base, anyOf('CardCode', [cardCode]))
      const { rows } = await layer.list(listing, filter, signal)
      const row = rows.map((found) => parseRow(businessPartnerRow, found)).find(({ CardCode }) => CardCode === cardCode)
      return row ? markOf(row, blockField) : null
    },
    isBlocked: (mark) => (blockField === 'Frozen' ? isFrozen(mark, today()) : mark[blockField] === 'Y'),
    blocked: (mark, reason) => (blockField === 'Frozen' ? frozen(mark, reason) : { ...mark, [blockField]: 'Y' }),
    write: (cardCode, mark, signal) => layer.patchBusinessPartner(cardCode, mark, signal),
  }
}

/** As the choice "Inactive" on B1's own screen leaves it: at once, and until somebody takes it back. */
const frozen = (mark: CreditMark, reason: string): CreditMark => ({
  ...mark,
  Valid: 'tNO',
  Frozen: 'tYES',
  FrozenFrom: null,
  FrozenTo: null,
  FrozenRemarks: textOf(reason, REMARKS_MAX) ?? null,
})

function isFrozen({ Frozen, FrozenFrom, FrozenTo }: CreditMark, today: Day): boolean {
  return Frozen === 'tYES' && isWithin(today, boundOf(FrozenFrom), boundOf(FrozenTo), 'Frozen')
}

const boundOf = (value: CreditMark[string] | undefined): string | null => (typeof value === 'string' ? value : null)
