import { formatBrDay } from '../kernel/day.ts'
import type { Plan, Withheld, WithheldCode } from './plan.ts'

/** What collectors read, in pt-BR. */

const WITHHELD: Record<WithheldCode, string> = {
  disputed: 'Título em disputa: ninguém cobra até ela ser resolvida',
  promised: 'Há promessa de pagamento em aberto',
  prescribed: 'Dívida prescrita: não pode ser cobrada',
  do_not_contact: 'Cliente não deve ser contatado',
  hardship: 'Cliente em dificuldade: só uma pessoa trata',
  payment_reported: 'Cliente informou pagamento: aguardando o banco',
  paused: 'Cobrança pausada',
  stale_data: 'Dados do ERP desatualizados: quem pagou pode não aparecer',
  message_pending: 'Já há mensagem a caminho',
  message_ambiguous: 'Não se sabe se a última mensagem saiu: confira antes',
  credits_cover: 'Créditos do cliente cobrem o valor vencido',
  below_minimum: 'Valor abaixo do mínimo para contato',
  gap: 'Último contato foi há pouco tempo',
  weekly_cap: 'Limite de contatos da semana atingido',
  monthly_cap: 'Limite de contatos do mês atingido',
  unreachable: 'Nenhum canal alcança o cliente',
  no_cadence: 'Nenhuma régua serve a este cliente',
}

/** `Cobrança pausada, até 30/11/2026.` */
export const explainWithheld = ({ code, untilOn }: Pick<Withheld, 'code' | 'untilOn'>): string =>
  `${WITHHELD[code]}${untilOn === null ? '' : `, até ${formatBrDay(untilOn)}`}.`

/** The best next thing to do about a customer, and why. */
export interface NextBestStep {
  readonly kind: 'resolve_message' | 'do_task' | 'await_promise' | 'message_goes' | 'mend_contact' | 'wait' | 'nothing'
  readonly title: string
  readonly because: string
}

export interface OpenWork {
  readonly ambiguousMessages: number
  /** Open tasks, the most urgent first. */
  readonly tasks: readonly { readonly title: string; readonly dueOn: string }[]
  readonly promisedOn: string | null
}

/** In this order: what nobody knows, what a person owes, what the customer promised, what goes by itself. */
export function nextBestStep(plan: Plan, work: OpenWork): NextBestStep {
  const [task] = work.tasks
  const [withheld] = plan.withheld
  if (work.ambiguousMessages > 0)
    return {
      kind: 'resolve_message',
      title: 'Conferir no provedor se a última mensagem saiu',
      because: 'O envio ficou sem resposta; até lá nada mais é enviado a este cliente.',
    }
  if (task) return { kind: 'do_task', title: task.title, because: `Tarefa para ${formatBrDay(task.dueOn)}.` }
  if (work.promisedOn !== null)
    return {
      kind: 'await_promise',
      title: `Acompanhar a promessa de ${formatBrDay(work.promisedOn)}`,
      because: 'O cliente prometeu pagar; a régua espera por isso.',
    }
  if (withheld?.code === 'unreachable')
    return { kind: 'mend_contact', title: 'Conseguir um contato do cliente', because: explainWithheld(withheld) }
  if (plan.contact)
    return {
      kind: 'message_goes',
      title: `Mensagem "${plan.contact.step.key}" sai hoje`,
      because: `Régua ${plan.cadence?.title ?? ''}: ${plan.contact.step.offsetDays} dias do vencimento.`,
    }
  if (withheld) return { kind: 'wait', title: 'Aguardar', because: explainWithheld(withheld) }
  if (plan.next)
    return {
      kind: 'wait',
      title: `Próximo passo "${plan.next.step}" em ${formatBrDay(plan.next.on)}`,
      because: `Régua ${plan.cadence?.title ?? ''}.`,
    }
  return { kind: 'nothing', title: 'Nada a fazer', because: 'Não há passo pendente na régua.' }
}
