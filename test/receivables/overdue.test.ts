import { describe, expect, it } from 'vitest'
import { dialects } from '../harness/databases.ts'
import type { Program } from '../harness/program.ts'
import { programsOn } from './programs.ts'
import { customer, driftOf, erp, invoice } from './records.ts'

const noon = (day: string): string => `${day}T12:00:00-03:00`

describe.each(dialects)('what is overdue on %s', (dialect) => {
  const start = programsOn(dialect)

  /** Which titles of customer 1 are overdue at noon of a day, told by their amounts: each title owes another one. */
  async function overdueOn(day: string, source: string, setting: object = {}, id = '1'): Promise<string> {
    const program = await start({ now: noon(day), ...setting })
    const { exposure } = await erp(program, source).credit(id)
    return exposure.overdue
  }

  it('is so from the day after the effective due day', async () => {
    const { take } = erp(await start(), 'weekdays')
    await take('customers', customer('1'))
    await take(
      'receivables',
      invoice('tuesday', '1', { dueOn: '2026-11-17', openAmount: '1.00' }),
      invoice('saturday', '1', { dueOn: '2026-11-14', openAmount: '10.00' }),
      invoice('before a holiday', '1', { dueOn: '2026-11-19', openAmount: '100.00' }),
      invoice('friday, a holiday', '1', { dueOn: '2026-11-20', openAmount: '1000.00' }),
      invoice('christmas', '1', { dueOn: '2026-12-25', openAmount: '10000.00' }),
    )
    const days = {
      '2026-11-16': '0.00',
      '2026-11-17': '10.00',
      '2026-11-18': '11.00',
      '2026-11-20': '111.00',
      '2026-11-23': '111.00',
      '2026-11-24': '1111.00',
      '2026-12-28': '1111.00',
      '2026-12-29': '11111.00',
    }
    for (const [day, overdue] of Object.entries(days)) expect(await overdueOn(day, 'weekdays'), day).toBe(overdue)
  })

  it('flips at midnight with no job and no write, and back when the clock goes back', async () => {
    const before = await start({ now: '2026-11-17T23:59:59.999-03:00' })
    const after = await start({ now: '2026-11-18T00:00:00-03:00' })
    const { take } = erp(before, 'midnight')
    await take('customers', customer('1', { group: 'midnight' }), customer('2', { group: 'midnight' }))
    await take('receivables', invoice('T', '1', { dueOn: '2026-11-17' }))
    for (let round = 0; round < 3; round++) {
      for (const [program, overdue] of [
        [before, '0.00'],
        [after, '100.00'],
      ] as const) {
        const { exposure } = await erp(program, 'midnight').credit('1')
        expect([exposure.open, exposure.overdue]).toEqual(['100.00', overdue])
        expect((await erp(program, 'midnight').credit('2')).account.exposure.overdue).toBe(overdue)
        expect(await driftOf(program)).toEqual([])
      }
    }
    const check = { source: 'midnight', mode: 'check', customer: { externalId: '1' }, order: { amount: '1.00' } }
    expect((await before.call('POST', '/v1/credit-checks', check)).body.exposure.overdue).toBe('0.00')
    expect((await after.call('POST', '/v1/credit-checks', check)).body.exposure.overdue).toBe('100.00')
    expect(
      (await before.call('POST', '/v1/credit-checks', { ...check, asOf: '2026-11-18' })).body.exposure.overdue,
    ).toBe('100.00')
  })

  it('counts its days from the original due day', async () => {
    const { take } = erp(await start(), 'counted')
    await take('customers', customer('1'))
    await take('receivables', invoice('T', '1', { dueOn: '2026-11-14' }), invoice('U', '1', { dueOn: '2026-11-16' }))
    const told = async (day: string) => {
      const { daysOverdue, oldestDueOn, receivablesOpen } = await erp(
        await start({ now: noon(day) }),
        'counted',
      ).credit('1')
      return [daysOverdue, oldestDueOn, receivablesOpen]
    }
    expect(await told('2026-11-16')).toEqual([0, null, 2])
    expect(await told('2026-11-17')).toEqual([3, '2026-11-14', 2])
    expect(await told('2026-11-24')).toEqual([10, '2026-11-14', 2])
  })

  it('waits for the grace of the risk class', async () => {
    const policy = 'graceDays: 2\nriskClasses: { A: { graceDays: 5 }, C: { graceDays: 0 } }'
    const { take } = erp(await start({ policy }), 'grace')
    await take('customers', ...[null, 'A', 'C', 'Z'].map((riskClass) => customer(`${riskClass}`, { riskClass })))
    await take('receivables', ...['null', 'A', 'C', 'Z'].map((id) => invoice(id, id, { dueOn: '2026-11-10' })))
    const first = { null: '2026-11-13', A: '2026-11-16', C: '2026-11-11', Z: '2026-11-13' }
    for (const [id, day] of Object.entries(first)) {
      const eve = Temporal.PlainDate.from(day).subtract({ days: 1 }).toString()
      expect(await overdueOn(eve, 'grace', { policy }, id), `${id} the day before`).toBe('0.00')
      expect(await overdueOn(day, 'grace', { policy }, id), id).toBe('100.00')
    }
    await take('customers', customer('A', { riskClass: 'C' }))
    expect(await overdueOn('2026-11-11', 'grace', { policy }, 'A')).toBe('100.00')
    await take('customers', customer('A', { riskClass: 'A' }))
    expect(await overdueOn('2026-11-11', 'grace', { policy }, 'A')).toBe('0.00')
  })

  it('follows the holidays of the state and city, and the customer who moves there', async () => {
    const calendar = 'states: { SP: ["2026-11-17"] }\ncities: { "SP/São José dos Campos": ["11-18"] }'
    const program = await start({ calendar, now: noon('2026-11-18') })
    const { take, credit } = erp(program, 'places')
    const place = (state: string | null, city: string | null = null) => ({ state, city })
    const overdue = async (id: string): Promise<string> => (await credit(id)).exposure.overdue
    await take(
      'customers',
      customer('rj', place('RJ')),
      customer('sp', place('SP')),
      customer('sjc', place('sp', 'SAO JOSE DOS CAMPOS')),
      customer('nowhere'),
    )
    await take('receivables', ...['rj', 'sp', 'sjc', 'nowhere'].map((id) => invoice(id, id, { dueOn: '2026-11-17' })))
    expect(await Promise.all(['rj', 'sp', 'sjc', 'nowhere'].map(overdue))).toEqual(['100.00', '0.00', '0.00', '100.00'])
    const next = await start({ calendar, now: noon('2026-11-19') })
    expect((await erp(next, 'places').credit('sp')).exposure.overdue).toBe('100.00')
    expect((await erp(next, 'places').credit('sjc')).exposure.overdue).toBe('0.00')
    await take('customers', customer('rj', place('SP')), customer('sp', place('RJ')))
    expect([await overdue('rj'), await overdue('sp')]).toEqual(['0.00', '100.00'])
    expect(await driftOf(program)).toEqual([])
  })

  it('follows a calendar that was changed, from the next start', async () => {
    const { take } = erp(await start(), 'changed')
    await take('customers', customer('1', { state: 'BA' }))
    await take('receivables', invoice('T', '1', { dueOn: '2026-11-17' }))
    expect(await overdueOn('2026-11-18', 'changed')).toBe('100.00')
    const calendar = 'states: { BA: ["11-17"] }'
    expect(await overdueOn('2026-11-18', 'changed', { calendar })).toBe('0.00')
    const program = await start({ calendar, now: noon('2026-11-19') })
    expect((await erp(program, 'changed').credit('1')).exposure.overdue).toBe('100.00')
    expect(await driftOf(program)).toEqual([])
    expect(await overdueOn('2026-11-18', 'changed')).toBe('100.00')
  })

  const titles = [
    invoice('open', '1', { dueOn: '2026-11-03', openAmount: '1.00' }),
    invoice('disputed', '1', { dueOn: '2026-11-03', openAmount: '10.00', status: 'disputed' }),
    invoice('returned', '1', { dueOn: '2026-11-03', openAmount: '100.00', status: 'returned' }),
    ...['paid', 'cancelled', 'written_off'].map((status) => invoice(status, '1', { dueOn: '2026-11-03', status })),
    invoice('credit', '1', { kind: 'credit_note', dueOn: '2026-11-03', openAmount: '30.00' }),
    invoice('advance', '1', { kind: 'advance', dueOn: '2026-11-03', openAmount: '5.00' }),
    invoice('used', '1', { kind: 'advance', dueOn: '2026-11-03', openAmount: '9.00', status: 'paid' }),
    invoice('draft', '1', { kind: 'draft', dueOn: '2026-11-03', openAmount: '7.00' }),
  ]

  it.each([
    ['', { open: '111.00', overdue: '101.00', drafts: '0.00', credits: '35.00', total: '76.00' }],
    [
      'disputedIsOverdue: true',
      { open: '111.00', overdue: '111.00', drafts: '0.00', credits: '35.00', total: '76.00' },
    ],
    [
      'creditsReduceOverdue: true',
      { open: '111.00', overdue: '66.00', drafts: '0.00', credits: '35.00', total: '76.00' },
    ],
    ['netCredits: false', { open: '111.00', overdue: '101.00', drafts: '0.00', credits: '0.00', total: '111.00' }],
    ['countDrafts: true', { open: '111.00', overdue: '101.00', drafts: '7.00', credits: '35.00', total: '83.00' }],
    [
      'riskClasses: { K: { disputedIsOverdue: true, creditsReduceOverdue: true, netCredits: false, countDrafts: true } }',
      { open: '111.00', overdue: '76.00', drafts: '7.00', credits: '0.00', total: '118.00' },
    ],
  ])('and every part of the exposure is what the policy "%s" says', async (policy, expected) => {
    const program: Program = await start({ policy })
    const source = `parts-${expected.total}-${expected.overdue}`.replaceAll('.', '_')
    const { take, credit } = erp(program, source)
    await take('customers', customer('1', { riskClass: 'K' }))
    await take('receivables', ...titles)
    expect((await credit('1')).exposure).toMatchObject(expected)
    expect((await credit('1')).receivablesOpen).toBe(3)
    expect(await driftOf(program)).toEqual([])
  })

  it('is never less than nothing, however much credit there is', async () => {
    const program = await start({ policy: 'creditsReduceOverdue: true' })
    const { take, credit } = erp(program, 'rich')
    await take('customers', customer('1', { limit: { mode: 'amount', amount: '10.00' } }))
    await take(
      'receivables',
      invoice('T', '1', { dueOn: '2026-11-03' }),
      invoice('C', '1', { kind: 'advance', openAmount: '150.00' }),
    )
    expect((await credit('1')).exposure).toMatchObject({ overdue: '0.00', total: '-50.00', available: '60.00' })
  })
})
