import type { VNode } from 'preact'
import { type Html, html } from './html.ts'
import { type IconName, icon } from './icons.ts'
import { csrfField } from './layout.ts'
import { unbroken } from './words.ts'

export type Tone = 'bad' | 'warn' | 'good' | 'calm'

/** A word in a colour, which is never the only thing that tells. */
export const badge = (tone: Tone, words: string): VNode => html`<span class=${`badge ${tone}`}>${words}</span>`

/** A number or code, which stays on one line while it is one that people can take in. */
export const code = (text: string): VNode =>
  html`<bdi class=${text.length <= CODE_CHARS ? 'whole' : undefined}>${text}</bdi>`
const CODE_CHARS = 20

export const heading = (title: Html, lead: Html = null, actions: Html = null): VNode => html`<div class="heading">
  <div><h1>${title}</h1>${lead === null ? null : html`<p class="lead">${lead}</p>`}</div>
  ${actions === null ? null : html`<div class="actions">${actions}</div>`}
</div>`

/** What stands against what was asked for; it takes the focus, so that it is read first. */
export const problemNotice = (message: string | null): VNode | null =>
  message === null
    ? null
    : html`<p class="notice bad" role="alert" tabindex="-1" autofocus>${icon('blocked')}<span>${unbroken(message)}</span></p>`

export const emptyState = (title: string, words: Html, symbol: IconName = 'calm'): VNode => html`<div class="empty">
  ${icon(symbol)}<p><strong>${title}</strong></p><p>${words}</p>
</div>`

export interface Column<Entry> {
  readonly label: string
  readonly cell: (entry: Entry) => Html
  /** `head` names the row, `amount` is set to the right, `words` are long, `action` has no label on a phone. */
  readonly kind?: 'head' | 'amount' | 'words' | 'action'
}

/** More than these need the width of a desk. */
const COLUMNS_FEW = 4

/** A table that becomes cards on a phone. `caption` is read and not seen where the heading above says the same. */
export function table<Entry>(caption: string, columns: readonly Column<Entry>[], entries: readonly Entry[]): VNode {
  return html`<table class=${columns.length > COLUMNS_FEW ? 'cards many' : 'cards'}>
    <caption class="unseen">${caption}</caption>
    <thead>
      <tr>${columns.map(({ label, kind }) => html`<th scope="col" class=${kind}>${kind === 'action' ? html`<span class="unseen">${label}</span>` : label}</th>`)}</tr>
    </thead>
    <tbody>
      ${entries.map((entry) => html`<tr>${columns.map((column) => cellOf(column, entry))}</tr>`)}
    </tbody>
  </table>`
}

function cellOf<Entry>({ label, cell, kind }: Column<Entry>, entry: Entry): VNode {
  if (kind === 'head') return html`<th scope="row" class="head">${cell(entry)}</th>`
  return html`<td class=${kind} data-label=${kind === 'action' ? undefined : label}>${cell(entry)}</td>`
}

interface FieldOptions {
  readonly type?: string
  readonly value?: string | undefined
  readonly hint?: string
  readonly required?: boolean
  readonly autocomplete?: string
  readonly inputmode?: string
  readonly maxlength?: number
  readonly min?: string
  readonly rows?: number
  readonly placeholder?: string
}

/** A label with its field. `scope` keeps ids apart where a form stands several times on a page. */
export function field(scope: string, name: string, label: string, options: FieldOptions = {}): VNode {
  const id = `${scope}-${name}`
  const { hint, rows, value, required = true, type = 'text', ...rest } = options
  const described = hint === undefined ? undefined : `${id}-hint`
  const input =
    rows === undefined
      ? html`<input id=${id} name=${name} type=${type} value=${value} required=${required} aria-describedby=${described} ...${rest} />`
      : html`<textarea id=${id} name=${name} rows=${rows} required=${required} aria-describedby=${described} ...${rest}>${value ?? ''}</textarea>`
  return html`<div class="field">
    <label for=${id}>${label}${required ? null : html` <span class="optional">(opcional)</span>`}</label>
    ${input}
    ${hint === undefined ? null : html`<p class="hint" id=${described}>${hint}</p>`}
  </div>`
}

export function choice(
  scope: string,
  name: string,
  label: string,
  options: readonly (readonly [value: string, words: string])[],
  chosen?: string,
): VNode {
  const id = `${scope}-${name}`
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <select id=${id} name=${name}>
      ${options.map(([value, words]) => html`<option value=${value} selected=${value === chosen}>${words}</option>`)}
    </select>
  </div>`
}

interface FormOptions {
  readonly className?: string
  /** Asked before it is sent, where scripts run. */
  readonly confirm?: string
}

export const postForm = (action: string, csrf: string, content: Html, options: FormOptions = {}): VNode =>
  html`<form method="post" action=${action} class=${options.className} data-confirm=${options.confirm}>${csrfField(csrf)}${content}</form>`

/** Something that unfolds without a script. */
export const disclosure = (summary: Html, content: Html, options: { className?: string; open?: boolean } = {}): VNode =>
  html`<details class=${`fold ${options.className ?? ''}`} open=${options.open === true}><summary>${summary}</summary>${content}</details>`

/** Shown by the script alone: it finds rows of the list that follows. */
export const filterField = (listId: string, label: string): VNode => html`<div class="filter" hidden>
  <label class="unseen" for=${`filtro-${listId}`}>${label}</label>
  <input id=${`filtro-${listId}`} type="search" data-filter=${listId} placeholder=${label} />
</div>`

/** `of` tells a second one on a page from the first. */
export const csvLink = (path: string, of: string | null = null): VNode =>
  html`<a class="button quiet" href=${path} download>Baixar planilha${of === null ? null : html`<span class="unseen"> ${of}</span>`}</a>`

export const moreLink = (path: string, name: string, next: string | null): VNode | null =>
  next === null
    ? null
    : html`<p class="more"><a class="button" href=${`${path}${path.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(next)}`}>Ver mais</a></p>`

/** A part of a page that the script asks for again while somebody waits for it. */
export const live = (name: string, address: string, content: Html): VNode =>
  html`<div data-live=${`${address}${address.includes('?') ? '&' : '?'}parte=${name}`} aria-live="polite">${content}</div>`

export const customerPath = ({ source, externalId }: { source: string; externalId: string }): string =>
  `/clientes/${encodeURIComponent(source)}/${encodeURIComponent(externalId)}`
