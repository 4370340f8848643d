/** What others are told of. */
export const EVENT_TYPES = [
  'order.blocked',
  'order.released',
  'order.lapsed',
  'customer.blocked',
  'customer.unblocked',
  'hold.expired',
] as const
export type EventType = (typeof EVENT_TYPES)[number]

/** Something that happened, as others are told. Money is decimal text, instants are RFC 3339. */
export interface Happening {
  readonly type: EventType
  /** The source it belongs to; whoever is bound to another one is not told. */
  readonly source: string
  readonly customerId: number
  readonly payload: { readonly [field: string]: unknown }
}
