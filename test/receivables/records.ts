import type { Answer, Program } from '../harness/program.ts'

/** A Wednesday. */
export const NOW = '2026-11-18T10:00:00-03:00'

export const customer = (externalId: string, changes: object = {}): Record<string, unknown> => ({
  externalId,
  name: `Cliente ${externalId}`,
  ...changes,
})

/** An open invoice of 100.00, due in December. */
export const invoice = (externalId: string, owner: string, changes: object = {}): Record<string, unknown> => ({
  externalId,
  customer: { externalId: owner },
  kind: 'invoice',
  issuedOn: '2026-11-02',
  dueOn: '2026-12-15',
  amount: '100.00',
  openAmount: '100.00',
  status: 'open',
  ...changes,
})

/** A confirmed order of 100.00. */
export const order = (id: string, owner: string, changes: object = {}): Record<string, unknown> => ({
  id,
  customer: { externalId: owner },
  amount: '100.00',
  status: 'confirmed',
  ...changes,
})

type Kind = 'customers' | 'receivables' | 'orders'

/** What an ERP does to one source, each call with its answer; `take` expects that every record is accepted. */
export function erp(program: Pick<Program, 'call'>, source: string) {
  const send = (kind: Kind, records: readonly unknown[], query = ''): Promise<Answer> =>
    program.call('PUT', `/v1/sources/${source}/${kind}${query}`, { [kind]: records })
  return {
    send,
    async take(kind: Kind, ...records: unknown[]): Promise<void> {
      const told = await send(kind, records)
      if (told.status !== 200 || told.body.accepted !== records.length)
        throw new Error(`${kind} were not taken: ${told.status} ${JSON.stringify(told.body)}`)
    },
    sendLines: (kind: Kind, lines: string | Buffer, query = ''): Promise<Answer> =>
      program.call('PUT', `/v1/sources/${source}/${kind}${query}`, lines, { 'content-type': 'application/x-ndjson' }),
    credit: async (externalId: string, query = ''): Promise<Answer['body']> => {
      const path = `/v1/customers/${source}/${encodeURIComponent(externalId)}/credit${query}`
      return (await program.call('GET', path)).body
    },
    quarantine: async (): Promise<Answer['body'][]> =>
      (await program.call('GET', `/v1/sources/${source}/quarantine`)).body.records,
    openSnapshot: async (): Promise<string> => (await program.call('POST', `/v1/sources/${source}/snapshots`)).body.id,
    completeSnapshot: (id: string): Promise<Answer> =>
      program.call('POST', `/v1/sources/${source}/snapshots/${id}/complete`),
    reserve: (orderId: string, owner: string, amount: string, changes: object = {}): Promise<Answer> =>
      program.call('POST', '/v1/credit-checks', {
        source,
        mode: 'reserve',
        customer: { externalId: owner },
        order: { id: orderId, amount, ...changes },
      }),
  }
}

/** What `positions/verify` finds different; empty when all is well. */
export async function driftOf(program: Program): Promise<Answer['body'][]> {
  return (await program.call('POST', '/v1/positions/verify')).body.drift
}
