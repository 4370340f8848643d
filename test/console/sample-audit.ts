import { findsText } from '../../src/console/audit-words.ts'
import type { AuditPort, AuditRow } from '../../src/console/operation-port.ts'
import { type Say, sampleCustomer } from './sample-orders.ts'

const MARTA = 'Marta Reis (usr_01KB0000000000000000000009)'
const RAFAEL = 'Rafael Nogueira (usr_01KB0000000000000000000003)'
const BIANCA = 'Bianca Duarte (usr_01KB0000000000000000000002)'

/** A day of a company: each line is what its action stores. */
const sampleTrail = (say: Say): AuditRow[] => {
  const customer = sampleCustomer(0, say)
  const lines: (Pick<AuditRow, 'at' | 'actor' | 'action' | 'subject' | 'detail'> & Partial<AuditRow>)[] = [
    {
      ...{ at: '2026-11-23T09:58:00-03:00', actor: say(MARTA), action: 'order.release_signed' },
      ...{ subject: say('omie-matriz/PED-9932'), opens: { order: 'blk_2' } },
      detail: {
        ...{ release: 'rel_01KB0000000000000000000001', reason: say('Histórico impecável'), amount: '18750.00' },
        ...{ expiresAt: '2026-11-26T23:59:59-03:00', state: 'requested', by: say(MARTA) },
      },
    },
    {
      ...{ at: '2026-11-23T09:52:00-03:00', actor: say(RAFAEL), action: 'order.payment_sent' },
      ...{ subject: say('omie-matriz/PED-9930'), opens: { order: 'blk_0' } },
      detail: { channel: 'whatsapp', amount: '1830.00', by: say(RAFAEL) },
    },
    {
      ...{ at: '2026-11-23T09:41:00-03:00', actor: say(RAFAEL), action: 'order.release_requested' },
      ...{ subject: say('omie-matriz/PED-9932'), opens: { order: 'blk_2' } },
      detail: { release: 'rel_01KB0000000000000000000001', reason: say('Paga toda sexta.'), by: say(RAFAEL) },
    },
    {
      ...{ at: '2026-11-23T09:15:00-03:00', actor: say(BIANCA), action: 'promise.made', name: customer.name },
      ...{ subject: 'omie-matriz/1042', opens: { source: 'omie-matriz', externalId: '1042' }, detail: { id: 'prm_1' } },
    },
    {
      ...{ at: '2026-11-23T08:02:00-03:00', actor: 'fiado', action: 'login.refused', name: say('Rafael Nogueira') },
      ...{ subject: 'usr_01KB0000000000000000000003', detail: { reason: 'wrong_password' } },
    },
    {
      ...{ at: '2026-11-22T17:30:00-03:00', actor: say(MARTA), action: 'policy.activated', subject: 'default' },
      detail: { version: 3, draft: 'drf_1', reason: say('Menos inadimplência em quem começa'), forced: false },
    },
    {
      ...{ at: '2026-11-22T10:10:00-03:00', actor: say('Ana Beatriz Lima (usr_01KB0000000000000000000001)') },
      ...{ action: 'user.changed', subject: 'usr_01KB0000000000000000000003', name: say('Rafael Nogueira') },
      detail: { role: 'rep', source: say('omie-matriz'), active: false },
    },
    {
      ...{ at: '2026-11-21T09:00:00-03:00', actor: 'FIADO_API_KEY', action: 'something.new', subject: say('algo') },
      detail: { secret: 'nobody reads this' },
    },
  ]
  return lines.map((line, place) => ({ id: String(lines.length - place), name: null, opens: null, ...line }))
}

/** Six lines a page. */
export const sampleAudit = (say: Say): AuditPort => ({
  search: async (_person, { text, subject, from, to, after }) => {
    const isFound = findsText(text ?? '')
    const found = sampleTrail(say).filter(
      (row) =>
        isFound(row) &&
        (subject === null || row.subject === subject) &&
        (from === null || row.at.slice(0, 10) >= from) &&
        (to === null || row.at.slice(0, 10) <= to) &&
        (after === null || Number(row.id) < Number(after)),
    )
    const entries = found.slice(0, 6)
    return { entries, next: found.length > 6 ? (entries.at(-1)?.id ?? null) : null, searchedBackTo: null }
  },
})
