import { z } from 'zod'
import { shareSchema } from '../kernel/cents.ts'
import { addDays, type Day } from '../kernel/day.ts'

/** How a customer pays, judged by published thresholds. */

const MONTHS_MAX = 60
const DAYS_MAX = 3_650
const COUNT_MAX = 1_000
const days = (least: number) => z.int().min(least).max(DAYS_MAX)
const count = z.int().min(1).max(COUNT_MAX)

const segmentsSchema = z
  .strictObject({
    pontual: z
      .strictObject({ lateShareMax: shareSchema.default('0.10'), meanDaysLateMax: days(0).default(5) })
      .prefault({}),
    ocasional: z.strictObject({ lateShareMax: shareSchema.default('0.50') }).prefault({}),
  })
  .refine(({ pontual, ocasional }) => Number(pontual.lateShareMax) <= Number(ocasional.lateShareMax), {
    path: ['ocasional', 'lateShareMax'],
    message: 'must not be below the one of pontual',
  })

/** `config/segments.yaml`. */
export const thresholdsSchema = z.strictObject({
  /** Titles that were settled in so many months up to today are judged, and all that are overdue now. */
  monthsBack: z.int().min(1).max(MONTHS_MAX).default(12),
  /** With fewer titles a customer is `novo`. */
  titlesMin: count.default(3),
  segments: segmentsSchema.prefault({}),
  profiles: z
    .strictObject({
      /** Any of these. */
      mau_pagador: z
        .strictObject({
          overdueDaysMin: days(1).default(90),
          brokenPromisesMin: count.default(2),
          writtenOffMin: count.default(1),
        })
        .prefault({}),
      negligente: z.strictObject({ overdueTitlesMin: count.default(3) }).prefault({}),
      /** Late so often; with a smaller share of paid titles it is `negligente`. */
      cronico: z
        .strictObject({ lateShareMin: shareSchema.default('0.50'), paidShareMin: shareSchema.default('0.50') })
        .prefault({}),
    })
    .prefault({}),
  flags: z
    .strictObject({
      /** More than so many days after its due day. */
      first_payment_default: z.strictObject({ graceDays: days(0).default(10) }).prefault({}),
      buys_while_owing: z.strictObject({ checksMin: count.default(3), days: days(1).default(30) }).prefault({}),
    })
    .prefault({}),
})
export type Thresholds = z.output<typeof thresholdsSchema>

/** The days that a conduct is counted from, as the thresholds and today have them. */
export interface ConductDays {
  readonly today: Day
  /** The first day on which what was settled counts. */
  readonly since: Day
  /** The first day on which a check while owing counts. */
  readonly owingSince: Day
}

export function conductDays({ monthsBack, flags }: Thresholds, today: Day): ConductDays {
  return {
    today,
    // A year before 29 February is 28 February.
    since: Temporal.PlainDate.from(today).subtract({ months: monthsBack }).toString(),
    owingSince: addDays(today, 1 - flags.buys_while_owing.days),
  }
}

/** What one customer did. Invoices alone count; cancelled and disputed ones, and those not yet due, do not. */
export interface Conduct {
  /** Judged: settled or written off in the months looked back, or overdue now, since whenever. */
  readonly titles: number
  /** Of them: settled after the effective due day, or not at all. */
  readonly late: number
  /** Days from due day to payment, or to today, of the late ones together. */
  readonly daysLate: number
  /** Of the judged ones. */
  readonly paid: number
  /** Paid without a day of payment, which tells nothing: not judged. */
  readonly paidUndated: number
  /** Overdue now. */
  readonly overdue: number
  /** Days since the due day of the oldest that is overdue; 0 when none is. */
  readonly overdueDays: number
  readonly writtenOff: number
  /** In the months looked back. */
  readonly brokenPromises: number
  /** Days since the due day of the first instalment ever, if it was never paid; 0 when it was, or is not due. */
  readonly firstUnpaidDays: number
  /** How often the customer asked for credit while overdue, in the days of the flag. */
  readonly owingChecks: number
}

export const NO_CONDUCT: Conduct = {
  ...{ titles: 0, late: 0, daysLate: 0, paid: 0, paidUndated: 0, overdue: 0, overdueDays: 0, writtenOff: 0 },
  ...{ brokenPromises: 0, firstUnpaidDays: 0, owingChecks: 0 },
}

type Segment = 'pontual' | 'ocasional' | 'recorrente' | 'novo'
type Profile = keyof Thresholds['profiles'] | 'ocasional'
type Flag = keyof Thresholds['flags']

export interface Standing {
  readonly segment: Segment
  readonly profile: Profile | null
  readonly flags: readonly Flag[]
  /** Why, in sentences with the numbers, in pt-BR: of the segment first, then of the profile and of each flag. */
  readonly because: readonly string[]
}

