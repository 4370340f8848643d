import type { VNode } from 'preact'
import { parseCents } from '../../kernel/cents.ts'
import type { AgingBucket } from '../customer-port.ts'
import { html } from '../html.ts'
import { brl, plural } from '../words.ts'

export function bucketWords({ from, to }: AgingBucket): string {
  if (from === null) return 'A vencer'
  if (to === null) return `Mais de ${from - 1} dias`
  return `${from} a ${to} dias`
}

/** Bars in a table, drawn: a width in a style attribute would be refused by the CSP. */
export function agingPicture(buckets: readonly AgingBucket[]): VNode {
  const amounts = buckets.map(({ amount }) => Number(parseCents(amount) ?? 0n))
  const most = Math.max(1, ...amounts)
  return html`<table class="bars">
    <caption class="unseen">Valor em aberto por tempo de atraso</caption>
    <tbody>
      ${buckets.map(
        (bucket, place) => html`<tr class=${bucket.from === null ? 'fresh' : `late-${Math.min(place, 4)}`}>
          <th scope="row">${bucketWords(bucket)}</th>
          <td class="bar"><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect width="100" height="10" class="track" /><rect width=${(((amounts[place] ?? 0) / most) * 100).toFixed(1)} height="10" /></svg></td>
          <td class="money">${brl(bucket.amount)}<span class="meta">${plural(bucket.titles, 'título', 'títulos')}</span></td>
        </tr>`,
      )}
    </tbody>
  </table>`
}
