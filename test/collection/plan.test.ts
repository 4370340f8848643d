import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cadenceFor, cadenceSchema } from '../../src/collection/cadence.ts'
import type { CollectionCase, OpenTitle, Progress } from '../../src/collection/case.ts'
import { type Plan, planCase } from '../../src/collection/plan.ts'
import { createCalendar } from '../../src/kernel/calendar.ts'
import { addDays, type Day, daysBetween } from '../../src/kernel/day.ts'
import { CADENCE, MONDAY, sampleCase, sampleRules, sampleTitle } from './sample-case.ts'

const RULES = sampleRules()
const done = (step: string, doneOn: Day): Progress => {
  const found = CADENCE.steps.find(({ key }) => key === step)
  if (!found) throw new Error(`no step ${step}`)
  return { step, offsetDays: found.offsetDays, stage: found.stage, doneOn }
}
const planned = (given: Partial<CollectionCase>, today: Day = MONDAY, rules = RULES): Plan =>
  planCase(sampleCase(given), rules, today)
const stepOf = (given: Partial<OpenTitle>, today: Day = MONDAY): string | undefined => {
  const { contact, tasks } = planned({ titles: [sampleTitle(given)] }, today)
  return contact?.step.key ?? tasks[0]?.step.key
}
const codes = (plan: Plan): string[] => plan.withheld.map(({ code }) => code)

describe('the step of a title', () => {
  test.each([
    ['three days before the due day', '2026-11-26', 'lembrete'],
    ['two days before, when the reminder was missed', '2026-11-25', 'lembrete'],
    ['four days before: not yet', '2026-11-27', undefined],
    ['on the due day, when the reminder was missed', '2026-11-23', 'lembrete'],
    ['a week after, when nothing was said: the first one', '2026-11-16', 'aviso'],
    ['sixty days after, when nothing was said: the first one all the same', '2026-09-24', 'aviso'],
  ])('%s', (_, dueOn, step) => {
    expect(stepOf({ dueOn })).toBe(step)
  })

  test('after the first message the second keeps its distance from the day that was sent', () => {
    const title = { dueOn: '2026-11-09', progress: done('aviso', '2026-11-19') }
    expect(stepOf(title, '2026-11-20')).toBe(undefined)
    // 4 days lie between the two steps: 23 November, a Monday.
    expect(stepOf(title, '2026-11-23')).toBe('segundo')
  })

  test('a step is never passed over, also when a later one would be due by its day', () => {
    expect(stepOf({ dueOn: '2026-10-01', progress: done('segundo', '2026-10-20') })).toBe('ligar')
  })

  test('the last step is the end', () => {
    const plan = planned({ titles: [sampleTitle({ dueOn: '2026-09-01', progress: done('encaminhar', '2026-10-20') })] })
    expect(plan).toMatchObject({ contact: null, tasks: [], withheld: [], next: null })
  })

  test('the clock stands on the effective due day: due on a Sunday, the day after is Tuesday', () => {
    // 22 November 2026 is a Sunday: paid on Monday the 23rd it is paid in time.
    const title = { dueOn: '2026-11-22', effectiveDueOn: '2026-11-23', progress: done('lembrete', '2026-11-19') }
    expect(stepOf(title, '2026-11-23')).toBe(undefined)
    expect(stepOf(title, '2026-11-24')).toBe('aviso')
  })

  test('nothing is said on a day that is no business day, nor on a holiday of the customer’s city', () => {
    expect(stepOf({ dueOn: '2026-11-16' }, '2026-11-22')).toBe(undefined)
    const calendar = createCalendar({ states: {}, cities: { 'SP/São Paulo': [MONDAY] }, company: [], open: [] })
    expect(planned({}, MONDAY, sampleRules({ calendar }))).toMatchObject({ contact: null, withheld: [] })
  })

  test('a reminder that falls on a Sunday goes out on the Friday before', () => {
    // Due on Wednesday 2 December, three days before is Sunday 29 November.
    expect(stepOf({ dueOn: '2026-12-02' }, '2026-11-27')).toBe('lembrete')
    expect(stepOf({ dueOn: '2026-12-02' }, '2026-11-26')).toBe(undefined)
    // And on the Thursday where Friday is a holiday (20 November).
    expect(stepOf({ dueOn: '2026-11-25' }, '2026-11-19')).toBe('lembrete')
  })

  test('a payment on the due day may take business days to show', () => {
    const rules = sampleRules({ settlementDays: (method) => (method === 'cheque' ? 3 : 1) })
    const title = sampleTitle({ dueOn: '2026-11-12', paymentMethod: 'cheque' })
    // Thursday the 12th and three business days: Tuesday the 17th.
    expect(planned({ titles: [title] }, '2026-11-16', rules).contact).toBe(null)
    expect(planned({ titles: [title] }, '2026-11-17', rules).contact?.step.key).toBe('aviso')
  })

  test('a due day that was moved makes what was done after the old one void', () => {
    const title = { dueOn: '2026-11-26', progress: done('segundo', '2026-11-10') }
    expect(stepOf(title)).toBe('lembrete')
    expect(stepOf(title, '2026-11-27')).toBe('aviso')
  })

  test('a cadence changed on the way goes on after the distance that was reached', () => {
    const firm = cadenceSchema.parse({
      ...{ name: 'firm', title: 'Firme', priority: 0, gapDays: 2 },
      steps: [
        { key: 'firme', offsetDays: 1, stage: 'firm', channels: ['email'], template: 'firme' },
        { key: 'firme-2', offsetDays: 7, stage: 'firm', channels: ['email'], template: 'firme' },
      ],
    })
    const title = sampleTitle({ dueOn: '2026-11-09', progress: done('segundo', '2026-11-16') })
    const plan = planned({ titles: [title] }, MONDAY, sampleRules({ cadences: [firm] }))
    expect(plan.contact?.step.key).toBe('firme-2')
  })
})

