import type { VNode } from 'preact'
import { isAble } from '../../people/abilities.ts'
import { nameOfPerson, type Person } from '../../people/person.ts'
import type { CollectionPort, WorklistEntry } from '../customer-port.ts'
import { type Html, html } from '../html.ts'
import type { Frame } from '../layout.ts'
import { badge, csvLink, customerPath, emptyState, filterField, heading, problemNotice, type Tone } from '../parts.ts'
import { actorWords, brl, day, plural, segmentWords } from '../words.ts'
import { taskLine } from './care-sections.ts'

type Tasks = Awaited<ReturnType<CollectionPort['tasks']>>

export interface WorklistModel {
  readonly frame: Frame
  readonly entries: readonly WorklistEntry[]
  /** Of everybody. */
  readonly tasks: Tasks
  readonly whose: 'own' | 'all'
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

/** The most pressing ones: more are not done today. */
const TASKS_SHOWN_MAX = 100

/** Whom somebody has to do with today, the most pressing first. */
export function worklistPage({ frame, entries, tasks, whose, problem }: WorklistModel): VNode {
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
        ${taskCard(tasks, whose, frame)}
      </aside>
    </div>
  </div>`
}

const fold = (name: string): string => name.trim().toLowerCase()

/** Whoever gives a task by the API writes a name, a login or what the trail calls a person. */
function isOf({ name, login, id }: Person, assignee: string): boolean {
  return [name, login, nameOfPerson({ name, id })].some((known) => fold(known) === fold(assignee))
}

/** One's own, and what nobody has: that would else be seen by nobody. */
function taskCard(tasks: Tasks, whose: WorklistModel['whose'], frame: Frame): VNode {
  const { person } = frame
  const own = tasks.filter(({ assignee }) => assignee === null || isOf(person, assignee))
  const shown = (whose === 'own' ? own : tasks).slice(0, TASKS_SHOWN_MAX)
  const others = tasks.length - own.length
  return html`<section class="card" id="tarefas">
    <div class="row"><h2>${whose === 'own' ? 'Minhas tarefas' : 'Tarefas de todos'}</h2>${tasks.length === 0 ? null : csvLink('/tarefas.csv', 'de todas as tarefas')}</div>
    ${
      shown.length === 0
        ? html`<p class="meta">Nenhuma tarefa em aberto.</p>`
        : shown.map(
            (task) =>
              html`<div><a class="meta" href=${customerPath(task.customer)}><bdi>${task.customer.name}</bdi></a> <span class="meta">· ${assigneeWords(task, person)}</span>${taskLine(task, frame, isAble(person.role, 'collection.act'))}</div>`,
          )
    }
    ${
      whose === 'all'
        ? html`<p><a href="/cobranca#tarefas">Ver só as minhas</a></p>`
        : others === 0
          ? null
          : html`<p><a href="/cobranca?tarefas=todos#tarefas">Ver as de todos</a> <span class="meta">mais ${plural(others, 'tarefa', 'tarefas')} de outras pessoas</span></p>`
    }
  </section>`
}

function assigneeWords({ assignee }: Tasks[number], person: Person): Html {
  if (assignee === null) return 'sem responsável'
  return isOf(person, assignee) ? 'sua' : html`de <bdi>${actorWords(assignee)}</bdi>`
}

function entryCard({ customer, segment, overdue, oldestDueOn, next }: WorklistEntry): VNode {
  const [tone, words] = KINDS[next.kind] ?? ['calm', next.kind]
  return html`<li class="card" data-row>
    <div class="row">
      <h3><a href=${`${customerPath(customer)}#acoes`}><bdi>${customer.name}</bdi></a></h3>
      <p class="total"><span class="money">${brl(overdue)}</span></p>
    </div>
    <p class="next">${badge(tone, words)} <strong><bdi>${next.title}</bdi></strong></p>
    <p class="meta">${next.because.replace(/\.$/, '')}${oldestDueOn === null ? null : html` · vencido desde ${day(oldestDueOn)}`}${segment === null ? '' : ` · ${segmentWords(segment)}`}</p>
  </li>`
}
