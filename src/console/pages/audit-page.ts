import type { VNode } from 'preact'
import { actionWords, detailWords, keyOfSubject, subjectWords, whoWords } from '../audit-words.ts'
import { type Html, html } from '../html.ts'
import type { Frame } from '../layout.ts'
import type { AuditPort, AuditQuery, AuditRow } from '../operation-port.ts'
import { csvLink, customerPath, emptyState, heading, moreLink, table } from '../parts.ts'
import { day, instant } from '../words.ts'
import { orderPath } from './order-card.ts'

export interface AuditModel {
  readonly frame: Frame
  readonly query: AuditQuery
  readonly found: Awaited<ReturnType<AuditPort['search']>>
}

/** Who did what, and when. Nothing here can be changed. */
export function auditPage({ frame, query, found }: AuditModel): VNode {
  const path = `/auditoria${searchOf(query)}`
  return html`<div class="page">
    ${heading('Auditoria', 'Quem fez o quê, e quando. Nada aqui pode ser alterado nem apagado.', csvLink(`/auditoria.csv${searchOf(query)}`))}
    ${finder(query)}
    ${query.subject === null ? null : html`<p class="notice calm"><span>Só o que é sobre <strong><bdi>${query.subject}</bdi></strong>. <a href="/auditoria">Ver tudo</a></span></p>`}
    ${found.entries.length === 0 ? nothing(query, found.searchedBackTo) : html`<div class="card flush">${list(found.entries, frame.now)}</div>`}
    ${found.searchedBackTo === null ? null : html`<p class="meta">Procuramos de hoje até ${instant(found.searchedBackTo, frame.now)}. Para ir mais atrás, continue.</p>`}
    ${moreLink(path, 'depois', found.next)}
  </div>`
}

function searchOf({ text, subject, from, to }: AuditQuery): string {
  const given = [
    ['busca', text],
    ['sobre', subject],
    ['de', from],
    ['ate', to],
  ] as const
  const parts = new URLSearchParams(given.flatMap(([name, value]) => (value === null ? [] : [[name, value]])))
  return parts.size === 0 ? '' : `?${parts}`
}

const finder = ({ text, subject, from, to }: AuditQuery): VNode =>
  html`<form class="finder" method="get" action="/auditoria" role="search">
    ${subject === null ? null : html`<input type="hidden" name="sobre" value=${subject} />`}
    <label class="unseen" for="busca">Quem, o que fez ou sobre o quê</label>
    <input id="busca" type="search" name="busca" maxlength="120" placeholder="Quem, o que fez ou sobre o quê" value=${text ?? ''} />
    <div class="inline">${dayField('de', 'De', from)}${dayField('ate', 'Até', to)}</div>
    <button>Buscar</button>
  </form>`

const dayField = (name: string, label: string, value: string | null): VNode =>
  html`<div class="field"><label for=${name}>${label}</label><input id=${name} type="date" name=${name} value=${value ?? undefined} /></div>`

function nothing({ text, from, to, after }: AuditQuery, searchedBackTo: string | null): VNode {
  if (searchedBackTo !== null) return emptyState('Nada até aqui', 'Há registros mais antigos por procurar.', 'note')
  if (after !== null) return emptyState('Chegamos ao começo', 'Não há registros mais antigos.', 'note')
  const range =
    from === null && to === null
      ? null
      : html` Procuramos ${from === null ? 'desde o começo' : html`de ${day(from)}`} ${to === null ? 'até hoje' : html`até ${day(to)}`}.`
  return emptyState(
    'Nada encontrado',
    html`${text === null ? 'Não há registros.' : 'Tente o nome de uma pessoa, o número de um pedido ou o que foi feito, como “liberação”.'}${range}`,
    'note',
  )
}

const list = (rows: readonly AuditRow[], now: string): VNode =>
  table(
    'Registros da auditoria',
    [
      {
        label: 'O que fez',
        kind: 'head',
        cell: (row) => html`${actionWords(row.action)}<span class="meta">${instant(row.at, now)}</span>`,
      },
      { label: 'Quem', cell: (row) => html`<bdi>${whoWords(row)}</bdi>` },
      { label: 'Sobre', cell: about },
      { label: 'Detalhes', kind: 'words', cell: details },
    ],
    rows,
  )

const details = (row: AuditRow): Html => {
  const words = detailWords(row)
  return words === '' ? null : html`<bdi>${words}</bdi>`
}

function about(row: AuditRow): Html {
  const words = subjectWords(row)
  if (words === '') return null
  const name = html`<bdi>${words}</bdi>`
  const { opens } = row
  const path = opens === null ? null : 'order' in opens ? orderPath({ id: opens.order }) : customerPath(opens)
  const key = keyOfSubject(row)
  const where =
    key === null ? null : `${key.kind === 'customer' && row.name !== null ? `${key.id} · ` : ''}${key.source}`
  return html`<span>${path === null ? name : html`<a href=${path}>${name}</a>`}${where === null ? null : html`<span class="meta"><bdi>${where}</bdi></span>`}</span>`
}
