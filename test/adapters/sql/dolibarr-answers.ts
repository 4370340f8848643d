import type { CanonicalRecord } from '../../../src/sync/contract.ts'
import { BadRecordError } from '../../../src/sync/errors.ts'
import { idOfRecord } from '../../conformance/compare.ts'
import type { Haul } from '../../conformance/drive.ts'

const ZONE = 'America/Sao_Paulo'
/** Of the adapter of the REST API. */
export const SETTINGS = { timeZone: ZONE, withoutLimit: 'policy' } as const

/** A moment of the server's clock, as the API tells it: in seconds. */
export const epochSeconds = (local: string): number =>
  Temporal.PlainDateTime.from(local).toZonedDateTime(ZONE).epochMilliseconds / 1_000

/** By id what the adapter of the API makes of these rows; `bad` where it refuses one. */
export function expected(rows: readonly object[], map: (row: object) => CanonicalRecord | null): Map<string, unknown> {
  const found = new Map<string, unknown>()
  for (const row of rows) {
    const record = mapped(row, map)
    if (record === 'bad') found.set(String((row as { id: string }).id), 'bad')
    else if (record) found.set(idOfRecord(record), plain(record))
  }
  return found
}

function mapped(row: object, map: (row: object) => CanonicalRecord | null): CanonicalRecord | null | 'bad' {
  try {
    return map(row)
  } catch (error) {
    if (error instanceof BadRecordError) return 'bad'
    throw error
  }
}

/** Without what only the API tells: the time of change, and how much was lost of what was written off. */
function plain(record: CanonicalRecord): object {
  const { updatedAt: _, ...rest } = record
  const lost = 'kind' in rest && rest.status === 'written_off' ? { openAmount: 'lost' } : {}
  return Object.fromEntries(Object.entries({ ...rest, ...lost }).filter(([, value]) => value != null))
}

/** By id what was read with SQL, in the same form. */
export function broughtBy({ records, bad }: Haul): Map<string, unknown> {
  const all = records.map((record) => [idOfRecord(record), plain(record)] as const)
  return new Map<string, unknown>([...all, ...bad.map(({ externalId }) => [String(externalId), 'bad'] as const)])
}

/** A third party as Dolibarr makes it. */
export const PARTY = {
  entity: 1,
  client: 1,
  status: 1,
  siren: null,
  idprof4: null,
  outstanding_limit: null,
  phone: null,
}
