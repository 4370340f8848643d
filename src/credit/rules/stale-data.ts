import { formatBrl } from '../../kernel/cents.ts'
import type { Case, Finding } from './finding.ts'

/** Old data is said, whatever the policy makes of it: let through, refuse, or let through up to an amount. */
export function staleData({ facts, policy }: Case): Finding | null {
  if (!facts.stale) return null
  const { stale } = policy
  const message = facts.dataAsOf === null ? 'Nenhum dado recebido do ERP até agora.' : 'Dados do ERP desatualizados.'
  const found = { code: 'stale_data', detail: { mode: stale.mode } }
  if (stale.mode !== 'up_to') return { ...found, severity: stale.mode === 'open' ? 'warn' : 'block', message }
  const severity = facts.order.amount <= stale.amount ? 'warn' : 'block'
  return { ...found, severity, message: `${message} Liberado somente até ${formatBrl(stale.amount)} por pedido.` }
}