describe('one message a customer', () => {
  test('carries every title that is due one step further, and speaks as the furthest of them', () => {
    const titles = [
      sampleTitle({ id: 1, dueOn: '2026-11-09', progress: done('aviso', '2026-11-12') }),
      sampleTitle({ id: 2, dueOn: '2026-11-18' }),
      sampleTitle({ id: 3, dueOn: '2026-11-26' }),
      sampleTitle({ id: 4, dueOn: '2026-12-20' }),
    ]
    const { contact } = planned({ titles })
    expect(contact?.step.key).toBe('segundo')
    expect(contact?.carried.map(({ title, step }) => [title.id, step.key])).toEqual([
      [1, 'segundo'],
      [2, 'aviso'],
      [3, 'lembrete'],
    ])
    expect(contact?.channels).toEqual(['email', 'whatsapp'])
  })

  test('a task stands beside it, and does not count as a contact', () => {
    const titles = [
      sampleTitle({ id: 1, dueOn: '2026-11-05', progress: done('segundo', '2026-11-16') }),
      sampleTitle({ id: 2, dueOn: '2026-11-18' }),
    ]
    const plan = planned({ titles })
    expect(plan.tasks.map(({ step, titles: named }) => [step.key, named.map(({ id }) => id)])).toEqual([['ligar', [1]]])
    expect(plan.contact?.carried.map(({ title }) => title.id)).toEqual([2])
  })

  test('takes the first channel of the step that has an address', () => {
    expect(planned({ addresses: { email: [{ address: 'a@b.example', name: null }] } }).contact?.channels).toEqual([
      'email',
    ])
  })
})

