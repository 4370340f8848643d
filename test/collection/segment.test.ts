import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  type Conduct,
  conductDays,
  NO_CONDUCT,
  type Standing,
  segmentOf,
  thresholdsSchema,
} from '../../src/collection/segment.ts'
import { readThresholds } from '../../src/collection/segment-file.ts'
import { readYaml } from '../../src/config-files.ts'

const thresholds = thresholdsSchema.parse({})
const judge = (conduct: Partial<Conduct>, changes: object = {}): Standing =>
  segmentOf({ ...NO_CONDUCT, ...conduct }, thresholdsSchema.parse(changes))
/** So many titles, all of them paid, some of them late. */
const paid = (titles: number, late: number, daysLate: number): Partial<Conduct> => ({
  ...{ titles, late, daysLate, paid: titles },
})

describe('a segment', () => {
  it('is told with its numbers', () => {
    expect(judge(paid(20, 9, 126))).toEqual({
      segment: 'ocasional',
      profile: 'ocasional',
      flags: [],
      because: [
        '9 de 20 títulos pagos com atraso nos últimos 12 meses, em média 14 dias.',
        'Em dia em 11 de 20 títulos.',
      ],
    })
    const owing = { titles: 4, late: 3, daysLate: 4, paid: 2, overdue: 2, overdueDays: 2 }
    expect(judge(owing, { monthsBack: 1 }).because).toEqual([
      '3 de 4 títulos com atraso no último mês, em média 1 dia (2 ainda sem pagamento).',
      'Atrasa com frequência, mas paga: 2 de 4 títulos pagos.',
    ])
    expect(judge(paid(3, 0, 0))).toEqual({
      segment: 'pontual',
      profile: null,
      flags: [],
      because: ['Nenhum atraso em 3 títulos nos últimos 12 meses.'],
    })
  })

  it.each([
    [paid(10, 1, 5), 'pontual'],
    [paid(10, 1, 6), 'ocasional'],
    [paid(30, 3, 16), 'ocasional'],
    [paid(30, 3, 15), 'pontual'],
    [paid(9, 1, 1), 'ocasional'],
    [paid(10, 5, 500), 'ocasional'],
    [paid(11, 6, 6), 'recorrente'],
    [paid(3, 3, 3), 'recorrente'],
    [paid(2, 2, 200), 'novo'],
  ])('of %j is %s: at a threshold is still within', (conduct, segment) => {
    expect(judge(conduct).segment).toBe(segment)
  })

  it('is not given before enough is known, and says what is missing', () => {
    expect(judge({})).toEqual({
      segment: 'novo',
      profile: null,
      flags: [],
      because: ['Nenhum título pago ou vencido nos últimos 12 meses (mínimo: 3).'],
    })
    expect(judge(paid(1, 1, 80))).toMatchObject({
      ...{ segment: 'novo', profile: null },
      because: ['Só 1 título pago ou vencido nos últimos 12 meses (mínimo: 3).'],
    })
    expect(judge({ paidUndated: 7 }).because).toEqual([
      'Nenhum título pago ou vencido nos últimos 12 meses (mínimo: 3); 7 títulos sem data de pagamento não contam.',
    ])
  })
})

