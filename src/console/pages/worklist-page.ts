import type { VNode } from 'preact'
import { isAble } from '../../people/abilities.ts'
import type { CollectionPort, WorklistEntry } from '../customer-port.ts'
import { html } from '../html.ts'
import type { Frame } from '../layout.ts'
import { badge, csvLink, customerPath, emptyState, filterField, heading, problemNotice, type Tone } from '../parts.ts'
import { brl, day, plural } from '../words.ts'
import { taskLine } from './care-sections.ts'

export interface WorklistModel {
  readonly frame: Frame
  readonly entries: readonly WorklistEntry[]
  readonly tasks: Awaited<ReturnType<CollectionPort['tasks']>>
  readonly problem: string | null
}

const KINDS: Record<string, readonly [Tone, string]> = {
  resolve_message: ['bad', 'Conferir envio'],
  do_task: ['bad', 'Tarefa'],
  mend_contact: ['warn', 'Sem contato'],
  await_promise: ['warn', 'Promessa'],
  message_goes: ['calm', 'Mensagem sai'],
  wait: ['calm', 'Aguardar'],
  nothing: ['calm', 'Nada a fazer'],
}

/** Whom somebody has to do with today, the most pressing first. */
export function worklistPage({ frame, entries, tasks, problem }: WorklistModel): VNode {
  return html`<div class="page">
    ${heading('Cobrança de hoje', entries.length === 0 ? null : plural(entries.length, 'cliente na lista', 'clientes na lista'), csvLink('/cobranca.csv'))}
    ${problemNotice(problem)}
    <div class="columns">
      <section class="main" aria-labelledby="lista-titulo">
        <h2 id="lista-titulo" class="unseen">Lista de trabalho</h2>
        ${
          entries.length === 0
            ? emptyState('Tudo em dia', 'Ninguém precisa de você hoje: as réguas cuidam do resto.', 'good')
            : html`${filterField('fila', 'Filtrar por cliente ou próximo passo')}<ol class="queue" id="fila">${entries.map(entryCard)}</ol>`
        }
      </section>
      <aside class="side" aria-label="Tarefas">
        <section class="card">
          <h2>Minhas tarefas</h2>
          ${
            tasks.length === 0
              ? html`<p class="meta">Nenhuma tarefa em aberto.</p>`
              : tasks.map(
                  (task) =>
                    html`<div><a class="meta" href=${customerPath(task.customer)}><bdi>${task.customer.name}</bdi></a>${taskLine(task, frame, isAble(frame.person.role, 'collection.act'))}</div>`,
                )
          }
        </section>
      </aside>
    </div>
  </div>`
}

function entryCard({ customer, segment, overdue, oldestDueOn, next }: WorklistEntry): VNode {
  const [tone, words] = KINDS[next.kind] ?? ['calm', next.kind]
  return html`<li class="card" data-row>
    <div class="row">
      <h3><a href=${`${customerPath(customer)}#acoes`}><bdi>${customer.name}</bdi></a></h3>
      <p class="total"><span class="money">${brl(overdue)}</span></p>
    </div>
    <p class="next">${badge(tone, words)} <strong><bdi>${next.title}</bdi></strong></p>
    <p class="meta">${next.because}${oldestDueOn === null ? null : html` · vencido desde ${day(oldestDueOn)}`}${segment === null ? '' : ` · ${segment}`}</p>
  </li>`
}
