import type { VNode } from 'preact'
import { html } from '../html.ts'
import { field, postForm, problemNotice } from '../parts.ts'

export interface LoginModel {
  readonly csrf: string
  readonly companyName: string
  readonly problem: string | null
  /** The password was right: the code of the second step is asked for. */
  readonly codeNeeded: boolean
  readonly login: string
  readonly companyLogin: { readonly path: string; readonly name: string } | null
  /** A path of the console to go to, once logged in. */
  readonly next: string
}

export function loginPage({ csrf, companyName, problem, codeNeeded, login, companyLogin, next }: LoginModel): VNode {
  return html`<div class="card login">
    <h1>Entrar</h1>
    <p class="lead">${companyName}</p>
    ${problemNotice(problem)}
    ${codeNeeded && problem === null ? html`<p class="notice calm" role="status"><span>Falta o código do seu aplicativo. Digite a senha outra vez e o código.</span></p>` : null}
    ${postForm(
      '/entrar',
      csrf,
      html`
        <input type="hidden" name="next" value=${next} />
        ${field('entrar', 'login', 'Usuário ou e-mail', { autocomplete: 'username', value: login, maxlength: 254 })}
        ${field('entrar', 'password', 'Senha', { type: 'password', autocomplete: 'current-password', maxlength: 200 })}
        ${!codeNeeded ? null : field('entrar', 'code', 'Código de verificação', { inputmode: 'numeric', autocomplete: 'one-time-code', maxlength: 10, hint: 'Os seis números do seu aplicativo de verificação.' })}
        <button class="primary wide">Entrar</button>
      `,
    )}
    ${companyLogin === null ? null : html`<p class="or"><span>ou</span></p><a class="button wide" href=${companyLogin.path}>${companyLogin.name}</a>`}
  </div>`
}

export interface PasswordModel {
  readonly csrf: string
  readonly problem: string | null
  /** The password came from somebody else. */
  readonly forced: boolean
}

export function passwordPage({ csrf, problem, forced }: PasswordModel): VNode {
  return html`<div class="card login">
    <h1>${forced ? 'Escolha sua senha' : 'Trocar senha'}</h1>
    ${forced ? html`<p class="lead">A senha que você recebeu serve só para o primeiro acesso.</p>` : null}
    ${problemNotice(problem)}
    ${postForm(
      '/senha',
      csrf,
      html`
        ${field('senha', 'current', 'Senha atual', { type: 'password', autocomplete: 'current-password', maxlength: 200 })}
        ${field('senha', 'next', 'Senha nova', { type: 'password', autocomplete: 'new-password', maxlength: 200, hint: 'Pelo menos 10 caracteres. Uma frase que só você diria é fácil de lembrar e difícil de adivinhar.' })}
        ${field('senha', 'again', 'Senha nova, outra vez', { type: 'password', autocomplete: 'new-password', maxlength: 200 })}
        <button class="primary wide">Guardar a senha nova</button>
      `,
    )}
    ${forced ? null : html`<p class="center"><a href="/">Voltar</a></p>`}
  </div>`
}
