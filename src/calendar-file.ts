import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { type Calendar, calendarFingerprint, createCalendar, parseCalendarOverrides } from './kernel/calendar.ts'

const FILE = 'calendar.yaml'

/** The banking calendar with the days of `config/calendar.yaml`; without that file, as it is. Throws with every fault. */
export async function readCalendar(configFolder: string): Promise<{ calendar: Calendar; fingerprint: string }> {
  const path = join(configFolder, FILE)
  const parsed = parseCalendarOverrides(parse(await readText(path), { maxAliasCount: 0 }) ?? {})
  if ('faults' in parsed) {
    throw new Error(parsed.faults.map((fault) => `${path} ${fault.path}: ${fault.message}`).join('\n'))
  }
  return { calendar: createCalendar(parsed.overrides), fingerprint: calendarFingerprint(parsed.overrides) }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '{}'
    throw error
  }
}
