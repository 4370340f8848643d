import type { CreditMark, CreditStatusPort } from '../../../src/sync/contract.ts'
import type { BlingApi } from './api.ts'
import { contactPath } from './customers.ts'
import { markOf } from './mapping.ts'

const BLOCKED = 'I'
const DELETED = 'E'

/** Bling knows no block for credit: an inactive contact is the nearest that it has. */
export const creditStatusOf = (api: BlingApi): CreditStatusPort => ({
  read: async (customerExternalId, signal) => {
    const mark = markOf(await api.find(contactPath(customerExternalId), signal))
    // Writing to a contact that a user has deleted would bring it back.
    return mark?.['situacao'] === DELETED ? null : mark
  },
  isBlocked: (mark: CreditMark) => mark['situacao'] === BLOCKED,
  blocked: (mark: CreditMark) => ({ ...mark, situacao: BLOCKED }),
  write: (customerExternalId, mark, signal) =>
    api.change(`${contactPath(customerExternalId)}/situacoes`, { situacao: mark['situacao'] }, signal),
})
