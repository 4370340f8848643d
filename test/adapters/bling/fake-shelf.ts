import type { ContactRow, OrderRow, TitleRow } from './fake-rows.ts'

export interface Kept<Row> {
  row: Row
  /** Of the last change, in whole seconds. */
  changedAt: number
  /** When what was received came in; titles only. */
  receivedOn: string | null
}

/** What the fake Bling holds. */
export interface Shelf {
  readonly contacts: Map<number, Kept<ContactRow>>
  readonly titles: Map<number, Kept<TitleRow>>
  readonly orders: Map<number, Kept<OrderRow>>
}

/** An error in Bling's words. */
export const failure = (type: string, message: string, more: object = {}) => ({
  error: { type, message, description: message, ...more },
})
