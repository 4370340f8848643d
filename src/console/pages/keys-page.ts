import type { VNode } from 'preact'
import { SCOPES, type Scope } from '../../access/key.ts'
import { html } from '../html.ts'
import type { Frame } from '../layout.ts'
import type { KeyRow } from '../operation-port.ts'
import { badge, csvLink, disclosure, emptyState, field, heading, postForm, problemNotice, table } from '../parts.ts'
import { instant } from '../words.ts'
import type { Written } from './order-page.ts'
import { revealed } from './revealed.ts'

export interface KeysModel {
  readonly frame: Frame
  readonly keys: readonly KeyRow[]
  readonly problem: string | null
  readonly written: Written
  readonly secret: string | null
}

const SCOPE_WORDS: Record<Scope, string> = {
  check: 'consultar e reservar crédito',
  write: 'enviar registros',
  read: 'ler',
  operate: 'agir por uma pessoa',
  admin: 'fazer e revogar chaves',
}

export function keysPage({ frame, keys, problem, written, secret }: KeysModel): VNode {
  const form = postForm(
    '/chaves',
    frame.csrf,
    html`
      ${field('chave', 'name', 'Nome', { maxlength: 120, value: written['name'], placeholder: 'ERP da matriz' })}
      ${field('chave', 'source', 'Só esta conexão', { maxlength: 64, required: false, value: written['source'], placeholder: 'omie-matriz' })}
      <fieldset>
        <legend>Pode</legend>
        ${SCOPES.map((scope) => html`<label class="check"><input type="checkbox" name="scopes" value=${scope} /> ${SCOPE_WORDS[scope]} <code>${scope}</code></label>`)}
      </fieldset>
      <button class="primary">Fazer chave</button>
    `,
  )
  return html`<div class="page">
    ${heading('Chaves de API', 'Como programas se apresentam ao Fiado.', csvLink('/chaves.csv'))}
    ${problemNotice(problem)}
    ${secret === null ? null : revealed('Chave nova', 'Guarde-a agora no cofre do ERP: ela não será mostrada outra vez.', secret)}
    ${disclosure('Nova chave', form, { className: 'card wide', open: problem !== null && Object.keys(written).length > 0 })}
    ${keys.length === 0 ? emptyState('Nenhuma chave', 'Faça uma para o seu ERP.', 'keys') : html`<div class="card flush">${list(keys, frame)}</div>`}
  </div>`
}

const list = (keys: readonly KeyRow[], { now, csrf }: Frame): VNode =>
  table(
    'Chaves de API',
    [
      {
        label: 'Chave',
        kind: 'head',
        cell: ({ name, id }) => html`<bdi>${name}</bdi><span class="meta"><code>${id}</code></span>`,
      },
      { label: 'Pode', cell: ({ scopes }) => scopes.map((scope) => SCOPE_WORDS[scope]).join(', ') },
      { label: 'Conexão', cell: ({ source }) => source ?? 'todas' },
      { label: 'Feita', cell: ({ createdAt }) => instant(createdAt, now) },
      {
        label: 'Situação',
        cell: ({ revokedAt }) => (revokedAt === null ? badge('good', 'Vale') : badge('calm', 'Revogada')),
      },
      {
        label: 'Ações',
        kind: 'action',
        cell: ({ id, name, revokedAt }) =>
          revokedAt === null
            ? postForm(
                `/chaves/${encodeURIComponent(id)}/revogacao`,
                csrf,
                html`<button class="quiet danger">Revogar<span class="unseen"> ${name}</span></button>`,
                { confirm: `Revogar a chave ${name}? Quem a usa para de funcionar na hora.` },
              )
            : null,
      },
    ],
    keys,
  )
