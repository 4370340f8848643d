import { afterEach, expect, it } from 'vitest'
import { type Database, openDatabase } from '../../src/database.ts'
import { lockSigning } from '../../src/orders/release-store.ts'
import { writeMark } from '../../src/orders/review-store.ts'
import { requireShape } from '../../src/receivables/shape.ts'
import { createDatabaseUrl } from '../harness/databases.ts'
import { startProgram } from '../harness/program.ts'

const opened: { drop(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of opened.splice(0)) await one.drop()
})

/** Where there is one writer at a time nothing is locked by rows. */
async function openMariadb(): Promise<Database> {
  const database = await createDatabaseUrl('mariadb')
  const program = await startProgram({ url: database.url, composition: { isQuiet: true } })
  await lockSigning(program.db)
  await program.stop()
  const db = openDatabase(database.url)
  opened.push({ drop: () => db.close().then(database.drop) })
  return db
}

it('who relies on how positions are kept holds up nobody who signs or reviews', async () => {
  const db = await openMariadb()
  const keeping = { accountBy: ['group', 'cnpj_root'] as const, perCompany: false }
  const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const relying = db.transaction(async (sql) => {
    await requireShape(sql, { ...keeping, graceDays: () => 0, disputedIsOverdue: () => false })
    first.resolve()
    await second.promise
  })
  await first.promise
  const signing = db.transaction(async (sql) => {
    await lockSigning(sql)
    await writeMark(sql, 'reviewed-day', '2026-11-24')
    return 'done'
  })
  // A lock that is waited for takes three seconds to give up.
  const late = new Promise((resolve) => setTimeout(resolve, 2_500, 'late'))
  expect(await Promise.race([signing, late])).toBe('done')
  second.resolve()
  await relying
})
