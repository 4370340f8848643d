import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { windowsOf } from '../../../adapters/erp/bling/listing.ts'
import type { CanonicalRecord, ReceivableRecord, Stream } from '../../../src/sync/contract.ts'
import { gather, type Stage, setStage } from '../../conformance/drive.ts'
import { DAY_MS } from '../../conformance/vendor.ts'
import type { BlingFake } from './fake.ts'
import { idOf, subject } from './subject.ts'

let stage: Stage
let fake: BlingFake
beforeEach(async () => {
  stage = await setStage(subject, 1)
  fake = stage.vendor as BlingFake
})
afterEach(() => stage.close())

const MINUTES_MS = 600_000
const idsOf = (records: readonly CanonicalRecord[]): string[] =>
  records.map((record) => ('id' in record ? record.id : record.externalId)).sort()

/** A first run, and what the next one asks for. */
async function secondRun(stream: Stream, between: () => unknown = () => undefined) {
  const { cursor } = await stage.haul(stream)
  stage.clock.advance(MINUTES_MS)
  between()
  stage.clock.advance(MINUTES_MS)
  fake.asked.length = 0
  const haul = await stage.haul(stream, cursor)
  return { ...haul, asked: [...fake.asked] }
}

const listOpen = (stream: Stream) => {
  const session = stage.open()
  return gather(session.listOpen?.(stream, stage.signal) ?? expect.fail('listOpen is missing'))
}

describe('contacts', () => {
  it('are all listed at first, and asked for one by one only when they changed', async () => {
    const { asked, records } = await secondRun('customers', () =>
      fake.put('customers', { ...stage.maker.customer(7), name: 'Novo nome' }),
    )
    expect(idsOf(records)).toEqual([idOf('customers', 7)])
    // 10:00 in São Paulo, less the overlap of two minutes: in UTC Bling would find nothing.
    const filter = 'dataAlteracaoInicial=2026-11-21 09:58:00&dataAlteracaoFinal=2026-11-22 10:20:00'
    const [first, ...others] = asked.map((call) => call.replaceAll('+', ' '))
    expect(first).toBe(`GET /contatos?criterio=1&${filter}&pagina=1&limite=10`)
    expect(others).toEqual([
      `GET /contatos/${idOf('customers', 7)}?`,
      `GET /contatos?criterio=2&${filter}&pagina=1&limite=10`,
    ])
  })

  it('that a user deletes may still owe: customers, but no active ones', async () => {
    const id = idOf('customers', 3)
    const { records, marks, removed } = await secondRun('customers', () => fake.remove('customers', id))
    expect(records).toMatchObject([{ externalId: id, active: false }])
    expect({ marks, removed }).toEqual({ marks: { [id]: { situacao: 'E' } }, removed: [] })
    const session = stage.open()
    expect(await session.creditStatus?.read(id, stage.signal), 'nothing is written to it').toBeNull()
    expect((await session.read?.('customers', [id], stage.signal))?.records).toMatchObject([{ active: false }])
  })

  it('of other types are not asked for, where the settings name one', async () => {
    fake.editContact(idOf('customers', 5), { tiposContato: [{ id: 14_000_000_002, descricao: 'Fornecedor' }] })
    const haul = await stage.haul('customers', null, stage.open({ customerTypeId: 14_000_000_001 }))
    expect(idsOf(haul.records)).toEqual(
      idsOf(stage.book.customers.filter(({ externalId }) => externalId !== idOf('customers', 5))),
    )
    expect(fake.asked).not.toContain(`GET /contatos/${idOf('customers', 5)}?`)
  })

  it('without movement get back what they were', async () => {
    const id = idOf('customers', 4)
    fake.setMark?.(id, { situacao: 'S' })
    const port = stage.open().creditStatus ?? expect.fail('creditStatus is missing')
    const before = (await port.read(id, stage.signal)) ?? expect.fail('there is no mark')
    await port.write(id, port.blocked(before, 'Títulos vencidos'), stage.signal)
    expect(fake.markOf?.(id)).toEqual({ situacao: 'I' })
    await port.write(id, before, stage.signal)
    expect(fake.markOf?.(id)).toEqual({ situacao: 'S' })
  })

  it('are all listed again where the last run is longer ago than Bling looks', async () => {
    const { cursor } = await stage.haul('customers')
    stage.clock.advance(370 * DAY_MS)
    expect((await stage.haul('customers', cursor)).records).toHaveLength(stage.book.customers.length)
  })
})

