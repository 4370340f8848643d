import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAccess } from '../../src/access/access.ts'
import { createCallers } from '../../src/access/callers.ts'
import { findCaller, recordAudit } from '../../src/access/store.ts'
import type { AuditPort, AuditQuery } from '../../src/console/operation-port.ts'
import { auditPort } from '../../src/console/supply/audit.ts'
import { keysPort } from '../../src/console/supply/keys.ts'
import { peoplePort } from '../../src/console/supply/people.ts'
import { ROLES } from '../../src/people/person.ts'
import { dialects } from '../harness/databases.ts'
import { ADDRESS, openRoom, type Room } from '../people/room.ts'
import { openSupplyDesk, REP_A, SOURCE } from './supply-desk.ts'
import { personOf } from './supply-stage.ts'

const ADMIN = personOf('admin')
const ALL: AuditQuery = { text: null, subject: null, from: null, to: null, after: null }
const MARTA = 'Marta Conceição (usr_01KB0000000000000000000009)'

describe.each(dialects)('the audit trail for people, on %s', (dialect) => {
  let room: Room
  let port: AuditPort
  const portOf = ({ db, clock, people }: Pick<Room, 'db' | 'clock' | 'people'>) =>
    auditPort({
      db,
      clock,
      people,
      access: createAccess(
        db,
        createCallers(
          (hash) => findCaller(db, hash),
          () => 0,
        ),
      ),
    })
  const actionsOf = async (query: Partial<AuditQuery>) =>
    (await port.search(ADMIN, { ...ALL, ...query })).entries.map(({ action }) => action)
  const write = (action: string, subject: string, at: string, detail: object = {}, actor = MARTA) =>
    recordAudit(room.db, { actor, action, subject, detail: { ...detail }, at: Date.parse(at), requestId: null })
  beforeAll(async () => {
    room = await openRoom(dialect)
    port = portOf(room)
    // Noon and both ends of two days in São Paulo.
    await write('policy.activated', 'default', '2026-11-18T23:59:59.999-03:00', { version: 2, reason: 'Férias' })
    await write('collection.stopped', 'collection', '2026-11-19T00:00:00-03:00')
    await write('order.kept_back', 'omie/PED-1', '2026-11-19T12:00:00-03:00', { reason: 'Aguardar' })
    await write('order.let_go', 'omie/PED-10', '2026-11-19T23:59:59.999-03:00', { reason: 'Pode ir' })
    await write('collection.resumed', 'collection', '2026-11-20T00:00:00-03:00')
  })
  afterAll(() => room.close())

  it('is of whole days in the zone of the program, both included', async () => {
    expect(await actionsOf({ from: '2026-11-19', to: '2026-11-19' })).toEqual([
      ...['order.let_go', 'order.kept_back', 'collection.stopped'],
    ])
    expect(await actionsOf({ to: '2026-11-18' })).toEqual(['policy.activated'])
    expect(await actionsOf({ from: '2026-11-20' })).toEqual(['collection.resumed'])
    expect(await actionsOf({ from: '2026-11-20', to: '2026-11-19' })).toEqual([])
    expect(await actionsOf({ from: '1900-01-01', to: '9999-12-31' })).toHaveLength(5)
    expect(await actionsOf({ from: '9999-12-31' })).toEqual([])
  })

  it('is searched by who, what, about what and why, and by exactly one thing', async () => {
    expect(await actionsOf({ text: 'CONCEICAO' })).toHaveLength(5)
    expect(await actionsOf({ text: 'pedido retido' })).toEqual([])
    expect(await actionsOf({ text: 'retido por' })).toEqual(['order.kept_back'])
    expect(await actionsOf({ text: 'ferias' })).toEqual(['policy.activated'])
    expect(await actionsOf({ text: 'ped-1' })).toEqual(['order.let_go', 'order.kept_back'])
    expect(await actionsOf({ subject: 'omie/PED-1' })).toEqual(['order.kept_back'])
    for (const hostile of ['%', '_', "' OR 1=1 --", '\0', '\ud800'])
      expect([hostile, await actionsOf({ text: hostile }), await actionsOf({ subject: hostile })]).toEqual([
        ...[hostile, hostile === '_' ? expect.anything() : [], []],
      ])
  })

  it('goes on page by page to the end, whatever is searched for', async () => {
    const subject = 'omie/LONG'
    await room.db.transaction(async (sql) => {
      for (let line = 0; line < 120; line++) {
        const detail = { reason: line % 2 === 0 ? 'par' : 'ímpar' }
        await recordAudit(sql, { actor: MARTA, action: 'order.let_go', subject, detail, at: line, requestId: null })
      }
    })
    const readAll = async (query: Partial<AuditQuery>) => {
      const sizes: number[] = []
      const ids = new Set<string>()
      let after: string | null = null
      do {
        const page: Awaited<ReturnType<AuditPort['search']>> = await port.search(ADMIN, { ...ALL, ...query, after })
        expect(page.searchedBackTo).toBe(null)
        sizes.push(page.entries.length)
        for (const { id } of page.entries) ids.add(id)
        after = page.next
      } while (after !== null && sizes.length < 9)
      return [sizes, ids.size]
    }
    expect(await readAll({ subject })).toEqual([[50, 50, 20], 120])
    expect(await readAll({ subject, text: 'Marta' })).toEqual([[50, 50, 20], 120])
    expect(await readAll({ text: 'ímpar' })).toEqual([[50, 10], 60])
    for (const text of [null, 'Marta']) {
      const sheet = await port.search(ADMIN, { ...ALL, subject, text }, 500)
      expect([sheet.entries.length, sheet.next]).toEqual([120, null])
    }
    await expect(port.search(ADMIN, { ...ALL, after: "1' OR 1=1" })).rejects.toMatchObject({ status: 404 })
  })

  it('names people and keys by what they are called now, and holds no password, key or hash', async () => {
    const made = await peoplePort(room).create(ADMIN, {
      ...{ login: 'rafael@example.com', name: 'Rafael', role: 'rep', salesRep: 'rep-07', source: null },
    })
    if (made.kind !== 'done') throw new Error(JSON.stringify(made))
    await room.people.logIn({ login: 'rafael@example.com', password: 'errada errada', address: ADDRESS })
    await room.people.logIn({ login: 'rafael@example.com', password: made.password, address: ADDRESS })
    const access = createAccess(
      room.db,
      createCallers(
        (hash) => findCaller(room.db, hash),
        () => 0,
      ),
    )
    const key = await keysPort({ access, clock: room.clock }).create(ADMIN, {
      name: 'ERP',
      scopes: ['read'],
      source: null,
    })
    if (key.kind !== 'done') throw new Error(JSON.stringify(key))
    const { entries } = await port.search(ADMIN, { ...ALL, from: '2026-11-21' })
    expect(entries.map(({ action, actor, name }) => [action, actor, name])).toEqual([
      ['key.created', 'Pessoa admin (usr_admin)', 'ERP'],
      ['login', expect.stringMatching(/^Rafael \(usr_/), 'Rafael'],
      ['login.refused', 'fiado', 'Rafael'],
      ['user.created', 'Pessoa admin (usr_admin)', 'Rafael'],
    ])
    expect(entries[2]).toMatchObject({ at: '2026-11-21T10:00:00-03:00', detail: { reason: 'wrong_password' } })
    const rows = await room.db.all('SELECT * FROM audit')
    const stored = rows.flatMap((row) => Object.values(row).map(String)).join(' ')
    expect(stored).toContain('wrong_password')
    for (const secret of [made.password, 'errada errada', key.key, '$argon2', 'scrypt'])
      expect([secret, stored.includes(secret)]).toEqual([secret, false])
    expect(await actionsOf({ text: 'rafael', from: '2026-11-21' })).toEqual(['login', 'login.refused', 'user.created'])
  })

  it('says how far back a rare text was looked for, and looks further when asked', async () => {
    await write('note.added', 'omie/AGULHA', '2026-11-01T10:00:00-03:00')
    const lines = Array.from({ length: 20_100 }, () => [1, MARTA, 'order.let_go', 'omie/PALHEIRO', '{}', null])
    for (let from = 0; from < lines.length; from += 5_000)
      await room.db.insert(
        ...(['audit', ['at', 'actor', 'action', 'subject', 'detail_json', 'request_id']] as const),
        lines.slice(from, from + 5_000),
      )
    const first = await port.search(ADMIN, { ...ALL, text: 'agulha' })
    expect(first).toMatchObject({ entries: [], searchedBackTo: '1969-12-31T21:00:00.001-03:00' })
    const second = await port.search(ADMIN, { ...ALL, text: 'agulha', after: first.next })
    expect([second.entries.map(({ subject }) => subject), second.next, second.searchedBackTo]).toEqual([
      ...[['omie/AGULHA'], null, null],
    ])
  })

  it('is for who manages people, and is bound to no source', async () => {
    for (const person of [
      ...ROLES.filter((role) => role !== 'admin').map((role) => personOf(role)),
      personOf('admin', 'omie'),
    ])
      await expect(port.search(person, ALL)).rejects.toMatchObject({ status: 403 })
  })
})

describe.each(dialects)('lines about orders and customers, on %s', (dialect) => {
  it('open what they are about, where it is known', async () => {
    const desk = await openSupplyDesk(dialect)
    const room = await openRoom(dialect)
    try {
      await desk.customer('C1', { name: 'Padaria São José' })
      await desk.title('T1', 'C1', '300.00')
      const order = await desk.reserve('P/1', 'C1', '200.00', 'rep-a')
      await desk.orders.requestRelease(REP_A, order, 'cliente antigo')
      await desk.care.addNote({ source: SOURCE, externalId: 'C1' }, 'Falei com a sócia', { person: REP_A })
      const line = { actor: 'ERP', at: desk.clock.now(), detail: {}, requestId: null }
      await recordAudit(desk.db, { ...line, action: 'order.confirmed', subject: `${SOURCE}/P-9` })
      await recordAudit(desk.db, { ...line, action: 'note.added', subject: `${SOURCE}/P/1` })
      const access = createAccess(
        desk.db,
        createCallers(
          (hash) => findCaller(desk.db, hash),
          () => 0,
        ),
      )
      const port = auditPort({ db: desk.db, clock: desk.clock, access, people: room.people })
      const { entries } = await port.search(ADMIN, { ...ALL, text: SOURCE })
      expect(entries.map(({ action, name, opens }) => [action, name, opens])).toEqual([
        ['note.added', null, null],
        ['order.confirmed', null, null],
        ['note.added', 'Padaria São José', { source: SOURCE, externalId: 'C1' }],
        ['order.release_requested', null, { order }],
      ])
    } finally {
      await room.close()
      await desk.close()
    }
  })
})
