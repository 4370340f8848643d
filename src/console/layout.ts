import type { VNode } from 'preact'
import { type Ability, isAble } from '../people/abilities.ts'
import type { Person } from '../people/person.ts'
import { type Html, html } from './html.ts'
import { type IconName, icon } from './icons.ts'
import { START_PATHS } from './start-paths.ts'
import { ROLE_WORDS } from './words.ts'

/** What every page of somebody who is logged in knows. */
export interface Frame {
  readonly person: Person
  readonly csrf: string
  readonly companyName: string
  /** RFC 3339 in the zone of the program. */
  readonly now: string
  /** The path of the page, without the query. */
  readonly path: string
  /** What the last post did, in a sentence. */
  readonly done: string | null
}

/** Paths of files that browsers keep for ever: their names change with their content. */
export interface Assets {
  readonly css: string
  readonly script: string
  readonly icon: string
}

interface Entry {
  readonly path: string
  readonly label: string
  readonly ability: Ability
  readonly icon: IconName
}

const ENTRIES: readonly Entry[] = [
  { path: '/painel', label: 'Painel', ability: 'reports.see', icon: 'dashboard' },
  { path: '/aprovacoes', label: 'Aprovações', ability: 'releases.approve', icon: 'approvals' },
  { path: '/pedidos', label: 'Pedidos bloqueados', ability: 'orders.see', icon: 'orders' },
  { path: '/cobranca', label: 'Cobrança', ability: 'collection.see', icon: 'collection' },
  { path: '/clientes', label: 'Clientes', ability: 'customers.see', icon: 'customers' },
  { path: '/reguas', label: 'Réguas', ability: 'collection.see', icon: 'cadences' },
  { path: '/politica', label: 'Política de crédito', ability: 'policy.see', icon: 'policy' },
  { path: '/integracoes', label: 'Integrações', ability: 'integration.see', icon: 'integrations' },
  { path: '/pessoas', label: 'Pessoas', ability: 'people.manage', icon: 'people' },
  { path: '/chaves', label: 'Chaves de API', ability: 'keys.manage', icon: 'keys' },
  { path: '/webhooks', label: 'Webhooks', ability: 'integration.act', icon: 'webhooks' },
  { path: '/auditoria', label: 'Auditoria', ability: 'people.manage', icon: 'hand' },
]

const isHere = (path: string, entry: string): boolean =>
  path === entry || path.startsWith(`${entry}/`) || (path === '/' && entry === '/pedidos')

export const csrfField = (csrf: string): VNode => html`<input type="hidden" name="_csrf" value=${csrf} />`

const head = (title: string, assets: Assets): VNode => html`<head>
  <meta charset="utf-8" />
  <meta name="viewport" content="width=device-width, initial-scale=1" />
  <meta name="color-scheme" content="light dark" />
  <meta name="robots" content="noindex" />
  <title>${title} · Fiado</title>
  <link rel="stylesheet" href=${assets.css} />
  <link rel="icon" href=${assets.icon} type="image/svg+xml" />
  <script src=${assets.script} defer></script>
</head>`

const wordmark = (assets: Assets): VNode =>
  html`<img class="mark" src=${assets.icon} alt="" width="28" height="28" /><span>Fiado</span>`

/** A page of the console: what leads around, and the content with its only h1. */
export function page(frame: Frame, assets: Assets, title: string, content: Html): VNode {
  return html`<html lang="pt-BR">
    ${head(title, assets)}
    <body>
      <a class="skip" href="#conteudo">Ir para o conteúdo</a>
      <div class="shell">
        <header class="topbar">
          <a class="brand" href=${START_PATHS[frame.person.role]}>${wordmark(assets)}</a>
          <span class="company">${frame.companyName}</span>
          ${leave(frame)}
        </header>
        ${navigation(frame)}
        <main id="conteudo" tabindex="-1">
          ${frame.done === null ? null : html`<p class="notice good" role="status">${icon('good')}<span>${frame.done}</span></p>`}
          ${content}
        </main>
      </div>
    </body>
  </html>`
}

const leave = ({ person, csrf }: Frame): VNode => html`<div class="who">
  <a href="/senha" class="who-name" title="Minha conta"><strong>${person.name}</strong><span>${ROLE_WORDS[person.role]}</span></a>
  <form method="post" action="/sair">${csrfField(csrf)}<button class="quiet">Sair</button></form>
</div>`

function navigation({ person, path }: Frame): VNode {
  const entries = ENTRIES.filter(({ ability }) => isAble(person.role, ability))
  const here = entries.find((entry) => isHere(path, entry.path))
  return html`<details class="menu" open=${false}>
    <summary>${icon('menu')}Menu<span>${here?.label}</span></summary>
    <nav aria-label="Principal">
      <ul>
        ${entries.map(
          (entry) => html`<li>
            <a href=${entry.path} aria-current=${isHere(path, entry.path) ? 'page' : undefined}>${icon(entry.icon)}<span>${entry.label}</span></a>
          </li>`,
        )}
      </ul>
    </nav>
  </details>`
}

/** A page of somebody who is not logged in, or who can do but one thing. */
export function barePage(assets: Assets, title: string, content: Html): VNode {
  return html`<html lang="pt-BR">
    ${head(title, assets)}
    <body class="bare">
      <main id="conteudo">
        <p class="brand">${wordmark(assets)}</p>
        ${content}
      </main>
    </body>
  </html>`
}
