import { brokenPromise, collectionStage } from './collection.ts'
import { customerInactive, customerOnHold, customerStopped, unknownCustomer } from './customer.ts'
import type { Rule } from './finding.ts'
import { alreadyOverLimit, limitExpired, noCredit, orderExceedsLimit } from './limit.ts'
import { downPayment, orderTooLarge, termTooLong } from './order.ts'
import { buysWhileOwing, firstPaymentDefault, overdueCount, overdueReceivables } from './overdue.ts'

/**
 * Every built-in rule, in the order in which reasons of the same severity are listed.
 * `stale_data` and the policy's own CEL rules come after these. The rules of later capabilities (bureau, protest,
 * agreements) take their place here together with the facts that they read.
 */
export const RULES: readonly Rule[] = [
  customerStopped,
  customerOnHold,
  customerInactive,
  unknownCustomer,
  overdueReceivables,
  overdueCount,
  firstPaymentDefault,
  brokenPromise,
  collectionStage,
  noCredit,
  limitExpired,
  alreadyOverLimit,
  orderExceedsLimit,
  orderTooLarge,
  termTooLong,
  downPayment,
  buysWhileOwing,
]
