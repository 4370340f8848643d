import type { VNode } from 'preact'
import { isAble } from '../../people/abilities.ts'
import type { GuardEvent, GuardRow, GuardsPort } from '../guard-port.ts'
import { type Html, html } from '../html.ts'
import { icon } from '../icons.ts'
import type { Frame } from '../layout.ts'
import type { Paged } from '../outcome.ts'
import { badge, code, csvLink, customerPath, emptyState, heading, live, moreLink, type Tone, table } from '../parts.ts'
import { brl, groupDigits, instant, plural, unbroken } from '../words.ts'
import { fileFaults } from './cadences-page.ts'
import { orderPath } from './order-card.ts'

const guardPath = (name: string): string => `/integracoes/guardas/${encodeURIComponent(name)}`

export const MODE_WORDS = { monitor: 'Só observa', enforce: 'Recusa vendas' } as const

/** Beside the connections; nothing where there is no guard. */
export function guardsSection(view: Awaited<ReturnType<GuardsPort['list']>>, { now }: Frame): VNode | null {
  const { guards, faults } = view
  if (guards.length === 0 && faults.length === 0) return null
  return html`<section class="stack after" id="guardas">
    <div class="row"><h2>Guardas no banco do ERP</h2>${guards.length === 0 ? null : csvLink('/integracoes/guardas.csv', 'das guardas')}</div>
    ${fileFaults(faults)}
    ${guards.map((guard) => guardCard(guard, now, html`<h3><a href=${guardPath(guard.name)}>${guard.name}</a></h3>`))}
  </section>`
}

/** A moment is what it takes; longer than this, something is in the way. */
const WAITING_MS = 60_000

export function guardHealth(guard: GuardRow, now: string): readonly [Tone, string] {
  const { failure, drift, waiting, waitingSince, publishedAt, comparedAt } = guard
  if (failure !== null) return ['bad', 'Sem acesso ao banco']
  if (drift !== null && drift.length > 0) return ['bad', 'Gatilho alterado ou removido']
  const isLate = waitingSince !== null && Date.parse(now) - Date.parse(waitingSince) > WAITING_MS
  if (waiting > 0) return [isLate ? 'warn' : 'calm', `${plural(waiting, 'conta', 'contas')} por gravar`]
  return publishedAt === null && comparedAt === null ? ['warn', 'Ainda não gravou nada'] : ['good', 'Em dia']
}

function guardCard(guard: GuardRow, now: string, title: VNode): VNode {
  const [tone, words] = guardHealth(guard, now)
  const { source, mode, table: place, publishedAt, comparedAt, today } = guard
  const instantOr = (at: string | null): Html => (at === null ? 'nunca' : instant(at, now))
  return html`<article class="card">
    <header class="row">${title}${badge(tone, words)}</header>
    <dl class="facts">
      <div><dt>Tabela</dt><dd><bdi>${place}</bdi></dd></div>
      <div><dt>Conexão</dt><dd><bdi>${source}</bdi></dd></div>
      <div><dt>Modo</dt><dd>${MODE_WORDS[mode]}</dd></div>
      <div><dt>Última gravação</dt><dd>${instantOr(publishedAt)}</dd></div>
      <div><dt>Última comparação</dt><dd>${instantOr(comparedAt)}</dd></div>
      ${
        mode === 'monitor'
          ? html`<div><dt>Seriam recusadas hoje</dt><dd>${groupDigits(today.watched)}</dd></div>`
          : html`<div><dt>Vendas recusadas hoje</dt><dd>${groupDigits(today.refused)}</dd></div>`
      }
    </dl>
    ${failureNotice(guard, now)}
    ${driftNotice(guard)}
    ${today.unjudged === 0 ? null : html`<p class="notice warn">${icon('note')}<span>${plural(today.unjudged, 'venda passou', 'vendas passaram')} hoje sem análise.</span></p>`}
  </article>`
}

const failureNotice = ({ failure, failedAt }: GuardRow, now: string): VNode | null =>
  failure === null
    ? null
    : html`<div class="notice bad">${icon('blocked')}<div>
        <p><strong>Sem acesso ao banco:</strong> <bdi>${failure}</bdi></p>
        <p class="meta">${failedAt === null ? null : html`Última tentativa ${instant(failedAt, now)}. `}A guarda segue com o que foi gravado por último; tentamos de novo sozinhos.</p>
      </div></div>`

const DRIFT_WORDS = { missing: 'não está no banco', changed: 'não é como o arquivo pede' } as const

function driftNotice({ name, drift }: GuardRow): VNode | null {
  if (drift === null || drift.length === 0) return null
  return html`<div class="notice bad">${icon('blocked')}<div>
    <p><strong>Gatilho alterado ou removido:</strong></p>
    <ul class="plain">${drift.map(({ trigger, state }) => html`<li><code>${trigger}</code> ${DRIFT_WORDS[state]}</li>`)}</ul>
    <p class="meta">Vendas podem passar sem análise. Para repor: <code>npm run guard -- install ${name}</code></p>
  </div></div>`
}

