import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { adapters, channels } from './registry.ts'
import { renderChannelTable, renderTable, replaceTable } from './sync/adapter-table.ts'

/** `npm run adapters:table`: writes what the adapters and the channels can do into their README. */
const path = join(import.meta.dirname, '../adapters/README.md')
const page = replaceTable(readFileSync(path, 'utf8'), 'adapters', renderTable(adapters))
const whole = page && replaceTable(page, 'channels', renderChannelTable(channels))
if (whole === null) throw new Error(`${path} lacks the marks between which the tables stand`)
writeFileSync(path, whole)
