import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { adapters } from './registry.ts'
import { renderTable, replaceTable } from './sync/adapter-table.ts'

/** `npm run adapters:table`: writes what the adapters can do into their README. */
const path = join(import.meta.dirname, '../adapters/README.md')
const page = replaceTable(readFileSync(path, 'utf8'), renderTable(adapters))
if (page === null) throw new Error(`${path} lacks the marks between which the table stands`)
writeFileSync(path, page)
