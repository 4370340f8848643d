import type { VNode } from 'preact'
import { isAble } from '../../people/abilities.ts'
import { nameOfPerson, type Person } from '../../people/person.ts'
import type { CollectionPort, WorklistEntry } from '../customer-port.ts'
import { type Html, html } from '../html.ts'
import type { Frame } from '../layout.ts'
import type { Whole } from '../outcome.ts'
import {
  badge,
  csvLink,
  customerPath,
  emptyState,
  filterField,
  heading,
  moreLink,
  problemNotice,
  type Tone,
} from '../parts.ts'
import { type Slice, sliceOf } from '../slice.ts'
import { actorWords, brl, day, groupDigits, plural, segmentWords } from '../words.ts'
import { taskLine } from './care-sections.ts'

type Tasks = Awaited<ReturnType<CollectionPort['tasks']>>
type ListedTask = Tasks['entries'][number]

export interface WorklistModel {
  readonly frame: Frame
  readonly entries: Whole<WorklistEntry>
  /** Of everybody. */
  readonly tasks: Tasks
  readonly whose: 'own' | 'all'
  /** Where the part of each list begins that is shown. */
  readonly places: { readonly entries: string | undefined; readonly tasks: string | undefined }
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

const ENTRIES_PER_PAGE = 100
/** Each has a form of its own. */
const TASKS_PER_PAGE = 25

/** Whom somebody has to do with today, the most pressing first. */
export function worklistPage({ frame, entries, tasks, whose, places, problem }: WorklistModel): VNode {
  const slice = sliceOf(entries.entries, places.entries, ENTRIES_PER_PAGE)
  return html`<div class="page">
    ${heading('Cobrança de hoje', slice.count === 0 ? null : countWords(slice, entries.isCut), csvLink('/cobranca.csv'))}
    ${problemNotice(problem)}
    <div class="columns">
      <section class="main" aria-labelledby="lista-titulo">
        <h2 id="lista-titulo" class="unseen">Lista de trabalho</h2>
        ${
          slice.count === 0
            ? emptyState('Tudo em dia', 'Ninguém precisa de você hoje: as réguas cuidam do resto.', 'good')
            : html`${filterField('fila', isWhole(slice) ? 'Filtrar por cliente ou próximo passo' : 'Filtrar os que estão nesta página')}<ol class="queue" id="fila" start=${slice.from + 1}>${slice.shown.map(entryCard)}</ol>${moreLink('/cobranca', 'depois', slice.next)}`
        }
      </section>
      <aside class="side" aria-label="Tarefas">
        ${taskCard(tasks, whose, frame, places.tasks)}
      </aside>
    </div>
  </div>`
}

const isWhole = ({ shown, count }: Slice<WorklistEntry>): boolean => shown.length === count

function countWords(slice: Slice<WorklistEntry>, isCut: boolean): Html {
  const { count, from, shown } = slice
  const all = `${isCut ? 'mais de ' : ''}${plural(count, 'cliente na lista', 'clientes na lista')}`
  if (isWhole(slice)) return all
  const first = from === 0 ? null : html` · <a href="/cobranca">ver desde o primeiro</a>`
  return html`${all} · do ${groupDigits(from + 1)}º ao ${groupDigits(from + shown.length)}º${first}`
}

const fold = (name: string): string => name.trim().toLowerCase()

/** Whoever gives a task by the API writes a name, a login or what the trail calls a person. */
function isOf({ name, login, id }: Person, assignee: string): boolean {
  return [name, login, nameOfPerson({ name, id })].some((known) => fold(known) === fold(assignee))
}

/** One's own, and what nobody has: that would else be seen by nobody. */
function taskCard(
  { entries, isCut }: Tasks,
  whose: WorklistModel['whose'],
  frame: Frame,
  place: string | undefined,
): VNode {
  const { person } = frame
  const own = entries.filter(({ assignee }) => assignee === null || isOf(person, assignee))
  const { shown, from, next, count } = sliceOf(whose === 'own' ? own : entries, place, TASKS_PER_PAGE)
  const others = entries.length - own.length
  const path = whose === 'own' ? '/cobranca' : '/cobranca?tarefas=todos'
  return html`<section class="card" id="tarefas">
    <div class="row"><h2>${whose === 'own' ? 'Minhas tarefas' : 'Tarefas de todos'}</h2>${entries.length === 0 ? null : csvLink('/tarefas.csv', 'de todas as tarefas')}</div>
    ${
      shown.length === 0
        ? html`<p class="meta">Nenhuma tarefa em aberto.</p>`
        : shown.map(
            (task) =>
              html`<div><a class="meta" href=${customerPath(task.customer)}><bdi>${task.customer.name}</bdi></a> <span class="meta">· ${assigneeWords(task, person)}</span>${taskLine(task, frame, isAble(person.role, 'collection.act'))}</div>`,
          )
    }
    ${shown.length === count ? null : html`<p class="meta">Da ${from + 1}ª à ${from + shown.length}ª de ${isCut ? 'mais de ' : ''}${plural(count, 'tarefa', 'tarefas')}, a mais urgente primeiro.</p>`}
    ${moreLink(path, 'tarefa', next)}
    ${
      whose === 'all'
        ? html`<p><a href="/cobranca#tarefas">Ver só as minhas</a></p>`
        : others === 0
          ? null
          : html`<p><a href="/cobranca?tarefas=todos#tarefas">Ver as de todos</a> <span class="meta">${isCut ? 'mais de' : 'mais'} ${plural(others, 'tarefa', 'tarefas')} de outras pessoas</span></p>`
    }
  </section>`
}

function assigneeWords({ assignee }: ListedTask, person: Person): Html {
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
