import { cp, mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClock } from '../../src/kernel/clock.ts'
import { addDays } from '../../src/kernel/day.ts'

const CONFIG = join(import.meta.dirname, '../../config')
/** Around today, every day is a business day. */
const OPEN_DAYS = 20

export interface CollectionFolder {
  readonly providerUrl: string
  readonly plansAt: string
  /** When customers in SP may be written to, on any day. */
  readonly hours: string
}

const clock = createClock('America/Sao_Paulo')
export const daysFromNow = (days: number): string => addDays(clock.today(), days)

/** A configuration whose one cadence says one thing, a day after the due day, through the provider of the tests. */
export async function writeCollectionConfig({ providerUrl, plansAt, hours }: CollectionFolder): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fiado-collection-'))
  for (const part of ['policies', 'templates']) await cp(join(CONFIG, part), join(folder, part), { recursive: true })
  for (const part of ['cadences', 'channels']) await mkdir(join(folder, part))
  const days = Array.from({ length: 2 * OPEN_DAYS }, (_, index) => daysFromNow(index - OPEN_DAYS))
  await writeFile(join(folder, 'calendar.yaml'), `open: ${JSON.stringify(days)}\n`)
  await writeFile(
    join(folder, 'collection.yaml'),
    `mode: "on"
plansAt: "${plansAt}"
creditors: { main: { name: Serra Azul Ltda, document: 11.222.333/0001-81, address: "Rua A, 1", email: a@b.example.com } }
contactHours: { SP: { weekdays: "${hours}", saturday: "${hours}", holiday: "${hours}" } }
`,
  )
  await writeFile(
    join(folder, 'cadences/sample.yaml'),
    `name: sample
title: Exemplo
priority: 1
gapDays: 3
steps: [{ key: aviso, offsetDays: 1, stage: notice, channels: [email], template: aviso }]
`,
  )
  await writeFile(join(folder, 'channels/email.yaml'), `adapter: provider\nsettings: { baseUrl: "${providerUrl}" }\n`)
  return folder
}