describe('what keeps a message back is told', () => {
  test.each<[string, Partial<CollectionCase>, string[]]>([
    ['a title the ERP says is disputed', { titles: [sampleTitle({ isDisputed: true })] }, ['disputed']],
    ['a dispute about this title', { disputes: [{ receivableIds: [1] }] }, ['disputed']],
    ['a dispute about everything', { disputes: [{ receivableIds: null }] }, ['disputed']],
    ['a promise', { promises: [{ promisedOn: '2026-11-25', receivableIds: [1] }] }, ['promised']],
    ['a debt of more than five years', { titles: [sampleTitle({ dueOn: '2021-11-22' })] }, ['prescribed']],
    ['do not contact', { pauses: [{ kind: 'do_not_contact', untilOn: null }] }, ['do_not_contact']],
    ['hardship', { pauses: [{ kind: 'hardship', untilOn: MONDAY }] }, ['hardship']],
    ['a payment that was reported', { pauses: [{ kind: 'payment_reported', untilOn: MONDAY }] }, ['payment_reported']],
    [
      'the strongest of several pauses',
      {
        pauses: [
          { kind: 'paused', untilOn: null },
          { kind: 'hardship', untilOn: null },
        ],
      },
      ['hardship'],
    ],
    ['data that is too old', { isStale: true }, ['stale_data']],
    ['a message that is planned', { pending: 'planned' }, ['message_pending']],
    ['a message that nobody knows of', { pending: 'ambiguous' }, ['message_ambiguous']],
    ['credits that cover it', { credits: 500_00n }, ['credits_cover']],
    ['a contact two days ago', { contacts: [{ on: '2026-11-21', channel: 'email' }] }, ['gap']],
    [
      'two contacts in a week',
      {
        contacts: [
          { on: '2026-11-20', channel: 'email' },
          { on: '2026-11-17', channel: 'sms' },
        ],
      },
      ['weekly_cap'],
    ],
    [
      'six contacts in a month',
      {
        contacts: ['11-20', '11-12', '11-09', '11-05', '11-01', '10-26'].map((day) => ({
          on: `2026-${day}`,
          channel: 'sms',
        })),
      },
      ['monthly_cap'],
    ],
    ['no address', { addresses: { sms: [{ address: '+5511987654321', name: null }] } }, ['unreachable']],
  ])('%s', (_, given, expected) => {
    const plan = planned(given)
    expect(plan.contact).toBe(null)
    expect(codes(plan)).toEqual(expected)
  })

  test('and what does not, does not', () => {
    const given: Partial<CollectionCase> = {
      disputes: [{ receivableIds: [99] }],
      promises: [{ promisedOn: '2026-11-25', receivableIds: [99] }],
      pauses: [{ kind: 'paused', untilOn: '2026-11-22' }],
      credits: 499_99n,
      contacts: [{ on: '2026-11-20', channel: 'email' }],
      titles: [sampleTitle({ dueOn: '2021-11-23' })],
    }
    expect(planned(given)).toMatchObject({ contact: { step: { key: 'aviso' } }, withheld: [] })
  })

  test('below the minimum of the cadence or the house', () => {
    const titles = [sampleTitle({ openAmount: 19_99n })]
    expect(codes(planned({ titles }, MONDAY, sampleRules({ minimumAmount: 20_00n })))).toEqual(['below_minimum'])
    expect(codes(planned({ titles }, MONDAY, sampleRules({ minimumAmount: 19_99n })))).toEqual([])
  })

  test('says until when, where that is known', () => {
    expect(planned({ contacts: [{ on: '2026-11-21', channel: 'email' }] }).withheld[0]?.untilOn).toBe('2026-11-23')
    const contacts = [
      { on: '2026-11-20', channel: 'email' as const },
      { on: '2026-11-17', channel: 'sms' as const },
    ]
    expect(planned({ contacts }).withheld[0]?.untilOn).toBe('2026-11-23')
  })

  test('a paused customer gets no tasks either', () => {
    const titles = [sampleTitle({ dueOn: '2026-11-05', progress: done('segundo', '2026-11-12') })]
    expect(planned({ titles, pauses: [{ kind: 'hardship', untilOn: null }] })).toMatchObject({ tasks: [] })
    expect(planned({ titles }).tasks).toHaveLength(1)
  })

  test('nobody whom no cadence takes', () => {
    const cadence = cadenceSchema.parse({
      ...CADENCE,
      for: { segments: ['recorrente'] },
      steps: CADENCE.steps.slice(1, 2).map(({ when: _, ...step }) => step),
      minimumAmount: '0.00',
    })
    expect(codes(planned({}, MONDAY, sampleRules({ cadences: [cadence] })))).toEqual(['no_cadence'])
  })
})