describe('titles', () => {
  it('are listed by due day at first, in windows of a year: Bling would list the last year by issue', async () => {
    await stage.haul('receivables')
    const windows = fake.asked.filter((call) => call.startsWith('GET /contas/receber?') && call.includes('pagina=1&'))
    expect(windows).toEqual(
      windowsOf('2023-11-17', '2029-01-29').map(
        ({ first, last }) =>
          `GET /contas/receber?tipoFiltroData=V&dataInicial=${first}&dataFinal=${last}&pagina=1&limite=10`,
      ),
    )
    expect(windows).toHaveLength(6)
  })

  it('that nothing happened to cost two calls at the next run', async () => {
    const { asked, records } = await secondRun('receivables')
    expect(records).toEqual([])
    expect(asked).toEqual([
      'GET /contas/receber?tipoFiltroData=E&dataInicial=2026-11-14&dataFinal=2026-12-22&pagina=1&limite=10',
      'GET /contas/receber?tipoFiltroData=R&dataInicial=2026-11-14&dataFinal=2026-11-21&pagina=1&limite=10',
    ])
  })

  it('that were issued or received of late come at the next run, each once, with the balance of a part', async () => {
    const [fresh, known] = [
      { ...stage.maker.receivable(601), issuedOn: '2026-11-21', dueOn: '2026-12-21' },
      { ...stage.maker.receivable(602), issuedOn: '2026-11-20', dueOn: '2026-12-20', amount: '100.00' },
    ]
    const { asked, records } = await secondRun('receivables', () => {
      stage.put('receivables', fresh)
      stage.put('receivables', { ...known, openAmount: '33.30', status: 'open' })
    })
    expect(idsOf(records)).toEqual(idsOf([fresh, known]))
    expect(records.find((record) => idsOf([record])[0] === known.externalId)).toMatchObject({ openAmount: '33.30' })
    expect(asked.filter((call) => /receber\/\d/.test(call))).toEqual([`GET /contas/receber/${known.externalId}?`])
  })

  it('that were received longer ago than is looked back are found by the nightly listing', async () => {
    const open = stage.book.receivables.find(({ status }) => status === 'open') ?? expect.fail('nothing is open')
    const { records } = await secondRun('receivables', () => fake.enterReceipt(open.externalId, '2026-11-01'))
    expect(records).toEqual([])
    expect(idsOf((await listOpen('receivables')).records)).not.toContain(open.externalId)
    const reply = await stage.open().read?.('receivables', [open.externalId], stage.signal)
    expect(reply?.records).toMatchObject([{ externalId: open.externalId, status: 'paid', openAmount: '0.00' }])
  })

  it('that are owed are listed by the filter with brackets, which alone filters', async () => {
    const { records } = await listOpen('receivables')
    expect(records.every((record) => (record as ReceivableRecord).status === 'open')).toBe(true)
    expect(fake.asked[0]).toBe(
      'GET /contas/receber?tipoFiltroData=V&situacoes[]=1&situacoes[]=3&situacoes[]=4&dataInicial=2023-11-17&dataFinal=2024-11-15&pagina=1&limite=10',
    )
  })

  it('are looked for in more than one window after a long pause', async () => {
    const { cursor } = await stage.haul('receivables')
    const late = { ...stage.maker.receivable(603), issuedOn: '2027-01-15', dueOn: '2027-02-15' }
    stage.clock.advance(600 * DAY_MS)
    stage.put('receivables', late)
    expect(idsOf((await stage.haul('receivables', cursor)).records)).toContain(late.externalId)
  })

  it('that are deleted between the list and the call for the balance are removed', async () => {
    const part = { ...stage.maker.receivable(604), issuedOn: '2026-11-20', amount: '100.00', openAmount: '1.00' }
    stage.put('receivables', { ...part, status: 'open' })
    fake.whenAsked = (call) => {
      if (call.includes(`/contas/receber/${part.externalId}`)) fake.remove('receivables', part.externalId)
    }
    const { records, removed } = await stage.haul('receivables')
    expect(removed).toEqual([part.externalId])
    expect(idsOf(records)).not.toContain(part.externalId)
  })
})

