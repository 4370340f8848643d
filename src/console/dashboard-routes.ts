import type { FastifyReply } from 'fastify'
import { formatBrDay } from '../kernel/day.ts'
import { SHOWN_DAYS } from '../reports/figures.ts'
import type { BarSeries } from './chart.ts'
import { createCharts } from './charts.ts'
import type { CsvSheet, Desk, Visit } from './desk.ts'
import { dashboardPage } from './pages/dashboard-page.ts'
import type { Dashboard, GroupFigures } from './policy-port.ts'
import type { ConsolePorts } from './ports.ts'

const WIDE_PX = 960
const NARROW_PX = 360
/** Bars that can be told apart; the table has the rest. */
const BARS_MAX = { [WIDE_PX]: 12, [NARROW_PX]: 5 } as const
/** The picture carries styles of its own, and nothing in it may load anything. */
const SVG_CSP = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
const PICTURE_AGE = 'private, max-age=300'

/** The figures of the house. */
export function addDashboard(desk: Desk, { reports }: ConsolePorts): void {
  desk.page('/painel', 'reports.see', [], async ({ person, frame }) => ({
    title: 'Painel',
    content: dashboardPage({ frame, figures: await reports.dashboard(person) }),
  }))
  desk.csv('/painel.csv', 'reports.see', [], {
    name: 'painel',
    columns: COLUMNS,
    read: async ({ person }) => {
      const { byRep, bySegment } = await reports.dashboard(person)
      return [
        ...byRep.map((row) => ({ by: 'Representante', row })),
        ...bySegment.map((row) => ({ by: 'Segmento', row })),
      ]
    },
  })
  const charts = createCharts()
  const pictures: Record<string, (figures: Dashboard, bars: number) => [string[], BarSeries[]]> = {
    semanas: ({ weeks }, bars) => weekBars(weeks.slice(-bars)),
    representantes: ({ byRep }, bars) => groupBars(byRep.slice(0, bars)),
    segmentos: ({ bySegment }, bars) => groupBars(bySegment.slice(0, bars)),
  }
  for (const [name, barsOf] of Object.entries(pictures)) {
    desk.page(`/painel/${name}.svg`, 'reports.see', ['ate', 'largura'], async (visit) => {
      const width = visit.query['largura'] === 'estreita' ? NARROW_PX : WIDE_PX
      const [labels, series] = barsOf(await reports.dashboard(visit.person, visit.query['ate']), BARS_MAX[width])
      return sendPicture(visit, await charts.draw({ labels, series, width }))
    })
  }
}

const sendPicture = ({ reply }: Visit, svg: string): FastifyReply =>
  reply
    .header('content-security-policy', SVG_CSP)
    .header('cache-control', PICTURE_AGE)
    .type('image/svg+xml; charset=utf-8')
    .send(svg)

const weekBars = (weeks: Dashboard['weeks']): [string[], BarSeries[]] => [
  weeks.map(({ startsOn }) => formatBrDay(startsOn).slice(0, 5)),
  [
    { name: 'Bloqueado', tone: 'bad', amounts: weeks.map(({ blocked }) => blocked) },
    { name: 'Liberado', tone: 'good', amounts: weeks.map(({ freed }) => freed) },
  ],
]

const groupBars = (rows: readonly GroupFigures[]): [string[], BarSeries[]] => [
  rows.map(({ name }) => name),
  [
    { name: 'Vencido', tone: 'warn', amounts: rows.map(({ overdue }) => overdue) },
    { name: 'Bloqueado', tone: 'bad', amounts: rows.map(({ blocked }) => blocked) },
  ],
]

const COLUMNS: CsvSheet<{ by: string; row: GroupFigures }>['columns'] = [
  ['Por', ({ by }) => by],
  ['Nome', ({ row }) => row.name],
  ['Clientes', ({ row }) => row.customers],
  ['Em aberto agora', ({ row }) => ({ amount: row.open })],
  ['Vencido agora', ({ row }) => ({ amount: row.overdue })],
  ['Bloqueado agora', ({ row }) => ({ amount: row.blocked })],
  [`Liberado em ${SHOWN_DAYS} dias`, ({ row }) => ({ amount: row.freed })],
]
