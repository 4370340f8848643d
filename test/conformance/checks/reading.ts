import { expect } from 'vitest'
import type { ErpSession, ReadReply, Stream } from '../../../src/sync/contract.ts'
import type { Check } from '../check.ts'
import { expectSame, idOfRecord } from '../compare.ts'
import type { Stage } from '../drive.ts'
import type { Subject } from '../vendor.ts'
import { errorOf, remedyOf } from './errors.ts'

const reads = ({ adapter }: Subject): boolean => adapter.capabilities.reads.length > 0

/** Records that are asked for by id. */
export const readingChecks: readonly Check[] = [
  {
    title: 'read brings the records that were asked for, each once',
    concerns: reads,
    run: async (stage) => {
      for (const { stream, session } of readable(stage)) {
        const ids = stage.book[stream].map(idOfRecord)
        const { records, bad = [], missing } = await read(session, stage, stream, ids)
        expect({ bad, missing }, stream).toEqual({ bad: [], missing: [] })
        expect(records, stream).toHaveLength(ids.length)
        expectSame(stage.subject, stream, records, stage.book[stream])
      }
    },
  },
  {
    title: 'read tells which records the ERP does not have',
    concerns: reads,
    run: async (stage) => {
      for (const { stream, session } of readable(stage)) {
        const [kept, removed] = stage.book[stream].map(idOfRecord)
        if (!kept || !removed) return expect.fail(`the book has no ${stream}`)
        const never = stage.subject.idOf(stream, 599)
        if (stream !== 'customers') stage.remove(stream, removed)
        const gone = stream === 'customers' ? [never] : [removed, never]
        const { records, missing } = await read(session, stage, stream, [kept, ...gone])
        expect(records.map(idOfRecord), stream).toEqual([kept])
        expect([...missing].sort(), `missing ${stream}`).toEqual(gone.sort())
      }
    },
  },
  {
    title: 'read does not take a failing ERP for a missing record',
    concerns: reads,
    run: async (stage) => {
      for (const { stream, session } of readable(stage)) {
        const [id = ''] = stage.book[stream].map(idOfRecord)
        stage.vendor.misbehave({ kind: 'status', status: 503 })
        const error = await errorOf(read(session, stage, stream, [id]), `read of ${stream}`)
        stage.vendor.misbehave(null)
        expect(remedyOf(error), stream).toBe('unavailable')
      }
    },
  },
]

const readable = (stage: Stage): { stream: Stream; session: ErpSession }[] =>
  stage.subject.adapter.capabilities.reads.map((stream) => ({ stream, session: stage.open() }))

const read = async (session: ErpSession, stage: Stage, stream: Stream, ids: readonly string[]): Promise<ReadReply> =>
  session.read?.(stream, ids, stage.signal) ?? expect.fail('read is missing')