export interface GuardModel {
  readonly frame: Frame
  readonly guard: GuardRow
  readonly events: Paged<GuardEvent>
  /** Where the page begins; null is the first one. */
  readonly after: string | null
}

/** One guard: how it stands, and what it recorded. */
export function guardPage(model: GuardModel): VNode {
  const { guard, after } = model
  const path = guardPath(guard.name)
  const here = after === null ? path : `${path}?${new URLSearchParams({ depois: after })}`
  return html`<div class="page">
    <p class="back"><a href="/integracoes">Integrações</a></p>
    ${heading(guard.name, 'Gatilhos no banco do ERP: o que o vendedor tentou vender, e o que ouviu.')}
    ${live('lista', here, guardPart(model))}
  </div>`
}

export function guardPart({ frame, guard, events, after }: GuardModel): VNode {
  const { entries, next } = events
  const path = guardPath(guard.name)
  return html`<div class="stack">
    ${guardCard(guard, frame.now, html`<h2>Situação</h2>`)}
    <section class="card flush" id="vendas">
      <div class="row"><h2>Vendas registradas</h2>${csvLink(`${path}/vendas.csv`, 'das vendas')}</div>
      ${entries.length === 0 ? nothing(after) : eventTable(entries, frame)}
    </section>
    ${after === null ? null : html`<p class="meta"><a href=${path}>Ver desde a mais nova</a></p>`}
    ${moreLink(path, 'depois', next)}
  </div>`
}

const nothing = (after: string | null): VNode =>
  after === null
    ? emptyState('Nada registrado', 'O que a guarda recusar, ou recusaria, aparece aqui em segundos.')
    : emptyState('Chegamos ao começo', 'Não há registros mais antigos.', 'note')

const VERDICT_WORDS: Record<GuardEvent['verdict'], string> = {
  blocked: 'cliente bloqueado',
  over: 'acima do disponível',
  term: 'prazo longo demais',
  stale: 'sem notícia do Fiado há tempo demais',
  old: 'sem notícia do Fiado há tempo demais',
  fault: 'falha na guarda',
}

/** What became of the sale. */
export function outcomeOf({ verdict, isRefused }: Pick<GuardEvent, 'verdict' | 'isRefused'>): readonly [Tone, string] {
  if (isRefused) return ['bad', 'Recusada']
  return verdict === 'old' || verdict === 'fault' ? ['calm', 'Passou sem análise'] : ['warn', 'Seria recusada']
}

export const verdictWords = ({ verdict }: Pick<GuardEvent, 'verdict'>): string => VERDICT_WORDS[verdict]

const eventTable = (events: readonly GuardEvent[], { now, person }: Frame): VNode =>
  table(
    'Vendas registradas',
    [
      {
        label: 'Cliente',
        kind: 'head',
        cell: (event) => customerOf(event, now, isAble(person.role, 'customers.see')),
      },
      { label: 'Pedido', cell: orderOf },
      { label: 'Valor', kind: 'amount', cell: ({ amount }) => (amount === null ? null : brl(amount)) },
      { label: 'O que foi dito', kind: 'words', cell: toldIn },
    ],
    events,
  )

function toldIn(event: GuardEvent): VNode {
  const [tone, words] = outcomeOf(event)
  const { message } = event
  return html`<span>
    ${badge(tone, words)} ${verdictWords(event)}
    ${message === null ? null : html`<span class="meta"><bdi>${unbroken(message)}</bdi></span>`}
  </span>`
}

function customerOf({ customer, company, at }: GuardEvent, now: string, isLinked: boolean): Html {
  const externalId = customer !== null && customer.name !== null ? customer.externalId : null
  const more = [externalId, company === 'main' ? null : company].filter((part) => part !== null)
  return html`${nameOf(customer, isLinked)}<span class="meta">${more.map((part) => html`<bdi>${part}</bdi> · `)}${instant(at, now)}</span>`
}

function nameOf(customer: GuardEvent['customer'], isLinked: boolean): Html {
  if (customer === null) return 'Cliente desconhecido'
  if (customer.name === null) return code(customer.externalId)
  const name = html`<bdi>${customer.name}</bdi>`
  return isLinked ? html`<a href=${customerPath(customer)}>${name}</a>` : name
}

function orderOf({ orderId, blockedOrderId }: GuardEvent): Html {
  if (orderId === null) return null
  return blockedOrderId === null
    ? code(orderId)
    : html`<a href=${orderPath({ id: blockedOrderId })}>${code(orderId)}</a>`
}
