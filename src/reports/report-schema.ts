import { z } from 'zod'
import { wholeSchema } from '../kernel/paging.ts'
import { sourceSchema } from '../kernel/text.ts'
import { BUCKETS } from './figures.ts'
import { OUTCOMES } from './release-outcome.ts'

const DAYS_MAX = 366
const LISTED_MAX = 500

const source = sourceSchema
  .optional()
  .meta({ description: 'One ERP connection; all of them, if absent. A key that is bound to one sees that one.' })

export const dashboardQuerySchema = z.strictObject({ source })
export const releasesQuerySchema = z.strictObject({
  source,
  days: wholeSchema(DAYS_MAX).default(90).meta({ description: 'Released within the last so many × 24 hours.' }),
  limit: wholeSchema(LISTED_MAX)
    .default(100)
    .meta({ description: 'How many releases are listed; the sums are of all.' }),
})

const amount = z.string().meta({ examples: ['1234.56'] })
const day = z.string().meta({ format: 'date' })
const valueSchema = z.object({ orders: z.int(), amount })
const shareSchema = z
  .string()
  .nullable()
  .meta({ examples: ['0.1234'] })

const figures = {
  aging: z.array(z.object({ bucket: z.enum(BUCKETS), amount, titles: z.int(), customers: z.int() })).meta({
    description:
      'What is open of invoices, by days since the due day. A title is overdue when its effective due day (the next ' +
      'business day) is before today; graceDays of the policy forgive nothing here. `disputed` is all that is disputed, ' +
      'due or not. A customer counts in each bucket in which they have a title.',
  }),
  customers: z.int().meta({ description: 'With anything open.' }),
  open: amount.meta({ description: 'All buckets together.' }),
  overdue: amount.meta({ description: 'All buckets but `notDue` and `disputed`.' }),
  overdueShare: shareSchema.meta({ description: '`overdue` ÷ `open`; null where nothing is open.' }),
  creditSales: amount.meta({
    description:
      'Invoices issued in the last 90 days that are due later than they were issued; cancelled ones left out.',
  }),
  dso: z
    .number()
    .nullable()
    .meta({ description: 'Days sales outstanding: `open` today ÷ `creditSales` × 90. Null without sales.' }),
  promises: z
    .object({
      open: z.int(),
      kept: z.int(),
      broken: z.int(),
      keptAmount: amount,
      brokenAmount: amount,
      keptShare: shareSchema,
    })
    .meta({
      description:
        '`open` now; kept and broken of those for a day of the last 90. `keptShare` is kept ÷ (kept + broken), in promises.',
    }),
  waiting: valueSchema.meta({ description: 'Orders that are blocked now.' }),
  blocked: valueSchema.meta({
    description:
      'Orders blocked in the last 30 days, today included; one that was blocked several times, when it last was.',
  }),
  freed: valueSchema.meta({ description: 'Orders freed in the last 30 days that were not blocked again.' }),
}
const figuresSchema = z.object(figures)

export const dashboardSchema = z
  .object({
    source: z.string().nullable(),
    asOf: day,
    overall: figuresSchema,
    days: z.array(z.object({ day, blocked: valueSchema, freed: valueSchema })),
    bySalesRep: z.array(z.object({ salesRep: z.string().nullable(), ...figures })).meta({
      description:
        'Titles, sales and promises by whose customers they are (a customer of two reps counts for both), orders by who ' +
        'asked. The most open first.',
    }),
    bySegment: z.array(z.object({ segment: z.string().nullable(), ...figures })).meta({
      description: 'By the segment that collection has found; null until it has looked.',
    }),
    leftOut: z.object({ salesReps: z.int(), segments: z.int() }).meta({ description: 'Lists end at 200.' }),
  })
  .meta({ id: 'Dashboard' })

const repaid = {
  invoiced: amount.meta({ description: 'Invoices that name the order; cancelled ones left out.' }),
  onTime: amount.meta({ description: 'Paid by the effective due day.' }),
  late: amount.meta({ description: 'Paid after it.' }),
  undated: amount.meta({ description: 'Paid, without a day; also what was paid of titles that are still open.' }),
  notDue: amount.meta({ description: 'Open or returned, not past the effective due day.' }),
  overdue: amount.meta({ description: 'Open or returned past the effective due day.' }),
  disputed: amount.meta({ description: 'Open and disputed, due or not.' }),
  writtenOff: amount,
}
const sums = {
  releases: z.int(),
  amount: amount.meta({ description: 'What was released.' }),
  outcomes: z.record(z.enum(OUTCOMES), z.int()),
  ...repaid,
}

export const releasesSchema = z
  .object({
    source: z.string().nullable(),
    asOf: day,
    days: z.int(),
    overall: z.object(sums),
    byApprover: z.array(z.object({ approver: z.string(), ...sums })).meta({
      description: 'The most unpaid first. A release that two people signed counts for both.',
    }),
    releases: z.array(
      z.object({
        id: z.string(),
        source: z.string(),
        orderId: z.string(),
        customer: z.object({ externalId: z.string(), name: z.string() }),
        amount,
        over: amount.meta({ description: 'By how much the order went beyond the room there was.' }),
        requestedBy: z.string(),
        decidedAt: z.string().nullable().meta({ format: 'date-time' }),
        approvers: z.array(z.string()),
        outcome: z.enum(OUTCOMES).meta({
          description:
            'The worst of its invoices: `unpaid` (overdue today or written off), `late`, `open` (not due yet, or disputed), `paid`; ' +
            '`not_invoiced` where none names the order.',
        }),
        ...repaid,
      }),
    ),
    cut: z.boolean().meta({ description: 'There were more than 20,000: older ones are in no sum.' }),
  })
  .meta({ id: 'ReleaseReport' })