describe('conditions of steps', () => {
  const conditional = (when: object) =>
    sampleRules({
      cadences: [
        cadenceSchema.parse({
          ...{ name: 'conditional', title: 'Condicional', priority: 1, gapDays: 1 },
          steps: [
            { key: 'a', offsetDays: 1, stage: 'notice', channels: ['email'], template: 'aviso', when },
            { key: 'b', offsetDays: 2, stage: 'firm', channels: ['email'], template: 'aviso' },
          ],
        }),
      ],
    })

  test.each([
    [{ person: 'legal' }, 'a'],
    [{ person: 'natural' }, 'b'],
    [{ overdueMin: '500.00' }, 'a'],
    [{ overdueMin: '500.01' }, 'b'],
  ])('%j', (when, step) => {
    expect(planned({}, MONDAY, conditional(when)).contact?.step.key).toBe(step)
  })

  test.each(['legal', 'natural'])('for a %s person hold for nobody whose document is not known', (person) => {
    const customer = { ...sampleCase().customer, document: null }
    expect(planned({ customer }, MONDAY, conditional({ person })).contact?.step.key).toBe('b')
  })
})

describe('which cadence takes whom', () => {
  const named = (name: string, priority: number, audience: object) =>
    cadenceSchema.parse({
      ...{ name, title: name, priority, gapDays: 1, for: audience },
      steps: [{ key: 'a', offsetDays: 1, stage: 'notice', channels: ['email'], template: 'aviso' }],
    })
  const cadences = [
    named('standard', 100, {}),
    named('firm', 10, { flags: ['buys_while_owing'], profiles: ['mau_pagador'] }),
    named('preventive', 20, { segments: ['pontual'] }),
    named('class-d', 15, { riskClasses: ['D'] }),
  ]
  test.each([
    [{ segment: 'pontual' }, 'preventive'],
    [{ segment: 'recorrente' }, 'standard'],
    [{ segment: 'pontual', flags: ['buys_while_owing'] }, 'firm'],
    [{ segment: null, profile: 'mau_pagador' }, 'firm'],
    [{ segment: 'pontual', riskClass: 'D' }, 'class-d'],
  ])('%j', (customer, name) => {
    expect(cadenceFor({ ...sampleCase().customer, ...customer }, cadences)?.name).toBe(name)
  })
})

/** What can happen to a customer in a day of the random histories. */
interface Event {
  readonly runs: boolean
  readonly arrives: boolean
  readonly pays: number | null
  readonly disputes: number | null
  readonly pauses: boolean
  readonly postpones: number | null
}

const eventArb: fc.Arbitrary<Event> = fc.record({
  runs: fc.boolean(),
  arrives: fc.integer({ min: 0, max: 9 }).map((chance) => chance > 1),
  pays: fc.option(fc.integer({ min: 0, max: 3 }), { freq: 20, nil: null }),
  disputes: fc.option(fc.integer({ min: 0, max: 3 }), { freq: 25, nil: null }),
  pauses: fc.integer({ min: 0, max: 25 }).map((chance) => chance === 0),
  postpones: fc.option(fc.integer({ min: 0, max: 3 }), { freq: 30, nil: null }),
})