describe('a profile', () => {
  it.each<[string, Partial<Conduct>, string | null, string[]]>([
    ['pays late and pays', paid(20, 10, 140), 'cronico', ['Atrasa com frequência, mas paga: 20 de 20 títulos pagos.']],
    ['is mostly on time', paid(20, 9, 140), 'ocasional', ['Em dia em 11 de 20 títulos.']],
    [
      'is late and stops paying',
      { titles: 5, late: 4, daysLate: 80, paid: 2, overdue: 2, overdueDays: 40 },
      'negligente',
      ['Atrasa com frequência e deixa de pagar: só 2 de 5 títulos pagos.'],
    ],
    [
      'lets titles pile up, however few are known',
      { titles: 3, late: 3, daysLate: 30, overdue: 3, overdueDays: 12 },
      'negligente',
      ['3 títulos vencidos em aberto.'],
    ],
    [
      'has an old debt, although all else is fine',
      { ...paid(50, 1, 90), paid: 49, overdue: 1, overdueDays: 90 },
      'mau_pagador',
      ['Título vencido há 90 dias, ainda não pago.'],
    ],
    [
      'has a debt that is not that old',
      { ...paid(50, 1, 89), overdue: 1, overdueDays: 89 },
      'ocasional',
      ['Em dia em 49 de 50 títulos.'],
    ],
    [
      'breaks promises, and was written off',
      { titles: 1, late: 1, daysLate: 5, writtenOff: 1, brokenPromises: 2 },
      'mau_pagador',
      ['1 título em perdas nos últimos 12 meses.', '2 promessas de pagamento quebradas nos últimos 12 meses.'],
    ],
    ['broke one promise', { ...paid(4, 0, 0), brokenPromises: 1 }, null, []],
  ])('of who %s', (_, conduct, profile, why) => {
    const standing = judge(conduct)
    expect(standing.profile).toBe(profile)
    expect(standing.because.slice(1)).toEqual(why)
  })
})

describe('flags', () => {
  it('tell of a first instalment that was not paid, from the day after the grace', () => {
    expect(judge({ firstUnpaidDays: 10 }).flags).toEqual([])
    const standing = judge({ firstUnpaidDays: 11 })
    expect(standing.flags).toEqual(['first_payment_default'])
    expect(standing.because[1]).toBe('Primeira parcela não paga, vencida há 11 dias.')
    const none = { flags: { first_payment_default: { graceDays: 0 } } }
    expect(judge({ firstUnpaidDays: 0 }, none).flags).toEqual([])
    expect(judge({ firstUnpaidDays: 1 }, none).because[1]).toBe('Primeira parcela não paga, vencida há 1 dia.')
  })

  it('tell who goes on asking for credit while owing, next to the other', () => {
    expect(judge({ owingChecks: 2 }).flags).toEqual([])
    const standing = judge({ owingChecks: 3, firstUnpaidDays: 40 })
    expect(standing.flags).toEqual(['first_payment_default', 'buys_while_owing'])
    expect(standing.because[2]).toBe('Pediu crédito 3 vezes com títulos vencidos nos últimos 30 dias.')
  })
})

describe('a standing of anybody', () => {
  const number = fc.integer({ min: 0, max: 60 })
  const conducts: fc.Arbitrary<Conduct> = fc
    .record({ onTime: number, paidLate: number, overdue: number, writtenOff: number, extraDays: number })
    .chain(({ onTime, paidLate, overdue, writtenOff, extraDays }) => {
      const late = paidLate + overdue + writtenOff
      return fc.record({
        titles: fc.constant(onTime + late),
        late: fc.constant(late),
        daysLate: fc.constant(late === 0 ? 0 : late + extraDays),
        paid: fc.constant(onTime + paidLate),
        paidUndated: number,
        overdue: fc.constant(overdue),
        overdueDays: overdue === 0 ? fc.constant(0) : fc.integer({ min: 1, max: 200 }),
        writtenOff: fc.constant(writtenOff),
        brokenPromises: number,
        firstUnpaidDays: number,
        owingChecks: number,
      })
    })
  const RANK = ['pontual', 'ocasional', 'recorrente']

  it('never gets better when one more title is late, nor worse when one more is paid in time', () => {
    fc.assert(
      fc.property(conducts, (conduct) => {
        const one = segmentOf(conduct, thresholds)
        if (one.segment === 'novo') return
        const late = {
          ...conduct,
          titles: conduct.titles + 1,
          late: conduct.late + 1,
          daysLate: conduct.daysLate + 400,
        }
        const worse = segmentOf({ ...late, paid: conduct.paid + 1 }, thresholds)
        expect(RANK.indexOf(worse.segment)).toBeGreaterThanOrEqual(RANK.indexOf(one.segment))
        const better = segmentOf({ ...conduct, titles: conduct.titles + 1, paid: conduct.paid + 1 }, thresholds)
        expect(RANK.indexOf(better.segment)).toBeLessThanOrEqual(RANK.indexOf(one.segment))
      }),
    )
  })

  it('says why of each thing it says, in whole sentences', () => {
    fc.assert(
      fc.property(conducts, (conduct) => {
        const { segment, profile, flags, because } = segmentOf(conduct, thresholds)
        expect(because.length).toBeGreaterThanOrEqual(1 + (profile === null ? 0 : 1) + flags.length)
        for (const sentence of because) expect(sentence).toMatch(/^[A-ZÀ-Ú0-9].*\d.*\.$/u)
        expect(segment === 'novo').toBe(conduct.titles < 3)
        if (conduct.late === 0 && conduct.brokenPromises < 2) expect(profile).toBeNull()
        if (profile === 'cronico') expect(conduct.overdue).toBeLessThan(3)
      }),
    )
  })
})

