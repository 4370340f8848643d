import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { CARRIED_MAX } from '../../src/collection/plan.ts'
import { openDatabase } from '../../src/database.ts'
import { dialects } from '../harness/databases.ts'
import { type CollectionBusiness, type CollectionTerms, openCollectionBusiness } from './business.ts'
import { createMemoryProvider, type MemoryProvider } from './memory-channel.ts'

const TITLES = 2_000

describe.each(dialects)('planning on %s', (dialect) => {
  let business: CollectionBusiness
  let provider: MemoryProvider
  afterEach(() => business.close())

  const open = async (terms: Partial<CollectionTerms> = {}): Promise<void> => {
    provider = createMemoryProvider(false)
    business = await openCollectionBusiness(dialect, { channels: [provider.adapter], ...terms })
  }
  const query = async (text: string): Promise<unknown[]> => {
    const database = openDatabase(business.url)
    try {
      return text.startsWith('SELECT') ? await database.all(text) : [await database.run(text)]
    } finally {
      await database.close()
    }
  }

  test('whoever owes thousands of titles is written to, and each title has its turn', async () => {
    await open()
    await business.customers({})
    for (let start = 0; start < TITLES; start += 1_000)
      await business.titles(...Array.from({ length: 1_000 }, (_, index) => ({ externalId: `T-${start + index}` })))
    const told = async () =>
      await query('SELECT done_on AS day, COUNT(*) AS titles FROM title_progress GROUP BY done_on ORDER BY done_on')
    expect((await business.plan()).counts).toMatchObject({ messages: 1, failed: 0 })
    await business.send()
    expect(provider.delivered).toHaveLength(1)
    expect(provider.delivered[0]?.text).toContain(`E mais ${TITLES - 10} documentos`)
    expect(await told()).toEqual([{ day: '2026-11-23', titles: expect.anything() }])
    await business.at('2026-11-27T11:00:00-03:00')
    await business.customers({})
    await business.plan()
    await business.send()
    expect((await told()).map((row) => Number((row as { titles: unknown }).titles))).toEqual([
      CARRIED_MAX,
      TITLES - CARRIED_MAX,
    ])
  })

  test('a call is made again when the due day has moved, and when another cadence calls on another day', async () => {
    const cadenceCalling = (offsetDays: number): string => `name: sample
title: Exemplo
priority: 1
gapDays: 1
steps: [{ key: ligar, offsetDays: ${offsetDays}, stage: firm, task: { kind: call, title: Ligar } }]
`
    await open({ cadence: cadenceCalling(3) })
    await business.customers({})
    await business.titles({})
    const tasks = async () => (await business.program().call('GET', '/v1/tasks')).body.tasks.length
    await business.plan()
    expect(await tasks()).toBe(1)
    await business.titles({ dueOn: '2026-11-25' })
    await business.at('2026-11-30T11:00:00-03:00')
    await business.plan()
    await business.plan()
    expect(await tasks()).toBe(2)
    await writeFile(join(business.folder, 'cadences/sample.yaml'), cadenceCalling(8))
    await business.at('2026-12-07T11:00:00-03:00')
    await business.plan()
    await business.plan()
    expect(await tasks()).toBe(3)
  })

  test('a customer whom the database refuses holds up nobody else, and is counted', async () => {
    await open()
    const ids = ['a', 'b', 'c']
    await business.customers(...ids.map((externalId) => ({ externalId, document: null })))
    await business.titles(...ids.map((externalId) => ({ externalId: `t-${externalId}`, customer: { externalId } })))
    const [row] = await query("SELECT id FROM customers WHERE external_id = 'b'")
    const id = Number((row as { id: unknown }).id)
    const begin = `CREATE TRIGGER refusing BEFORE INSERT ON collection_messages`
    await query(
      dialect === 'sqlite'
        ? `${begin} WHEN NEW.customer_id = ${id} BEGIN SELECT RAISE(ABORT, 'refused'); END`
        : `${begin} FOR EACH ROW IF NEW.customer_id = ${id} THEN SIGNAL SQLSTATE '45000'; END IF`,
    )
    expect((await business.plan()).counts).toMatchObject({ customers: 3, messages: 2, failed: 1 })
    expect((await business.messages()).map(({ customer }) => customer.externalId)).toEqual(['a', 'c'])
  })
})
