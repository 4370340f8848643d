import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dialects } from '../harness/databases.ts'
import { answer } from './receiver.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, onStage, SECOND_MS, type Stage } from './stage.ts'

const CUSTOMERS = 5
const RUNS = 8
const TAKES_MS = 120_000

/** What happens, how the receiver feels, and how much time passes: seconds, minutes or hours. */
const stepSchema = fc.oneof(
  fc.record({ customers: fc.array(fc.nat({ max: CUSTOMERS - 1 }), { minLength: 1, maxLength: 8 }) }),
  fc.record({ statuses: fc.array(fc.constantFrom(200, 204, 500, 503, 302, 400, 429), { minLength: 1, maxLength: 5 }) }),
  fc.record({ refuses: fc.nat({ max: CUSTOMERS - 1 }) }),
  fc.record({ waitMs: fc.constantFrom(SECOND_MS, 10 * SECOND_MS, MINUTE_MS, HOUR_MS) }),
)
type Step = (typeof stepSchema extends fc.Arbitrary<infer T> ? T : never) & object

async function play({ receiver, outbox, clock, happen, pass }: Stage, steps: readonly Step[]): Promise<void> {
  receiver.received.length = 0
  receiver.taken.length = 0
  receiver.respond = answer(200)
  for (const step of steps) {
    if ('customers' in step) await happen(step.customers)
    if ('waitMs' in step) clock.advance(step.waitMs)
    if ('refuses' in step)
      receiver.respond = ({ customer }, response) =>
        void response.writeHead(customer === step.refuses ? 422 : 200).end()
    if ('statuses' in step) {
      let count = 0
      receiver.respond = (_received, response) =>
        void response.writeHead(step.statuses[count++ % step.statuses.length] ?? 200).end()
    }
    await outbox.relay()
    await outbox.deliverDue()
  }
  receiver.respond = answer(200)
  await pass(5 * HOUR_MS, 5 * MINUTE_MS)
}

describe.each(dialects)('whatever a receiver answers, on %s', (dialect) => {
  it(
    'it takes every event once, those of a customer in order, and nothing before the one that it refused',
    onStage(dialect, async (stage) => {
      const { receiver, outbox } = stage
      await stage.hook()
      const steps = fc.array(stepSchema, { minLength: 5, maxLength: 25 })
      await fc.assert(
        fc.asyncProperty(steps, async (chosen) => {
          await play(stage, chosen as Step[])
          const happened = chosen.flatMap((step) => ('customers' in step ? step.customers : []))
          expect(receiver.taken).toHaveLength(happened.length)
          expect(new Set(receiver.taken.map(({ id }) => id)).size).toBe(happened.length)
          for (let customer = 0; customer < CUSTOMERS; customer++) {
            const seen = receiver.received.filter((post) => post.customer === customer).map(({ n }) => n)
            // Also what it refused came in order: the next one comes only after the one before was taken.
            expect(seen).toEqual(seen.toSorted((a, b) => a - b))
          }
          expect(await outbox.webhooks.list(null)).toMatchObject([{ waiting: 0, dead: 0, isFailing: false }])
        }),
        { numRuns: RUNS, endOnFailure: true },
      )
    }),
    TAKES_MS,
  )

  it(
    'what went well is forgotten after 90 days, what is dead is not',
    onStage(dialect, async (stage) => {
      const { receiver, outbox, clock } = stage
      const { id } = await stage.hook()
      await stage.happen([1])
      await outbox.relay()
      await outbox.deliverDue()
      receiver.respond = answer(500)
      await stage.happen([2])
      await stage.pass(3 * DAY_MS + 4 * HOUR_MS, HOUR_MS)
      clock.advance(86 * DAY_MS)
      expect(await outbox.forget()).toBe(0)
      clock.advance(2 * DAY_MS)
      expect(await outbox.forget()).toBe(1)
      const left = await outbox.webhooks.listDeliveries({ webhookId: id, state: null, before: null }, null, 10)
      expect(left).toMatchObject([{ state: 'dead' }])
      expect((await outbox.events({ after: 0, types: [], source: null }, 10)).events).toHaveLength(2)
    }),
  )
})
