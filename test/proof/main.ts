import { cpus, totalmem } from 'node:os'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { createClock } from '../../src/kernel/clock.ts'
import { startMariadb } from '../harness/mariadb.ts'
import { runSection, sectionsAt } from './sections.ts'

/**
 * `npm run proof`: what `npm test` tries a little, tried at length, and told as a table. `npm run proof -- 0.01` is a
 * rehearsal, `npm run proof -- 1 kill` only the sections of that name. Ends with 1 when anything does not hold.
 */
const [scale = '1', wanted = ''] = process.argv.slice(2)
const sections = sectionsAt(Number(scale)).filter(({ name }) => name.includes(wanted))
if (!(Number(scale) > 0) || sections.length === 0) {
  process.stderr.write('npm run proof -- <scale, such as 1 or 0.01> <part of a section name>\n')
  process.exit(2)
}

const server = await startMariadb()
const clock = createClock('America/Sao_Paulo')
const [cpu] = cpus()
process.stdout.write(`Fiado proof of ${clock.format(clock.now())}, scale ${scale}\n`)
process.stdout.write(
  `${cpus().length} × ${cpu?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, node ${process.version}, MariaDB ${await versionOf(server.url)}\n\n`,
)
process.stdout.write('| section | database | holds | took | what was tried |\n|---|---|---|---|---|\n')

let failures = 0
for (const section of sections) {
  const startedMs = performance.now()
  const { holds, told } = await runSection(section, server).then(
    (summary) => ({ holds: 'yes', told: summary }),
    (error: unknown) => ({ holds: 'NO', told: String(error instanceof Error ? error.message : error) }),
  )
  if (holds === 'NO') failures++
  const took = `${((performance.now() - startedMs) / 1_000).toFixed(1)} s`
  process.stdout.write(
    `| ${section.name} | ${section.dialect} | ${holds} | ${took} | ${told.replaceAll('\n', ' ')} |\n`,
  )
}
await server.stop()
process.exitCode = failures > 0 ? 1 : 0

async function versionOf(url: string): Promise<string> {
  const connection = await createConnection(url)
  try {
    const [rows] = await connection.query<RowDataPacket[]>('SELECT VERSION() AS version')
    return String(rows[0]?.['version'])
  } finally {
    await connection.end()
  }
}
