/** Area code and number of a Brazilian mobile as it was before its ninth digit. Landlines begin with 2 to 5. */
const WITHOUT_NINTH = /^55([1-9][1-9])([6-9]\d{7})$/

/**
 * E.164 of a `wa_id`; `null` for what is no phone number, such as the id of a group. Accounts that are older than the ninth
 * digit keep an id without it, so that `551187654321` is told of `+5511987654321`: it is put back.
 */
export function phoneOf(waId: string | undefined): string | null {
  if (waId === undefined || !/^[1-9]\d{7,14}$/.test(waId)) return null
  const [, area, number] = WITHOUT_NINTH.exec(waId) ?? []
  return area === undefined ? `+${waId}` : `+55${area}9${number}`
}
