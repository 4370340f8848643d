import type { Program } from '../harness/program.ts'
import type { Place } from './place.ts'

/** The source of the guards' tests. */
export const SOURCE = 'erp-matriz'

export const customerOf = (externalId: string, amount: string) => ({
  ...{ externalId, name: `Cliente ${externalId}`, limit: { mode: 'amount', amount } },
})

/** What the tests of guards do with a program whose jobs run only when they are told to. */
export function words(place: Place, program: Program) {
  const put = (what: string, body: object) => program.call('PUT', `/v1/sources/${SOURCE}/${what}`, body)
  return {
    put,
    /** One title that was due long ago, of which so much is open. */
    owe: (customer: string, openAmount: string, id = `T-${customer}`) =>
      put('receivables', {
        receivables: [
          {
            ...{ externalId: id, customer: { externalId: customer }, kind: 'invoice', amount: '300.00', openAmount },
            ...{ issuedOn: '2026-01-01', dueOn: '2026-02-01', status: openAmount === '0.00' ? 'paid' : 'open' },
          },
        ],
      }),
    /** What runs every second by itself. */
    settle: async (): Promise<void> => {
      for (const job of ['collect-guard-events', 'review-orders', 'publish-guards']) await program.runJob(job)
    },
    /** A sale in the ERP; `null`, or what the database told. */
    sell: (number: string, customer: string, amount: number) =>
      place.tell('INSERT INTO pedidos (numero, cliente, valor) VALUES (?, ?, ?)', [number, customer, amount]),
  }
}
