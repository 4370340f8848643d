import type { VNode } from 'preact'
import { addDays } from '../../kernel/day.ts'
import type { CareView, Task } from '../customer-port.ts'
import { html } from '../html.ts'
import type { Frame } from '../layout.ts'
import { badge, disclosure, field, postForm } from '../parts.ts'
import { actorWords, brl, day, plural, segmentWords } from '../words.ts'
import type { Written } from './order-page.ts'

const CHANNEL_WORDS: Record<string, string> = { email: 'E-mail', whatsapp: 'WhatsApp', sms: 'SMS' }
const CONTACT_WORDS: Record<string, string> = {
  invalid: 'Não existe',
  opted_out: 'Não quer mensagens',
  unusable: 'Não serve',
}

/** What has to be known before one speaks with a customer. */
export function careSections(care: CareView, frame: Frame, canWork: boolean): VNode[] {
  return [
    html`<section class="card">
      <h2>Combinados</h2>
      ${care.standing === null ? null : html`<p><strong>${segmentWords(care.standing.segment, care.standing.profile)}</strong></p><p class="meta">${care.standing.because.join(' ')}</p>`}
      ${agreements(care)}
      ${care.tasks.filter(({ state }) => state === 'open').map((task) => taskLine(task, frame, canWork))}
    </section>`,
    html`<section class="card"><h2>Contatos</h2>${contacts(care)}</section>`,
  ]
}

function agreements({ promises, disputes, pauses, brokenPromises }: CareView): VNode {
  const open = promises.filter(({ state }) => state === 'open')
  const disputed = disputes.filter(({ state }) => state === 'open')
  const paused = pauses.filter(({ liftedAt }) => liftedAt === null)
  if (open.length + disputed.length + paused.length + brokenPromises === 0)
    return html`<p class="meta">Nenhuma promessa, disputa ou pausa em aberto.</p>`
  return html`<ul class="plain">
    ${open.map(
      ({ amount, promisedOn, received, madeBy, note }) => html`<li>
        ${badge('warn', 'Promessa')} <strong class="money">${brl(amount)}</strong> para ${day(promisedOn)}
        <span class="meta">recebido ${brl(received)} · com <bdi>${actorWords(madeBy)}</bdi>${note === null ? null : html` · <bdi>${note}</bdi>`}</span>
      </li>`,
    )}
    ${disputed.map(({ reason }) => html`<li>${badge('warn', 'Disputa')} <bdi>${reason}</bdi></li>`)}
    ${paused.map(({ reason, until }) => html`<li>${badge('calm', 'Pausa')} <bdi>${reason}</bdi>${until === null ? null : html` <span class="meta">até ${day(until)}</span>`}</li>`)}
    ${brokenPromises === 0 ? null : html`<li>${badge('bad', plural(brokenPromises, 'promessa quebrada', 'promessas quebradas'))}</li>`}
  </ul>`
}

function contacts({ contacts: known }: CareView): VNode {
  if (known.length === 0) return html`<p class="meta">Nenhum contato. Peça um ao representante e guarde no ERP.</p>`
  return html`<ul class="plain">
    ${known.map(
      ({ channel, address, name, state, reason }) => html`<li>
        <span class="label">${CHANNEL_WORDS[channel] ?? channel}</span> <bdi>${address}</bdi>${name === null ? null : html` <span class="meta"><bdi>${name}</bdi></span>`}
        ${state === 'good' ? null : html` ${badge('bad', CONTACT_WORDS[state] ?? state)}${reason === null ? null : html` <span class="meta">${reason}</span>`}`}
      </li>`,
    )}
  </ul>`
}

/** What came of speaking with a customer. */
export function careActs(path: string, { csrf, now }: Frame, written: Written): VNode {
  const today = now.slice(0, 10)
  const note = postForm(
    `${path}/anotacao`,
    csrf,
    html`${field('anotar', 'text', 'Anotação', { rows: 3, maxlength: 4_000, value: written['text'] })}<button class="primary">Guardar</button>`,
  )
  const promise = postForm(
    `${path}/promessa`,
    csrf,
    html`
      ${field('prometer', 'amount', 'Valor prometido (R$)', { inputmode: 'decimal', maxlength: 20, placeholder: '1.250,00', value: written['amount'] })}
      ${field('prometer', 'promisedOn', 'Para quando', { type: 'date', min: today, value: written['promisedOn'] ?? addDays(today, 1) })}
      ${field('prometer', 'note', 'Observação', { maxlength: 500, required: false, value: written['note'] })}
      <button class="primary">Registrar promessa</button>
    `,
  )
  const task = postForm(
    `${path}/tarefa`,
    csrf,
    html`
      ${field('tarefa', 'title', 'O que fazer', { maxlength: 255, value: written['title'] })}
      ${field('tarefa', 'dueOn', 'Até quando', { type: 'date', min: today, value: written['dueOn'] ?? addDays(today, 1) })}
      <button class="primary">Criar tarefa</button>
    `,
  )
  return html`<section class="card do" id="acoes">
    <h2>O que fazer</h2>
    ${disclosure('Anotar', note, { open: 'text' in written })}
    ${disclosure('Registrar promessa', promise, { className: 'primary', open: 'promisedOn' in written })}
    ${disclosure('Criar tarefa', task, { open: 'title' in written })}
  </section>`
}

/** A task, and the way to say that it is done. */
export function taskLine({ id, title, dueOn }: Task, { csrf }: Frame, canWork: boolean): VNode {
  return html`<div class="task">
    <p><strong><bdi>${title}</bdi></strong> <span class="meta">até ${day(dueOn)}</span></p>
    ${
      canWork
        ? disclosure(
            'Concluir',
            postForm(
              `/tarefas/${encodeURIComponent(id)}/conclusao`,
              csrf,
              html`${field(`concluir-${id}`, 'outcome', 'O que resultou', { rows: 2, maxlength: 500 })}<button class="primary">Concluir tarefa</button>`,
            ),
          )
        : null
    }
  </div>`
}
