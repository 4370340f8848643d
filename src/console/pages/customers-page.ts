import type { VNode } from 'preact'
import type { CustomerRow } from '../customer-port.ts'
import { html } from '../html.ts'
import type { Frame } from '../layout.ts'
import type { Paged } from '../outcome.ts'
import { badge, csvLink, customerPath, emptyState, heading, moreLink, table } from '../parts.ts'
import { brl, documentWords, limitWords } from '../words.ts'

export interface CustomersModel {
  readonly frame: Frame
  readonly text: string
  readonly found: Paged<CustomerRow>
}

export function customersPage({ frame, text, found }: CustomersModel): VNode {
  const search = text === '' ? '' : `?${new URLSearchParams({ busca: text })}`
  return html`<div class="page">
    ${heading(frame.person.role === 'rep' ? 'Meus clientes' : 'Clientes', null, csvLink(`/clientes.csv${search}`))}
    <form class="finder" method="get" action="/clientes" role="search">
      <label class="unseen" for="busca">Nome, documento ou código</label>
      <input id="busca" type="search" name="busca" maxlength="120" placeholder="Nome, CNPJ ou código" value=${text} />
      <button>Buscar</button>
    </form>
    ${
      found.entries.length === 0
        ? emptyState(
            'Nenhum cliente encontrado',
            text === ''
              ? 'Os clientes aparecem aqui assim que o ERP os enviar.'
              : 'Tente uma parte do nome, o CNPJ ou o código no ERP.',
            'customers',
          )
        : html`<div class="card flush">${list(found.entries)}</div>`
    }
    ${moreLink(`/clientes${search}`, 'depois', found.next)}
  </div>`
}

const list = (rows: readonly CustomerRow[]): VNode =>
  table(
    'Clientes',
    [
      {
        label: 'Cliente',
        kind: 'head',
        cell: (row) =>
          html`<a href=${customerPath(row)}><bdi>${row.name}</bdi></a><span class="meta">${[documentWords(row.document), [row.city, row.state].filter(Boolean).join('/')].filter(Boolean).join(' · ')}</span>`,
      },
      {
        label: 'Situação',
        cell: ({ blocked }) => (blocked ? badge('bad', 'Bloqueado') : badge('good', 'Pode comprar')),
      },
      { label: 'Limite', kind: 'amount', cell: ({ limit }) => limitWords(limit) },
      { label: 'Em uso', kind: 'amount', cell: ({ total }) => brl(total) },
      {
        label: 'Vencido',
        kind: 'amount',
        cell: ({ overdue }) => html`<span class=${overdue === '0.00' ? 'zero' : 'bad'}>${brl(overdue)}</span>`,
      },
      { label: 'Disponível', kind: 'amount', cell: ({ available }) => (available === null ? '—' : brl(available)) },
    ],
    rows,
  )
