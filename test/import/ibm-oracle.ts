/**
 * What the IBM sample says on a day D, computed a second time and from nothing but the raw text: no code of src is
 * imported, so that a fault there cannot hide here. Amounts are integer cents.
 */
export interface OraclePosition {
  customerId: string
  open: bigint
  overdue: bigint
  count: number
  overdueCount: number
  /** Due day, as printed, of the oldest invoice whose effective due day has passed; null when nothing is overdue. */
  oldestOverdueOn: string | null
}

const MS_PER_DAY = 86_400_000

/**
 * Positions per customer who has had an invoice by the day (`YYYY-MM-DD`), those that owe nothing included. `knownOn` is
 * the day of the last import, where it is an earlier one: what happened after it is not known, what is due ages all the same.
 */
export function ibmPositions(csv: string, day: string, knownOn: string = day): Map<string, OraclePosition> {
  const [header, ...lines] = csv.split(/\r?\n/).filter((line) => line !== '')
  const names = (header as string).split(',')
  const today = toEpochDay(day)
  const known = toEpochDay(knownOn)
  const positions = new Map<string, OraclePosition>()
  for (const line of lines) {
    const cells = line.split(',')
    const cell = (name: string): string => cells[names.indexOf(name)] as string
    if (usDay(cell('InvoiceDate')) > known) continue
    const customerId = cell('customerID')
    const position = positions.get(customerId) ?? nothingOwed(customerId)
    positions.set(customerId, position)
    if (usDay(cell('SettledDate')) <= known) continue
    const cents = toCents(cell('InvoiceAmount'))
    const dueDay = usDay(cell('DueDate'))
    position.open += cents
    position.count += 1
    if (today <= nextBusinessDay(dueDay)) continue
    position.overdue += cents
    position.overdueCount += 1
    const dueOn = fromEpochDay(dueDay)
    if (position.oldestOverdueOn === null || dueOn < position.oldestOverdueOn) position.oldestOverdueOn = dueOn
  }
  return positions
}

const nothingOwed = (customerId: string): OraclePosition => ({
  customerId,
  open: 0n,
  overdue: 0n,
  count: 0,
  overdueCount: 0,
  oldestOverdueOn: null,
})

/** `55.9`, `55.94` or `55` as 5590, 5594 and 5500. */
function toCents(text: string): bigint {
  const [units, decimals = ''] = text.split('.')
  return BigInt(units as string) * 100n + BigInt(`${decimals}00`.slice(0, 2))
}

function usDay(text: string): number {
  const [month, day, year] = text.split('/').map(Number)
  return Date.UTC(year as number, (month as number) - 1, day) / MS_PER_DAY
}

const toEpochDay = (day: string): number => Date.parse(`${day}T00:00:00Z`) / MS_PER_DAY
const fromEpochDay = (day: number): string => new Date(day * MS_PER_DAY).toISOString().slice(0, 10)

/** The day itself when banks settle on it, else the first later one on which they do. */
export function nextBusinessDay(epochDay: number): number {
  let day = epochDay
  while (isClosed(day)) day += 1
  return day
}

/** Fixed national holidays as month-day. 20 November is one since 2024 only (Lei 14.759/2023). */
const FIXED = ['01-01', '04-21', '05-01', '09-07', '10-12', '11-02', '11-15', '12-25']
/** Days from Easter: carnival Monday and Tuesday, Good Friday, Corpus Christi. */
const FROM_EASTER = [-48, -47, -2, 60]

function isClosed(epochDay: number): boolean {
  const date = new Date(epochDay * MS_PER_DAY)
  if (date.getUTCDay() === 0 || date.getUTCDay() === 6) return true
  const year = date.getUTCFullYear()
  const monthDay = date.toISOString().slice(5, 10)
  if (FIXED.includes(monthDay) || (year >= 2024 && monthDay === '11-20')) return true
  return FROM_EASTER.includes(epochDay - easterSunday(year))
}

/** Easter by the Gregorian computus of Meeus, Jones and Butcher, as days since 1970. */
export function easterSunday(year: number): number {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = Math.floor(b / 4)
  const e = b % 4
  const g = Math.floor((8 * b + 13) / 25)
  const h = (19 * a + b - d - g + 15) % 30
  const i = Math.floor(c / 4)
  const k = c % 4
  const l = (32 + 2 * e + 2 * i - h - k) % 7
  const m = Math.floor((a + 11 * h + 19 * l) / 433)
  const month = Math.floor((h + l - 7 * m + 90) / 25)
  const day = (h + l - 7 * m + 33 * month + 19) % 32
  return Date.UTC(year, month - 1, day) / MS_PER_DAY
}
