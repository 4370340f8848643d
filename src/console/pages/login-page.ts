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
    ${companyLogin === null ? null : html`<p class="or"><span>ou</span></p><a class="button wide" href=${companyPath(companyLogin.path, next)}>${companyLogin.name}</a>`}
  </div>`
}

/** The page that was wanted goes along: whoever answers at that path judges it again. */
const companyPath = (path: string, next: string): string =>
  next === '/' ? path : `${path}?para=${encodeURIComponent(next)}`
