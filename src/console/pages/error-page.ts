import type { VNode } from 'preact'
import { html } from '../html.ts'

interface Words {
  readonly title: string
  readonly words: string
}

const WORDS: Record<number, Words> = {
  400: { title: 'Não entendemos este pedido', words: 'Volte, confira o que foi escrito e tente outra vez.' },
  401: { title: 'Sua sessão terminou', words: 'Entre outra vez para continuar de onde parou.' },
  403: { title: 'Isto não é para o seu acesso', words: 'Se precisar disto no seu trabalho, fale com a administração.' },
  404: { title: 'Não encontramos esta página', words: 'O endereço mudou, ou o que havia aqui não é seu para ver.' },
  413: { title: 'É texto demais', words: 'Encurte o que escreveu e envie outra vez.' },
  429: { title: 'Devagar, por favor', words: 'Foram pedidos demais em pouco tempo. Espere um minuto.' },
  503: { title: 'Voltamos já', words: 'O banco de dados não respondeu. Nada se perdeu: tente outra vez em instantes.' },
}
const UNEXPECTED: Words = {
  title: 'Algo deu errado do nosso lado',
  words: 'O problema foi registrado. Tente outra vez; se continuar, informe o código abaixo a quem cuida do Fiado.',
}

/** What people read when something cannot be shown. `requestId` is in the log as well; `said` is more than its number says. */
export function errorPage(status: number, requestId: string, said: string | null = null): VNode {
  const { title, words } = WORDS[status] ?? UNEXPECTED
  return html`<div class="card login">
    <h1>${title}</h1>
    <p>${said ?? words}</p>
    <p><a class="button primary" href=${status === 401 ? '/entrar' : '/'}>${status === 401 ? 'Entrar' : 'Ir para o início'}</a></p>
    <p class="meta">Código ${requestId}</p>
  </div>`
}
