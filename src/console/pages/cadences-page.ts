import type { VNode } from 'preact'
import { isAble } from '../../people/abilities.ts'
import type { CollectionState, FileFaults, Preview } from '../customer-port.ts'
import { html } from '../html.ts'
import { icon } from '../icons.ts'
import type { Frame } from '../layout.ts'
import {
  badge,
  choice,
  csvLink,
  customerPath,
  disclosure,
  emptyState,
  field,
  heading,
  moreLink,
  postForm,
  problemNotice,
} from '../parts.ts'
import { channelWords, day, plural } from '../words.ts'

export interface CadencesModel {
  readonly frame: Frame
  readonly state: CollectionState
  /** What was asked to be shown; null when nothing was. */
  readonly asked: { readonly cadence: string | null; readonly day: string | null; readonly preview: Preview } | null
  readonly problem: string | null
}

/** When what is said to whom: the cadences, and what they would say on a day. */
export function cadencesPage({ frame, state, asked, problem }: CadencesModel): VNode {
  const { cadences, channels, plansAt } = state
  return html`<div class="page">
    ${heading('Réguas de cobrança', html`Planejadas ${scheduleWords(plansAt)} · ${channels.length === 0 ? 'nenhum canal configurado' : `canais: ${channels.map(({ name }) => name).join(', ')}`}`)}
    ${problemNotice(problem)}
    ${sending(state, frame)}
    ${fileFaults(state.faults)}
    <div class="stack">${cadences.length === 0 ? emptyState('Nenhuma régua', 'Descreva a primeira em config/cadences.', 'cadences') : cadences.map(cadenceCard)}</div>
    <section class="after" id="previa">
      <h2>Prévia</h2>
      <p class="lead">O que seria dito a quem, palavra por palavra. Nada é enviado.</p>
      ${previewForm(state, asked)}
      ${asked === null ? null : previewOf(asked)}
    </section>
  </div>`
}

const DAILY = /^(\d{1,2}) (\d{1,2}) \* \* (\*|1-5)$/

/** `0 6 * * *` is `todo dia às 06:00`; a schedule that is not that simple is shown as it was written. */
function scheduleWords(cron: string): VNode {
  const [, minute, hour, days] = DAILY.exec(cron) ?? []
  if (minute === undefined || hour === undefined) return html`<span>pela agenda <code>${cron}</code></span>`
  const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`
  return html`<span>${days === '*' ? 'todo dia' : 'de segunda a sexta'} às ${time}</span>`
}

function sending({ mode, stopped }: CollectionState, { person, csrf }: Frame): VNode {
  const words =
    mode === 'off'
      ? 'O envio está desligado na configuração.'
      : stopped
        ? 'O envio foi interrompido por uma pessoa.'
        : 'As mensagens estão saindo.'
  const tone = mode === 'on' && !stopped ? 'good' : 'warn'
  const canStop = mode === 'on' && isAble(person.role, 'collection.act')
  return html`<div class=${`notice ${tone}`}>
    ${icon(tone === 'good' ? 'good' : 'note')}<span>${words}</span>
    ${
      canStop
        ? stopped
          ? postForm(
              '/reguas/envio',
              csrf,
              html`<input type="hidden" name="stopped" value="nao" /><button>Voltar a enviar</button>`,
            )
          : postForm(
              '/reguas/envio',
              csrf,
              html`<input type="hidden" name="stopped" value="sim" /><button class="danger">Parar todos os envios</button>`,
              {
                confirm: 'Parar agora todas as mensagens, de todos os canais?',
              },
            )
        : null
    }
  </div>`
}

/** What is wrong with files of the configuration. */
export function fileFaults(files: readonly FileFaults[]): VNode | null {
  if (files.length === 0) return null
  return html`<div class="notice bad">${icon('blocked')}<div>
    ${files.map(({ file, faults }) => html`<p><strong>${file}</strong></p><ul>${faults.map(({ path, message }) => html`<li>${path}: ${message}</li>`)}</ul>`)}
  </div></div>`
}

/** One after the other, until one gets through. */
const pathWords = (channels: readonly string[]): string => channels.map(channelWords).join(' → ')

const offsetWords = (days: number): string =>
  days === 0 ? 'no vencimento' : `${plural(Math.abs(days), 'dia', 'dias')} ${days < 0 ? 'antes' : 'depois'}`

const cadenceCard = ({
  title,
  gapDays,
  steps,
}: CollectionState['cadences'][number]): VNode => html`<section class="card">
  <h2>${title}</h2>
  <p class="meta">Pelo menos ${plural(gapDays, 'dia', 'dias')} entre contatos</p>
  <ol class="steps">
    ${steps.map(
      ({ key, offsetDays, channels, task }) => html`<li>
        <span class="when">${offsetWords(offsetDays)}</span>
        <strong>${key}</strong>
        <span class="meta">${task === null ? pathWords(channels) : `tarefa: ${task}`}</span>
      </li>`,
    )}
  </ol>
</section>`

const previewForm = (
  { cadences }: CollectionState,
  asked: CadencesModel['asked'],
): VNode => html`<form class="finder" method="get" action="/reguas#previa">
  <input type="hidden" name="previa" value="sim" />
  ${field('previa', 'dia', 'Dia', { type: 'date', required: false, value: asked?.day ?? undefined })}
  ${choice('previa', 'regua', 'Régua', [['', 'A de cada cliente'], ...cadences.map(({ name, title }) => [name, title] as const)], asked?.cadence ?? '')}
  <button class="primary">Mostrar</button>
</form>`

function previewOf({ cadence, day: on, preview }: NonNullable<CadencesModel['asked']>): VNode {
  if (preview.plans.length === 0)
    return emptyState('Nada seria dito neste dia', 'Nenhum cliente tem passo a cumprir.', 'calm')
  const wanted = new URLSearchParams({
    ...(cadence !== null && { regua: cadence }),
    ...(on !== null && { dia: on }),
  })
  return html`<div class="stack">
    <div class="row"><p class="summary">${day(preview.day)} · <strong>${plural(preview.plans.length, 'cliente', 'clientes')}</strong> nesta página</p>${csvLink(`/reguas/previa.csv?${wanted}`)}</div>
    ${preview.plans.map(planCard)}
    ${moreLink(`/reguas?previa=sim&${wanted}`, 'depois', preview.next)}
  </div>`
}

const planCard = ({
  customer,
  message,
  tasks,
  withheld,
}: Preview['plans'][number]): VNode => html`<article class="card">
  <h3><a href=${customerPath(customer)}><bdi>${customer.name}</bdi></a></h3>
  ${
    message === null
      ? null
      : html`<p>${badge('calm', pathWords(message.channels))} passo <strong>${message.step}</strong>${message.recipient === null ? null : html` para <bdi>${message.recipient}</bdi>`}</p>
          ${message.fault === null ? disclosure(message.subject ?? 'Ler a mensagem', html`<p class="message">${message.text ?? ''}</p>`, { className: 'plain' }) : html`<p class="bad">${message.fault}</p>`}`
  }
  ${tasks.map(({ title }) => html`<p>${badge('warn', 'Tarefa')} <bdi>${title}</bdi></p>`)}
  ${withheld.map(({ message: why }) => html`<p class="meta">Não será dito: ${why}</p>`)}
</article>`