describe('the days that are looked back', () => {
  it.each([
    ['2026-11-22', '2025-11-22', '2026-10-24'],
    ['2028-02-29', '2027-02-28', '2028-01-31'],
    ['2029-02-28', '2028-02-28', '2029-01-30'],
  ])('from %s begin on %s, of checks on %s', (today, since, owingSince) => {
    expect(conductDays(thresholds, today)).toEqual({ today, since, owingSince })
  })

  it('end in a shorter month on its last day', () => {
    expect(conductDays(thresholdsSchema.parse({ monthsBack: 1 }), '2026-03-31').since).toBe('2026-02-28')
  })
})

describe('the file of thresholds', () => {
  const folderWith = async (content: string | null): Promise<string> => {
    const folder = await mkdtemp(join(tmpdir(), 'fiado-segments-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    if (content !== null) await writeFile(join(folder, 'segments.yaml'), content)
    return folder
  }

  it('of the repository shows every default, and the same is in force without one', async () => {
    const shown = await readThresholds(join(import.meta.dirname, '../../config'))
    expect(shown).toEqual({ thresholds })
    expect(await readYaml(join(import.meta.dirname, '../../config/segments.yaml'))).toEqual({ value: thresholds })
    expect(await readThresholds(await folderWith(null))).toEqual({ thresholds })
    expect(await readThresholds(await folderWith('# nothing\n'))).toEqual({ thresholds })
  })

  it('changes what it names, and leaves the rest', async () => {
    const folder = await folderWith('segments: { pontual: { meanDaysLateMax: 3 } }\nmonthsBack: 6\n')
    const segments = { ...thresholds.segments, pontual: { lateShareMax: '0.10', meanDaysLateMax: 3 } }
    expect(await readThresholds(folder)).toEqual({ thresholds: { ...thresholds, segments, monthsBack: 6 } })
  })

  it('with faults is told with the path of each, and no default stands in', async () => {
    const folder = await folderWith(
      `titlesMin: 0\nsegments: { pontual: { lateShareMax: 0.1 }, bom: {} }\nflags: { buys_while_owing: { days: 4000 } }\n`,
    )
    const read = await readThresholds(folder)
    if (!('faults' in read)) throw new Error('it has faults')
    expect(read.file).toBe(join(folder, 'segments.yaml'))
    expect(read.faults.map(({ path }) => path).sort()).toEqual([
      'flags.buys_while_owing.days',
      'segments.bom',
      'segments.pontual.lateShareMax',
      'titlesMin',
    ])
    const turned = await readThresholds(await folderWith('segments: { pontual: { lateShareMax: "0.60" } }'))
    expect(turned).toMatchObject({ faults: [{ path: 'segments.ocasional.lateShareMax' }] })
    expect(await readThresholds(await folderWith('a: [b'))).toMatchObject({ faults: [{ path: '' }] })
  })
})
