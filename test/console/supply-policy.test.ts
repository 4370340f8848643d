import { afterEach, describe, expect, it } from 'vitest'
import { dialects } from '../harness/databases.ts'
import { openSupplyDesk, personOf, REP_A, refusalOf, type SupplyDesk } from './supply-desk.ts'

const MANAGER = personOf('manager')
const ANALYST = personOf('analyst')
const STRICT = 'name: default\nmaxDataAge: P365D\nrules:\n  order_too_large: { level: block, max: "100.00" }\n'
const said = (message: string) => ({ kind: 'refused', message })

describe.each(dialects)('the policy of the console, on %s', (dialect) => {
  let desk: SupplyDesk | null = null
  afterEach(async () => {
    await desk?.close()
    desk = null
  })
  const open = async () => {
    desk = await openSupplyDesk(dialect)
    return desk
  }

  it('is drafted, rehearsed on what was asked, and made active by name', async () => {
    const one = await open()
    await one.customer('C1', { name: 'Padaria São José' })
    await one.reserve('P-1', 'C1', '250.00', 'rep-a')
    expect(await one.policy.read(ANALYST)).toMatchObject({
      ...{ inForce: { version: 1, origin: 'file', body: 'name: default\nmaxDataAge: P365D\n' }, draft: null },
    })
    expect(await one.policy.saveDraft(MANAGER, { body: STRICT, note: 'pedidos pequenos' })).toEqual({ kind: 'done' })
    const drafted = (await one.policy.read(MANAGER)).draft
    const id = drafted?.id ?? ''
    expect(drafted).toMatchObject({
      ...{ body: STRICT, note: 'pedidos pequenos', createdBy: 'Pessoa manager (usr_manager)', rehearsal: null },
      ...{ changedAt: '2026-11-23T10:00:00-03:00', faults: [] },
    })
    expect(await one.policy.activate(MANAGER, id)).toEqual(said('Ensaie o rascunho antes de ativar.'))
    expect(await one.policy.rehearse(MANAGER, id, 180)).toEqual(said('O ensaio olha para no máximo 90 dias.'))
    expect(await one.policy.rehearse(MANAGER, id, 30)).toEqual({ kind: 'done' })
    expect((await one.policy.read(ANALYST)).draft?.rehearsal).toMatchObject({
      ...{ days: 30, checks: 1, wouldHold: { count: 1, amount: '250.00' }, laterUnpaid: { count: 0, amount: '0.00' } },
      wouldFree: { count: 0, amount: '0.00' },
      examples: [
        {
          ...{ orderId: 'P-1', amount: '250.00', was: 'approved', would: 'blocked', later: null },
          customer: { source: 'erp', externalId: 'C1', name: 'Padaria São José' },
        },
      ],
    })
    expect(await one.policy.saveDraft(MANAGER, { body: STRICT, note: 'outra nota' })).toEqual({ kind: 'done' })
    expect((await one.policy.read(MANAGER)).draft).toMatchObject({ id, note: 'outra nota', rehearsal: { days: 30 } })
    expect(await one.policy.activate(MANAGER, id)).toEqual({ kind: 'done' })
    const after = await one.policy.read(ANALYST)
    expect(after.inForce).toMatchObject({
      ...{ version: 2, origin: 'draft', loadedBy: 'Pessoa manager (usr_manager)', body: STRICT },
    })
    expect([after.versions.map(({ version }) => version), after.draft]).toEqual([[2, 1], null])
    expect([await one.policy.body(1), await one.policy.body(3), await one.policy.body(0)]).toEqual([
      ...['name: default\nmaxDataAge: P365D\n', null, null],
    ])
    expect(await one.policy.activate(MANAGER, id)).toEqual(said('Este rascunho já foi ativado: é a versão 2.'))
  })

  it('keeps no draft with faults and says where they are; one that is given up is gone', async () => {
    const one = await open()
    const refused = await one.policy.saveDraft(MANAGER, { body: 'name: default\nmaxDataAge: sempre\n', note: 'x' })
    expect(refused).toMatchObject({
      ...{
        kind: 'refused',
        message: expect.stringMatching(/^O rascunho tem erros e não foi guardado: linha 2, maxDataAge: /),
      },
    })
    expect((await one.policy.read(MANAGER)).draft).toBe(null)
    expect(await one.policy.saveDraft(MANAGER, { body: 'a\0b', note: 'x' })).toEqual(
      said('O texto da política ou da nota tem caracteres que não servem, ou é longo demais.'),
    )
    await one.policy.saveDraft(MANAGER, { body: STRICT, note: 'x' })
    const id = (await one.policy.read(MANAGER)).draft?.id ?? ''
    expect(await one.policy.discard(MANAGER, id)).toEqual({ kind: 'done' })
    expect(await one.policy.discard(MANAGER, id)).toEqual({ kind: 'unknown' })
    expect(await one.policy.rehearse(MANAGER, id, 30)).toEqual({ kind: 'unknown' })
  })

  it('is changed by who may alone, and by nobody who is bound to one source', async () => {
    const one = await open()
    await one.policy.saveDraft(MANAGER, { body: STRICT, note: 'x' })
    const id = (await one.policy.read(MANAGER)).draft?.id ?? ''
    const bound = personOf('manager', { source: 'erp' })
    expect((await one.policy.read(bound)).draft).toBe(null)
    const theirs = said(
      'A política vale para todas as conexões, e o seu acesso é de uma só: peça a quem cuida de todas.',
    )
    expect(await one.policy.saveDraft(bound, { body: STRICT, note: 'x' })).toEqual(theirs)
    expect(await one.policy.activate(bound, id)).toEqual(theirs)
    for (const work of [
      () => one.policy.saveDraft(ANALYST, { body: STRICT, note: 'x' }),
      () => one.policy.rehearse(ANALYST, id, 30),
      () => one.policy.activate(ANALYST, id),
      () => one.policy.discard(ANALYST, id),
      () => one.policy.read(REP_A),
    ])
      expect(await refusalOf(work)).toBe(403)
  })
})