describe('orders', () => {
  it('are listed by their day at first, then by what changed', async () => {
    const { asked, records } = await secondRun('orders', () =>
      fake.editOrder(idOf('orders', 2), { situacao: { id: 12, valor: 2 } }),
    )
    expect(records).toMatchObject([{ id: idOf('orders', 2), status: 'cancelled' }])
    expect(asked).toHaveLength(1)
    expect(asked[0]).toContain('dataAlteracaoInicial=2026-11-21')
  })

  it('that are typed anew count no more: missing, when they are asked for', async () => {
    const id = idOf('orders', 2)
    fake.editOrder(id, { situacao: { id: 21, valor: 10 } })
    expect(idsOf((await listOpen('orders')).records)).not.toContain(id)
    expect(await stage.open().read?.('orders', [id, 'x', '1/../2'], stage.signal)).toEqual({
      records: [],
      bad: [],
      missing: [id, 'x', '1/../2'],
    })
  })

  it('in a situation of the company are bad records until the settings know it', async () => {
    const id = idOf('orders', 2)
    fake.corrupt('orders', id)
    expect((await stage.haulWithBad('orders')).bad).toMatchObject([
      { externalId: id, errors: [{ path: 'situacao.id' }] },
    ])
    const known = stage.open({ orderSituations: { 883047: 'confirmed' } })
    expect(idsOf((await stage.haul('orders', null, known)).records)).toContain(id)
    fake.asked.length = 0
    await gather(known.listOpen?.('orders', stage.signal) ?? expect.fail('listOpen is missing'))
    expect(fake.asked[0]).toContain('idsSituacoes[]=6&idsSituacoes[]=15&idsSituacoes[]=24&idsSituacoes[]=883047')
  })
})

describe('a listing', () => {
  it('goes on where it was cut off, also in the middle of a window', async () => {
    const { pages } = await stage.haul('receivables')
    const cursors = pages.map(({ cursor }) => JSON.parse(cursor))
    expect(cursors[1]).toEqual({
      since: null,
      run: { start: stage.clock.now(), place: { part: expect.stringMatching(/^due 20/), after: expect.any(Number) } },
    })
    expect(cursors.at(-1)).toEqual({ since: stage.clock.now() })
  })

  it('begins anew with a cursor that it does not know', async () => {
    expect((await stage.haul('orders', '{"page":3}')).records).toHaveLength(stage.book.orders.length)
  })

  it('stops the other calls when one fails', async () => {
    const session = stage.open({ parallel: 1 })
    await session.check(stage.signal)
    fake.misbehave({ kind: 'status', status: 403 })
    const before = fake.calls
    const ids = stage.book.orders.map(({ id }) => id)
    await expect(session.read?.('orders', ids, stage.signal)).rejects.toMatchObject({ remedy: 'auth' })
    expect(fake.calls - before).toBe(1)
  })

  it('asks for pages as large as Bling makes them, whatever the settings say', async () => {
    await stage.haul('orders', null, stage.open({ pageSize: 500 }))
    expect(fake.asked.every((call) => call.endsWith('&limite=100'))).toBe(true)
  })
})

describe('windows', () => {
  it('hold every day once, none more than a year', () => {
    expect(windowsOf('2024-02-28', '2026-03-01')).toEqual([
      { first: '2024-02-28', last: '2025-02-26' },
      { first: '2025-02-27', last: '2026-02-26' },
      { first: '2026-02-27', last: '2026-03-01' },
    ])
    expect(windowsOf('2026-01-02', '2026-01-01')).toEqual([])
  })
})
