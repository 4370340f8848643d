/** How far collection has gone with a customer, the mildest first. The credit policy compares by this order. */
export const stages = ['reminder', 'notice', 'firm', 'final', 'handover', 'legal'] as const
export type Stage = (typeof stages)[number]