/** Judges a conduct. Pure: the same conduct and thresholds give the same standing. */
export function segmentOf(conduct: Conduct, thresholds: Thresholds): Standing {
  const segment = segmentBy(conduct, thresholds)
  const profile = profileBy(conduct, thresholds)
  const flags = flagsBy(conduct, thresholds)
  return {
    segment,
    profile: profile?.name ?? null,
    flags: flags.map(({ name }) => name),
    because: [
      segment === 'novo' ? sayTooFew(conduct, thresholds) : sayLate(conduct, thresholds),
      ...[profile, ...flags].flatMap((found) => found?.because ?? []),
    ],
  }
}

interface Found<Name> {
  readonly name: Name
  readonly because: readonly string[]
}

function segmentBy({ titles, late, daysLate }: Conduct, { titlesMin, segments }: Thresholds): Segment {
  if (titles < titlesMin) return 'novo'
  const share = late / titles
  const { pontual, ocasional } = segments
  const isShort = late === 0 || daysLate / late <= pontual.meanDaysLateMax
  if (share <= Number(pontual.lateShareMax) && isShort) return 'pontual'
  return share <= Number(ocasional.lateShareMax) ? 'ocasional' : 'recorrente'
}

/** The worst that fits. Of a customer with few titles only what is bad by itself is said. */
function profileBy(conduct: Conduct, { monthsBack, titlesMin, profiles }: Thresholds): Found<Profile> | null {
  const { titles, late, paid, overdue, overdueDays, brokenPromises, writtenOff } = conduct
  const { mau_pagador: bad, negligente, cronico } = profiles
  const debts = [
    overdueDays >= bad.overdueDaysMin ? [`Título vencido há ${inDays(overdueDays)}, ainda não pago.`] : [],
    writtenOff >= bad.writtenOffMin ? [`${titlesOf(writtenOff)} em perdas ${lately(monthsBack)}.`] : [],
    brokenPromises >= bad.brokenPromisesMin
      ? [
          `${plural(brokenPromises, 'promessa de pagamento quebrada', 'promessas de pagamento quebradas')} ${lately(monthsBack)}.`,
        ]
      : [],
  ].flat()
  if (debts.length > 0) return { name: 'mau_pagador', because: debts }
  if (overdue >= negligente.overdueTitlesMin)
    return { name: 'negligente', because: [`${plural(overdue, 'título vencido', 'títulos vencidos')} em aberto.`] }
  if (titles < titlesMin || late === 0) return null
  const paidOf = `${paid} de ${titlesOf(titles)} ${paid === 1 ? 'pago' : 'pagos'}`
  if (late / titles < Number(cronico.lateShareMin))
    return { name: 'ocasional', because: [`Em dia em ${titles - late} de ${titlesOf(titles)}.`] }
  return paid / titles >= Number(cronico.paidShareMin)
    ? { name: 'cronico', because: [`Atrasa com frequência, mas paga: ${paidOf}.`] }
    : { name: 'negligente', because: [`Atrasa com frequência e deixa de pagar: só ${paidOf}.`] }
}

function flagsBy({ firstUnpaidDays, owingChecks }: Conduct, { flags }: Thresholds): Found<Flag>[] {
  const { first_payment_default: first, buys_while_owing: owing } = flags
  const found: Found<Flag>[] = []
  if (firstUnpaidDays > first.graceDays)
    found.push({
      name: 'first_payment_default',
      because: [`Primeira parcela não paga, vencida há ${inDays(firstUnpaidDays)}.`],
    })
  if (owingChecks >= owing.checksMin)
    found.push({
      name: 'buys_while_owing',
      because: [
        `Pediu crédito ${plural(owingChecks, 'vez', 'vezes')} com títulos vencidos nos últimos ${inDays(owing.days)}.`,
      ],
    })
  return found
}

/** `9 de 20 títulos pagos com atraso nos últimos 12 meses, em média 14 dias.` */
function sayLate({ titles, late, daysLate, overdue, writtenOff }: Conduct, { monthsBack }: Thresholds): string {
  if (late === 0) return `Nenhum atraso em ${titlesOf(titles)} ${lately(monthsBack)}.`
  const unpaid = overdue + writtenOff
  const mean = inDays(Math.round(daysLate / late))
  const still = unpaid === 0 ? '' : ` (${unpaid} ainda sem pagamento)`
  const paid = unpaid === 0 ? ' pagos' : ''
  return `${late} de ${titlesOf(titles)}${paid} com atraso ${lately(monthsBack)}, em média ${mean}${still}.`
}

function sayTooFew({ titles, paidUndated }: Conduct, { monthsBack, titlesMin }: Thresholds): string {
  const few =
    titles === 0
      ? 'Nenhum título pago ou vencido'
      : `Só ${plural(titles, 'título pago ou vencido', 'títulos pagos ou vencidos')}`
  const undated =
    paidUndated === 0
      ? ''
      : `; ${titlesOf(paidUndated)} sem data de pagamento não ${paidUndated === 1 ? 'conta' : 'contam'}`
  return `${few} ${lately(monthsBack)} (mínimo: ${titlesMin})${undated}.`
}

const plural = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`
const inDays = (number: number): string => plural(number, 'dia', 'dias')
const titlesOf = (number: number): string => plural(number, 'título', 'títulos')
const lately = (months: number): string => (months === 1 ? 'no último mês' : `nos últimos ${months} meses`)
