import type { VNode } from 'preact'
import { html } from '../html.ts'
import type { Frame } from '../layout.ts'
import { badge, field, heading, postForm, problemNotice } from '../parts.ts'
import type { SecondFactor } from '../ports.ts'
import { ROLE_WORDS } from '../words.ts'

export interface AccountProblem {
  readonly about: 'password' | 'factor'
  readonly message: string
}

interface AccountModel {
  readonly frame: Frame
  readonly factor: SecondFactor
  readonly problem: AccountProblem | null
}

const PASSWORD_MAX = 200
const CODE_CHARS_MAX = 10

/** Somebody's own: who they are here, and what lets them in. */
export function accountPage({ frame, factor, problem }: AccountModel): VNode {
  const { name, login, role, salesRep, source } = frame.person
  const about = (part: AccountProblem['about']): string | null => (problem?.about === part ? problem.message : null)
  const lead = html`<bdi>${name}</bdi> · <bdi>${login}</bdi> · ${ROLE_WORDS[role]}${salesRep === null ? null : html` · vendedor <bdi>${salesRep}</bdi>`}${source === null ? null : html` · conexão <bdi>${source}</bdi>`}`
  return html`<div class="page narrow">
    ${heading('Minha conta', lead)}
    <section class="card" aria-labelledby="senha-titulo">
      <h2 id="senha-titulo">Senha</h2>
      ${problemNotice(about('password'))}
      ${factor.hasPassword ? passwordForm(frame.csrf) : html`<p>Você entra com a conta da empresa: a senha é trocada lá.</p>`}
    </section>
    <section class="card" id="duas-etapas" aria-labelledby="duas-etapas-titulo">
      <div class="row"><h2 id="duas-etapas-titulo">Verificação em duas etapas</h2>${!factor.hasPassword ? null : factor.isOn ? badge('good', 'Ligada') : badge('calm', 'Desligada')}</div>
      ${problemNotice(about('factor'))}
      ${factorContent(factor, frame.csrf)}
    </section>
  </div>`
}

/** For whoever got their password from somebody else: there is nothing else to do before. */
export function firstPasswordPage(csrf: string, problem: string | null): VNode {
  return html`<div class="card login">
    <h1>Escolha sua senha</h1>
    <p class="lead">A senha que você recebeu serve só para o primeiro acesso.</p>
    ${problemNotice(problem)}
    ${passwordForm(csrf, 'primary wide')}
  </div>`
}

const passwordForm = (csrf: string, className = 'primary'): VNode =>
  postForm(
    '/senha',
    csrf,
    html`
      ${field('senha', 'current', 'Senha atual', { type: 'password', autocomplete: 'current-password', maxlength: PASSWORD_MAX })}
      ${field('senha', 'next', 'Senha nova', { type: 'password', autocomplete: 'new-password', maxlength: PASSWORD_MAX, hint: 'Pelo menos 10 caracteres. Uma frase que só você diria é fácil de lembrar e difícil de adivinhar.' })}
      ${field('senha', 'again', 'Senha nova, outra vez', { type: 'password', autocomplete: 'new-password', maxlength: PASSWORD_MAX })}
      <button class=${className}>Guardar a senha nova</button>
    `,
  )

function factorContent({ isOn, hasPassword }: SecondFactor, csrf: string): VNode {
  if (!hasPassword)
    return html`<p>Você entra com a conta da empresa. O Fiado não pede código nesse caminho: a segunda etapa, se houver, é a da empresa.</p>`
  if (!isOn)
    return html`<p>Depois da senha, o Fiado pede um código que muda a cada 30 segundos no seu telefone. Quem descobrir a senha não entra sem ele.</p>
      ${postForm('/senha/duas-etapas', csrf, html`<button class="primary">Ligar</button>`)}`
  return html`<p>Ao entrar com a senha, o Fiado pede o código do seu aplicativo. Perdeu o telefone? Um administrador desliga a segunda etapa em Pessoas.</p>
    ${postForm(
      '/senha/duas-etapas/desligamento',
      csrf,
      html`
        ${field('desligar', 'password', 'Sua senha', { type: 'password', autocomplete: 'current-password', maxlength: PASSWORD_MAX })}
        <button class="danger">Desligar</button>
      `,
    )}`
}

interface SecondFactorModel {
  readonly frame: Frame
  readonly begun: { readonly secret: string; readonly uri: string }
  readonly problem: string | null
}

/** The key goes into an app, and a code comes back. Nothing holds before. */
export function secondFactorPage({ frame, begun, problem }: SecondFactorModel): VNode {
  const { login } = frame.person
  return html`<div class="page narrow">
    <p class="back"><a href="/senha">Minha conta</a></p>
    ${heading('Ligar a verificação em duas etapas', 'Até o código ser confirmado, nada muda: você entra só com a senha.')}
    <section class="card" aria-labelledby="passo-chave">
      <h2 id="passo-chave">1. Guarde a chave no aplicativo</h2>
      <p>Serve qualquer aplicativo de verificação, como o Google Authenticator ou o Microsoft Authenticator. Se ele estiver neste aparelho, basta um toque:</p>
      <p><a class="button" href=${begun.uri}>Abrir no aplicativo</a></p>
      <p>Se estiver em outro aparelho, ou se nada abrir, adicione uma conta com o nome <strong><bdi>${login}</bdi></strong> e digite esta chave (tipo: baseada em tempo):</p>
      <p class="secret"><code id="chave" class="groups">${groupsOf(begun.secret).map((group) => html`<span>${group}</span>`)}</code> <button type="button" data-copy="chave" hidden>Copiar</button></p>
    </section>
    <section class="card" aria-labelledby="passo-codigo">
      <h2 id="passo-codigo">2. Confirme com um código</h2>
      ${problemNotice(problem)}
      ${postForm(
        '/senha/duas-etapas/confirmacao',
        frame.csrf,
        html`
          ${field('confirmar', 'code', 'Código de verificação', { inputmode: 'numeric', autocomplete: 'one-time-code', maxlength: CODE_CHARS_MAX, hint: 'Os seis números que o aplicativo mostra agora.' })}
          <button class="primary">Confirmar e ligar</button>
        `,
      )}
    </section>
  </div>`
}

/** In fours, as people type them; the gaps are drawn, so that a copy has none. */
const groupsOf = (secret: string): string[] => secret.match(/.{1,4}/g) ?? []
