import type { VNode } from 'preact'
import { html } from '../html.ts'
import type { PersonRow } from '../operation-port.ts'
import { moreLink } from '../parts.ts'
import type { Slice } from '../slice.ts'
import { groupDigits, plural } from '../words.ts'

/** Under the list where not everybody is on it: how many there are, and the way to the others. */
export function peoplePager(people: Slice<PersonRow>, text: string): VNode | null {
  const { shown, from, next, count } = people
  if (text === '' && shown.length === count) return null
  const place = shown.length === count ? '' : ` · da ${groupDigits(from + 1)}ª à ${groupDigits(from + shown.length)}ª`
  return html`<div class="page after">
    <p class="summary"><strong>${count === 0 ? 'Ninguém encontrado' : plural(count, 'pessoa', 'pessoas')}</strong>${place}${text === '' && from === 0 ? null : html` · <a href="/pessoas">ver desde o começo</a>`}</p>
    <form class="finder" method="get" action="/pessoas" role="search">
      <label class="unseen" for="busca">Procurar em todas as pessoas</label>
      <input id="busca" type="search" name="busca" maxlength="120" placeholder="Nome ou usuário" value=${text} />
      <button>Procurar em todas</button>
    </form>
    ${moreLink(text === '' ? '/pessoas' : `/pessoas?${new URLSearchParams({ busca: text })}`, 'depois', next)}
  </div>`
}
