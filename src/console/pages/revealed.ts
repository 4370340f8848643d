import type { VNode } from 'preact'
import { type Html, html } from '../html.ts'

/** A secret that is shown this once. */
export const revealed = (
  title: string,
  words: Html,
  secret: string,
): VNode => html`<section class="card revealed" role="status">
  <h2>${title}</h2>
  <p>${words}</p>
  <p class="secret"><code id="segredo">${secret}</code> <button type="button" data-copy="segredo" hidden>Copiar</button></p>
</section>`