describe('random histories of ninety days', () => {
  test('never two contacts within the gap or above a cap, never after payment, never a skipped or repeated step', () => {
    const dueDays = fc.array(fc.integer({ min: -40, max: 30 }), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(dueDays, fc.array(eventArb, { minLength: 90, maxLength: 90 }), (offsets, events) => {
        const calendar = RULES.calendar
        let titles = offsets.map((offset, index) => {
          const dueOn = addDays(MONDAY, offset)
          return sampleTitle({ id: index + 1, dueOn, effectiveDueOn: calendar.nextBusinessDay(dueOn) })
        })
        const contacts: { on: Day; channel: 'email' }[] = []
        let pausedUntil: Day | null = null
        const history = new Map<number, { key: string; on: Day }[]>()
        for (const [index, event] of events.entries()) {
          const today = addDays(MONDAY, index)
          titles = titles.filter(({ id }) => id !== event.pays)
          titles = titles.map((title) =>
            title.id === event.disputes ? { ...title, isDisputed: !title.isDisputed } : title,
          )
          if (event.pauses) pausedUntil = addDays(today, 7)
          const moved = titles.find(({ id }) => id === event.postpones)
          if (moved) {
            const dueOn = addDays(today, 10)
            history.delete(moved.id)
            titles = titles.map((title) =>
              title === moved
                ? { ...moved, dueOn, effectiveDueOn: calendar.nextBusinessDay(dueOn), progress: null }
                : title,
            )
          }
          if (!event.runs) continue
          const pauses = pausedUntil ? [{ kind: 'paused' as const, untilOn: pausedUntil }] : []
          const plan = planCase(sampleCase({ titles, contacts, pauses }), RULES, today)
          const steps = [
            ...plan.tasks.flatMap(({ step, titles: named }) => named.map((title) => ({ title, step }))),
            ...(plan.contact && event.arrives ? plan.contact.carried : []),
          ]
          if (plan.contact) {
            expect(calendar.isBusinessDay(today)).toBe(true)
            expect(pausedUntil === null || pausedUntil < today).toBe(true)
            expect(plan.contact.carried.every(({ title }) => titles.includes(title) && !title.isDisputed)).toBe(true)
            const newest = contacts[0]
            if (newest) expect(daysBetween(newest.on, today)).toBeGreaterThanOrEqual(CADENCE.gapDays)
            if (event.arrives) contacts.unshift({ on: today, channel: 'email' })
            expect(contacts.filter(({ on }) => daysBetween(on, today) < 7).length).toBeLessThanOrEqual(2)
            expect(contacts.filter(({ on }) => daysBetween(on, today) < 30).length).toBeLessThanOrEqual(6)
          }
          for (const { title, step } of steps) {
            const before = history.get(title.id) ?? []
            const keys = CADENCE.steps.map(({ key }) => key)
            const last = before.at(-1)
            // The reminder may lapse; after the due day each step follows the one before it.
            const expected = last ? keys.indexOf(last.key) + 1 : today <= title.effectiveDueOn ? 0 : 1
            expect(keys.indexOf(step.key)).toBe(expected)
            if (last && step.offsetDays > 1) {
              const gap = step.offsetDays - (CADENCE.steps[expected - 1]?.offsetDays ?? 0)
              expect(daysBetween(last.on, today)).toBeGreaterThanOrEqual(gap)
            }
            history.set(title.id, [...before, { key: step.key, on: today }])
            const { key, offsetDays, stage } = step
            titles = titles.map((one) =>
              one.id === title.id ? { ...one, progress: { step: key, offsetDays, stage, doneOn: today } } : one,
            )
          }
        }
      }),
      { numRuns: 300 },
    )
  })

  test('one run after any absence says one message, whatever was missed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), (late) => {
        const today = RULES.calendar.nextBusinessDay(addDays(MONDAY, late))
        const plan = planCase(sampleCase({ titles: [sampleTitle({ dueOn: MONDAY })] }), RULES, today)
        expect(plan.contact?.carried.map(({ step }) => step.key)).toEqual(['aviso'])
      }),
    )
  })
})
