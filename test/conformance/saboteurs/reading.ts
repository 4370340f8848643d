import { type Saboteurs, withRead, withSession } from './spoil.ts'

export const readingSaboteurs: Saboteurs = {
  'read brings the records that were asked for, each once': {
    'reads one page of them': withRead((reply) => ({ ...reply, records: reply.records.slice(0, 10) })),
    'brings one twice': withRead((reply) => ({ ...reply, records: [...reply.records, ...reply.records.slice(0, 1)] })),
    'takes what it does not find at once for missing': withRead((reply, ids) => ({
      ...reply,
      records: reply.records.slice(1),
      missing: ids.slice(0, 1),
    })),
  },
  'read tells which records the ERP does not have': {
    'says nothing of them': withRead((reply) => ({ ...reply, missing: [] })),
    'calls all of them missing': withRead((reply, ids) => ({ ...reply, missing: ids })),
  },
  'read does not take a failing ERP for a missing record': {
    does: withSession(({ read }) => ({
      read: async (stream, ids, signal) =>
        (await read?.(stream, ids, signal).catch(() => null)) ?? { records: [], missing: ids },
    })),
  },
}
