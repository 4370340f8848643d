import type { AssemblingKey } from './policy-rehearsal-facts.ts'

const KEPT = 'nestas consultas a chave valeu como na política da época.'
/** Why a key acts in a rehearsal as it did then, for whoever reads the rehearsal. */
export const NOT_REPLAYED: Readonly<Record<AssemblingKey, string>> = {
  accountBy: `O retrato guarda a conta como era formada, não quem mais entraria nela: ${KEPT}`,
  perCompany: `O retrato guarda a posição como era mantida, não a parte de cada empresa: ${KEPT}`,
  graceDays: `O retrato não guarda o vencimento efetivo de cada título em aberto: ${KEPT}`,
  disputedIsOverdue: `O retrato não separa os títulos em disputa: ${KEPT}`,
  countDrafts: `Os rascunhos não contavam e não estão no retrato: ${KEPT}`,
  netCredits: `Os créditos não eram abatidos e não estão no retrato: ${KEPT}`,
  creditsReduceOverdue: `Faltam no retrato os créditos, ou o vencido aceito antes com outra medida: ${KEPT}`,
  overdueTolerance: `O cliente ou o grupo tem hoje tolerância própria, e era igual à da política: ${KEPT}`,
  defaultLimit: `O cliente tem hoje limite próprio, e era igual ao padrão da política: ${KEPT}`,
  holdMinutes: 'Outra duração das reservas mudaria o que estava reservado naquele momento: ficou como era.',
  'rules.buys_while_owing.days': 'As consultas anteriores foram contadas nos dias da política da época: ficou assim.',
}
const ASSUMED_RECORD =
  'o cadastro de hoje não mostra valor próprio do cliente ou do grupo, e supôs-se o mesmo na época.'
/** What is assumed where a key was applied all the same. */
export const ASSUMED: Readonly<Record<AssemblingKey, string>> = {
  ...NOT_REPLAYED,
  overdueTolerance: `A nova tolerância foi aplicada: ${ASSUMED_RECORD}`,
  defaultLimit: `O novo limite padrão foi aplicado: ${ASSUMED_RECORD}`,
}
