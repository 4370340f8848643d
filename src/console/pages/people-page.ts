import type { VNode } from 'preact'
import { ROLES } from '../../people/person.ts'
import { html } from '../html.ts'
import type { Frame } from '../layout.ts'
import type { PersonRow } from '../operation-port.ts'
import {
  badge,
  choice,
  csvLink,
  disclosure,
  field,
  filterField,
  heading,
  postForm,
  problemNotice,
  table,
} from '../parts.ts'
import { instant, ROLE_WORDS } from '../words.ts'
import type { Written } from './order-page.ts'
import { revealed } from './revealed.ts'

export interface PeopleModel {
  readonly frame: Frame
  readonly people: readonly PersonRow[]
  /** Everybody is on the page: the script can find them. Else the pager searches. */
  readonly isWhole: boolean
  readonly problem: string | null
  readonly written: Written
  /** A password that was just made, shown this once. */
  readonly secret: { readonly login: string; readonly password: string } | null
}

export function peoplePage({ frame, people, isWhole, problem, written, secret }: PeopleModel): VNode {
  const form = postForm(
    '/pessoas',
    frame.csrf,
    html`
      ${field('pessoa', 'name', 'Nome', { maxlength: 120, value: written['name'] })}
      ${field('pessoa', 'login', 'Usuário ou e-mail', { maxlength: 254, autocomplete: 'off', value: written['login'] })}
      ${choice(
        'pessoa',
        'role',
        'Papel',
        ROLES.map((role) => [role, ROLE_WORDS[role]] as const),
        written['role'] ?? 'rep',
      )}
      ${field('pessoa', 'salesRep', 'Código de vendedor no ERP', { maxlength: 120, required: false, value: written['salesRep'], hint: 'Só para representantes: eles veem os pedidos e clientes deste código.' })}
      ${field('pessoa', 'source', 'Só esta conexão', { maxlength: 64, required: false, value: written['source'], placeholder: 'omie-matriz', hint: 'Em branco, a pessoa vê todas, e um código de vendedor só é único dentro de cada uma. Quem administra vê sempre todas.' })}
      <button class="primary">Criar acesso</button>
    `,
    { className: 'grid' },
  )
  return html`<div class="page">
    ${heading('Pessoas', 'Quem entra no console, e com que papel.', csvLink('/pessoas.csv'))}
    ${problemNotice(problem)}
    ${secret === null ? null : revealed('Senha do primeiro acesso', html`Entregue a <bdi>${secret.login}</bdi>. Ela não será mostrada outra vez e serve só até a pessoa escolher a sua.`, secret.password)}
    ${disclosure('Nova pessoa', form, { className: 'card wide', open: problem !== null && Object.keys(written).length > 0 })}
    ${isWhole ? filterField('pessoas', 'Filtrar pessoas') : null}
    <div class="card flush" id="pessoas">${list(people, frame)}</div>
  </div>`
}

const list = (people: readonly PersonRow[], frame: Frame): VNode =>
  table(
    'Pessoas com acesso',
    [
      {
        label: 'Pessoa',
        kind: 'head',
        cell: ({ id, name, login }) =>
          html`<a href=${personPath(id)}><bdi>${name}</bdi></a><span class="meta"><bdi>${login}</bdi></span>`,
      },
      {
        label: 'Papel',
        cell: ({ role, salesRep }) =>
          html`<span>${ROLE_WORDS[role]}${salesRep === null ? null : html` <span class="meta">vendedor <bdi>${salesRep}</bdi></span>`}</span>`,
      },
      {
        label: 'Situação',
        cell: (row) =>
          html`<span>${stateOf(row)}${row.hasCode ? html`<span class="meta">em duas etapas</span>` : null}</span>`,
      },
      {
        label: 'Último acesso',
        cell: ({ lastLoginAt }) => (lastLoginAt === null ? 'nunca' : instant(lastLoginAt, frame.now)),
      },
      { label: 'Ações', kind: 'action', cell: (row) => acts(row, frame) },
    ],
    people,
  )

export const personPath = (id: string): string => `/pessoas/${encodeURIComponent(id)}`

export const stateOf = ({ active, isLocked }: PersonRow): VNode =>
  !active ? badge('calm', 'Sem acesso') : isLocked ? badge('warn', 'Travado por tentativas') : badge('good', 'Ativo')

function acts({ id, name, active }: PersonRow, { csrf, person }: Frame): VNode | null {
  if (id === person.id) return html`<span class="meta">você</span>`
  const path = personPath(id)
  return active
    ? postForm(
        `${path}/acesso`,
        csrf,
        html`<input type="hidden" name="active" value="nao" /><button class="quiet danger">Tirar acesso<span class="unseen"> de ${name}</span></button>`,
        { confirm: `Tirar o acesso de ${name}?` },
      )
    : postForm(
        `${path}/acesso`,
        csrf,
        html`<input type="hidden" name="active" value="sim" /><button class="quiet">Devolver acesso<span class="unseen"> a ${name}</span></button>`,
      )
}
