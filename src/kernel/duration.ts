const DURATION = /^P(?:(\d{1,4})W|(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?)$/
const SECOND = 1000
const UNITS_MS = [7 * 86_400 * SECOND, 86_400 * SECOND, 3600 * SECOND, 60 * SECOND, SECOND]

/**
 * An ISO 8601 duration in milliseconds: `P1D`, `PT30M`, `P1DT12H`, `P2W`; `null` when the text is none.
 * Years and months are refused, because their length depends on the day they start; a day is 24 hours.
 */
export function parseDuration(text: string): number | null {
  const match = DURATION.exec(text)
  const parts = match?.slice(1) ?? []
  if (text.endsWith('T') || parts.every((part) => part === undefined)) return null
  return parts.reduce((sum, part, index) => sum + Number(part ?? 0) * (UNITS_MS[index] as number), 0)
}

/** The shortest of the usual forms of whole seconds: 90,000,000 ms is `P1DT1H`. */
export function formatDuration(durationMs: number): string {
  const seconds = Math.floor(durationMs / SECOND)
  const days = Math.floor(seconds / 86_400)
  const time = [
    [Math.floor(seconds / 3600) % 24, 'H'],
    [Math.floor(seconds / 60) % 60, 'M'],
    [seconds % 60, 'S'],
  ]
  const clock = time.map(([count, unit]) => (count === 0 ? '' : `${count}${unit}`)).join('')
  if (days === 0 && clock === '') return 'PT0S'
  return `P${days === 0 ? '' : `${days}D`}${clock === '' ? '' : `T${clock}`}`
}
