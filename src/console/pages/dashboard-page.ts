import type { VNode } from 'preact'
import { PERIOD_DAYS } from '../../reports/figures.ts'
import { type Html, html } from '../html.ts'
import type { Frame } from '../layout.ts'
import { csvLink, disclosure, heading, table } from '../parts.ts'
import type { Dashboard, GroupFigures } from '../policy-port.ts'
import { brl, day, instant, percent, plural } from '../words.ts'
import { agingPicture } from './aging.ts'

export interface DashboardModel {
  readonly frame: Frame
  readonly figures: Dashboard
}

/** The same truth for finance and sales: every picture has its numbers under it. */
export function dashboardPage({ frame, figures }: DashboardModel): VNode {
  const { days, asOf, weeks, aging, byRep, bySegment } = figures
  return html`<div class="page">
    ${heading('Painel', html`Números de ${instant(asOf, frame.now)}. Cada um diz de que período é.`, csvLink('/painel.csv'))}
    ${tiles(figures)}
    <section class="card">
      <h2>Bloqueado e liberado por semana</h2>
      <p class="meta">Semanas que cabem nos últimos ${plural(days, 'dia', 'dias')}, de segunda a domingo; a última ainda não acabou.</p>
      ${picture('semanas', asOf, 'Barras do valor bloqueado e do valor liberado em cada semana; os números estão na tabela.')}
      ${disclosure('Ver os números', weekTable(weeks), { className: 'plain' })}
    </section>
    <section class="card">
      <h2>Carteira por tempo de atraso</h2>
      <p class="meta">O que está em aberto agora.</p>
      ${agingPicture(aging)}
    </section>
    ${groups('Por representante', 'representantes', byRep, figures)}
    ${groups('Por segmento', 'segmentos', bySegment, figures)}
  </div>`
}

function tiles({ days, open, overdue, overdueShare, dsoDays, blocked, freed, promises, releases }: Dashboard): VNode {
  const judged = promises.kept + promises.broken
  const long = `em ${plural(PERIOD_DAYS, 'dia', 'dias')}`
  return html`<dl class="tiles">
    ${tile('Vencido agora', percent(overdueShare), html`${money(overdue)} de ${money(open)} em aberto`)}
    ${tile('Prazo médio de recebimento', dsoDays === null ? '—' : plural(dsoDays, 'dia', 'dias'), `DSO: o que está em aberto sobre as vendas a prazo ${long}`)}
    ${tile('Bloqueado agora', brl(blocked.amount), plural(blocked.count, 'pedido', 'pedidos'))}
    ${tile(`Liberado em ${plural(days, 'dia', 'dias')}`, brl(freed.amount), plural(freed.count, 'pedido', 'pedidos'))}
    ${tile(`Promessas cumpridas ${long}`, judged === 0 ? '—' : percent(String(promises.kept / judged)), `${promises.kept} cumpridas, ${promises.broken} quebradas; agora ${promises.open} em aberto`)}
    ${tile('Liberações não pagas', brl(releases.laterUnpaid.amount), html`${releases.laterUnpaid.count} de ${plural(releases.approved.count, 'liberação', 'liberações')} ${long} (${money(releases.approved.amount)})`)}
  </dl>`
}

const money = (amount: string): VNode => html`<span class="money">${brl(amount)}</span>`

const tile = (label: string, value: string, detail: Html): VNode =>
  html`<div class="tile"><dt>${label}</dt><dd><strong>${value}</strong><span class="meta">${detail}</span></dd></div>`

/** The picture is a file of its own, drawn from the same figures: its address says which. */
const picture = (name: string, asOf: string, words: string): VNode =>
  html`<picture>
    <source media="(max-width: 640px)" srcset=${`/painel/${name}.svg?${new URLSearchParams({ ate: asOf, largura: 'estreita' })}`} width="360" height="300" />
    <img class="chart" src=${`/painel/${name}.svg?${new URLSearchParams({ ate: asOf })}`} alt=${words} width="960" height="300" />
  </picture>`

const weekTable = (weeks: Dashboard['weeks']): VNode =>
  table(
    'Valor bloqueado e liberado por semana',
    [
      { label: 'Semana de', kind: 'head', cell: ({ startsOn }) => day(startsOn) },
      { label: 'Bloqueado', kind: 'amount', cell: ({ blocked }) => brl(blocked) },
      { label: 'Liberado', kind: 'amount', cell: ({ freed }) => brl(freed) },
    ],
    weeks,
  )

function groups(title: string, name: string, rows: readonly GroupFigures[], { asOf, days }: Dashboard): VNode {
  return html`<section class="card flush">
    <h2>${title}</h2>
    ${rows.length === 0 ? null : html`<p class="meta">Em aberto, vencido e bloqueado: agora. Liberado: nos últimos ${plural(days, 'dia', 'dias')}.</p>`}
    ${rows.length === 0 ? html`<p class="meta">Ainda não há o que comparar.</p>` : html`${picture(name, asOf, `${title}: barras do valor vencido e do valor bloqueado; os números estão na tabela.`)}${groupTable(title, rows)}`}
  </section>`
}

const groupTable = (title: string, rows: readonly GroupFigures[]): VNode =>
  table(
    title,
    [
      {
        label: 'Nome',
        kind: 'head',
        cell: ({ name, customers }) =>
          html`<bdi>${name}</bdi><span class="meta">${plural(customers, 'cliente', 'clientes')}</span>`,
      },
      { label: 'Em aberto', kind: 'amount', cell: ({ open }) => brl(open) },
      { label: 'Vencido', kind: 'amount', cell: ({ overdue }) => brl(overdue) },
      { label: 'Bloqueado', kind: 'amount', cell: ({ blocked }) => brl(blocked) },
      { label: 'Liberado', kind: 'amount', cell: ({ freed }) => brl(freed) },
    ],
    rows,
  )
