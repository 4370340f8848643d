import { BarChart as Bars } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { parseCents } from '../kernel/cents.ts'
import { groupDigits } from './words.ts'

use([Bars, GridComponent, LegendComponent, AriaComponent, SVGRenderer])

/** Bars side by side; `width` in CSS pixels. */
export interface BarChart {
  readonly labels: readonly string[]
  readonly series: readonly BarSeries[]
  readonly width: number
}

export interface BarSeries {
  readonly name: string
  readonly tone: 'bad' | 'good' | 'warn'
  /** Decimal text, one for each label. */
  readonly amounts: readonly string[]
}

/** Colours for light pages; the style that is added turns them for dark ones. */
const LIGHT = { ink: '#4f5a55', line: '#dedcd3', bad: '#c2543f', good: '#2f8f6b', warn: '#b98a2d' } as const
const DARK = { ink: '#b4bfba', line: '#34403a', bad: '#ef8f7c', good: '#5cc7a0', warn: '#e0b456' } as const
const LABEL_CHARS_MAX = 16

const DARK_STYLE = `<style>@media (prefers-color-scheme: dark){${Object.entries(LIGHT)
  .map(([name, light]) => {
    const dark = DARK[name as keyof typeof DARK]
    return `[fill="${light}"]{fill:${dark}}[stroke="${light}"]{stroke:${dark}}`
  })
  .join('')}}</style>`

/** Bars side by side as an SVG image, `width` in CSS pixels. Nothing in it moves or runs. */
export function drawBars(labels: readonly string[], series: readonly BarSeries[], width: number): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height: 300 })
  try {
    chart.setOption({
      animation: false,
      backgroundColor: 'transparent',
      textStyle: { fontFamily: 'system-ui, sans-serif', color: LIGHT.ink },
      legend: {
        top: 0,
        left: 0,
        itemGap: 28,
        itemWidth: 14,
        itemHeight: 10,
        textStyle: { color: LIGHT.ink, fontSize: 13 },
      },
      grid: { left: 76, right: 8, top: 44, bottom: 28, outerBoundsMode: 'none' },
      xAxis: {
        type: 'category',
        data: labels.map(shorten),
        axisLine: { lineStyle: { color: LIGHT.line } },
        axisTick: { show: false },
        axisLabel: { color: LIGHT.ink, fontSize: 12, hideOverlap: true },
      },
      yAxis: {
        type: 'value',
        axisLabel: { color: LIGHT.ink, fontSize: 12, formatter: compactBrl },
        splitLine: { lineStyle: { color: LIGHT.line } },
      },
      series: series.map(({ name, tone, amounts }) => ({
        name,
        type: 'bar',
        data: amounts.map(toReais),
        itemStyle: { color: LIGHT[tone], borderRadius: [3, 3, 0, 0] },
        barMaxWidth: 28,
        barGap: '12%',
      })),
    })
    return chart.renderToSVGString().replace(/<\/svg>\s*$/, `${DARK_STYLE}</svg>`)
  } finally {
    chart.dispose()
  }
}

/** For the height of a bar only; the table beside it has the exact amount. */
const toReais = (amount: string): number => Number(parseCents(amount) ?? 0n) / 100

const shorten = (label: string): string =>
  label.length > LABEL_CHARS_MAX ? `${label.slice(0, LABEL_CHARS_MAX - 1).toWellFormed()}…` : label

export function compactBrl(reais: number): string {
  if (Math.abs(reais) >= 1_000_000) return `R$ ${String(Math.round(reais / 100_000) / 10).replace('.', ',')} mi`
  if (Math.abs(reais) >= 1_000) return `R$ ${String(Math.round(reais / 100) / 10).replace('.', ',')} mil`
  return `R$ ${groupDigits(Math.round(reais))}`
}
