import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import type { ModelCalendar, ModelPolicy } from './ledger-model.ts'

/** The shapes of policy that a random ledger goes through, in the model's words. */
export const POLICIES: readonly ModelPolicy[] = [
  {
    accountBy: ['group', 'cnpj_root'],
    perCompany: false,
    holdMinutes: 60,
    graceDays: 0,
    disputedIsOverdue: false,
    countDrafts: false,
    netCredits: true,
    creditsReduceOverdue: false,
    riskClasses: { A: { graceDays: 5 }, B: { disputedIsOverdue: true, countDrafts: true } },
  },
  {
    accountBy: ['cnpj_root'],
    perCompany: true,
    holdMinutes: 30,
    graceDays: 2,
    disputedIsOverdue: true,
    countDrafts: true,
    netCredits: false,
    creditsReduceOverdue: false,
    riskClasses: { A: { graceDays: 0, disputedIsOverdue: false }, B: { netCredits: true, creditsReduceOverdue: true } },
  },
  {
    accountBy: [],
    perCompany: false,
    holdMinutes: 120,
    graceDays: 1,
    disputedIsOverdue: true,
    countDrafts: true,
    netCredits: true,
    creditsReduceOverdue: true,
    riskClasses: { A: { graceDays: 3, countDrafts: false }, B: { disputedIsOverdue: false, netCredits: false } },
  },
  {
    accountBy: ['group'],
    perCompany: true,
    holdMinutes: 45,
    graceDays: 0,
    disputedIsOverdue: false,
    countDrafts: true,
    netCredits: true,
    creditsReduceOverdue: true,
    riskClasses: { A: { graceDays: 1, disputedIsOverdue: true } },
  },
]

/** National holidays of the days that a random ledger runs through. */
const NATIONAL = ['2026-10-12', '2026-11-02', '2026-11-15', '2026-11-20', '2026-12-25', '2027-01-01']

const days = (first: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => Temporal.PlainDate.from(first).add({ days: index }).toString())

/** Long holidays, so that it often matters where a customer is and which calendar is in force. */
export const CALENDARS: readonly ModelCalendar[] = [
  {
    national: NATIONAL,
    states: { SP: days('2026-11-03', 9), RJ: days('2026-11-16', 10) },
    cities: { 'SP/Santos': days('2026-10-20', 12) },
  },
  { national: NATIONAL, states: { RJ: days('2026-10-26', 12) }, cities: { 'SP/Santos': days('2026-11-17', 9) } },
]

/** A configuration folder with that policy and calendar, under `parent`. */
export async function writeConfigFolder(parent: string, policy: ModelPolicy, calendar: ModelCalendar): Promise<string> {
  const folder = await mkdtemp(join(parent, 'config-'))
  await mkdir(join(folder, 'policies'))
  const rules = { overdue_receivables: 'warn', first_payment_default: 'warn' }
  const document = { name: 'default', ...policy, defaultLimit: { mode: 'unlimited' }, rules }
  await writeFile(join(folder, 'policies', 'default.yaml'), stringify(document, { aliasDuplicateObjects: false }))
  await writeFile(join(folder, 'calendar.yaml'), stringify({ states: calendar.states, cities: calendar.cities }))
  return folder
}

/** Runs `work` with a folder of its own that is deleted afterwards. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'fiado-ledger-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
