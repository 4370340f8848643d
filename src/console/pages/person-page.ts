import type { VNode } from 'preact'
import { ROLES } from '../../people/person.ts'
import { html } from '../html.ts'
import type { Frame } from '../layout.ts'
import type { PersonRow } from '../operation-port.ts'
import { badge, choice, field, heading, postForm, problemNotice } from '../parts.ts'
import { instant, ROLE_WORDS } from '../words.ts'
import type { Written } from './order-page.ts'
import { personPath, stateOf } from './people-page.ts'

interface PersonModel {
  readonly frame: Frame
  readonly row: PersonRow
  readonly problem: string | null
  /** What was typed, where it was refused; empty shows what is stored. */
  readonly written: Written
}

export function personPage({ frame, row, problem, written }: PersonModel): VNode {
  const { csrf, person, now } = frame
  const { id, login, name, lastLoginAt } = row
  const shown = (key: 'name' | 'role' | 'salesRep' | 'source'): string => written[key] ?? row[key] ?? ''
  return html`<div class="page narrow">
    <p class="back"><a href="/pessoas">Pessoas</a></p>
    ${heading(
      html`<bdi>${name}</bdi>`,
      html`<bdi>${login}</bdi> · ${lastLoginAt === null ? 'ainda não entrou' : html`último acesso ${instant(lastLoginAt, now)}`} ${stateOf(row)}`,
    )}
    ${problemNotice(problem)}
    <section class="card" aria-labelledby="cadastro">
      <h2 id="cadastro">Cadastro</h2>
      ${id === person.id ? html`<p class="notice calm">É o seu próprio cadastro. Se você trocar o papel, perde estas páginas na hora.</p>` : null}
      ${postForm(
        personPath(id),
        csrf,
        html`
          ${field('cadastro', 'name', 'Nome', { maxlength: 120, value: shown('name'), autocomplete: 'off' })}
          ${choice(
            'cadastro',
            'role',
            'Papel',
            ROLES.map((role) => [role, ROLE_WORDS[role]] as const),
            shown('role'),
          )}
          ${field('cadastro', 'salesRep', 'Código de vendedor no ERP', { maxlength: 120, required: false, value: shown('salesRep'), hint: 'Só para representantes: eles veem os pedidos e clientes deste código.' })}
          ${field('cadastro', 'source', 'Só esta conexão', { maxlength: 64, required: false, value: shown('source'), placeholder: 'omie-matriz', hint: 'Em branco, a pessoa vê todas, e um código de vendedor só é único dentro de cada uma. Quem administra vê sempre todas.' })}
          <button class="primary">Guardar</button>
        `,
      )}
    </section>
    ${id === person.id ? null : newPassword(row, csrf)}
    ${secondFactor(row, csrf)}
  </div>`
}

const newPassword = (
  { id, name }: PersonRow,
  csrf: string,
): VNode => html`<section class="card" aria-labelledby="senha-nova">
  <h2 id="senha-nova">Senha</h2>
  <p>Esqueceu a senha, ou ficou travada por tentativas? Dê uma nova: serve só para o primeiro acesso, e o que estiver aberto em outros aparelhos se encerra.</p>
  ${postForm(`${personPath(id)}/senha`, csrf, html`<button>Nova senha<span class="unseen"> para ${name}</span></button>`, { confirm: `Dar uma senha nova a ${name}? A atual deixa de valer.` })}
</section>`

const secondFactor = (
  { id, name, hasCode }: PersonRow,
  csrf: string,
): VNode => html`<section class="card" aria-labelledby="etapas">
  <div class="row"><h2 id="etapas">Verificação em duas etapas</h2>${hasCode ? badge('good', 'Ligada') : badge('calm', 'Desligada')}</div>
  ${
    hasCode
      ? html`<p>Perdeu o telefone? Desligue a segunda etapa: a senha volta a bastar, e a pessoa liga outra vez em Minha conta.</p>
        ${postForm(`${personPath(id)}/umaetapa`, csrf, html`<button class="danger">Desligar<span class="unseen"> para ${name}</span></button>`, { confirm: `Desligar a segunda etapa de ${name}? A senha passa a bastar para entrar.` })}`
      : html`<p>Cada pessoa liga a sua, em Minha conta.</p>`
  }
</section>`
