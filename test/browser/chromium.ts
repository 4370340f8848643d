import { mkdirSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import axe from 'axe-core'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import type { Role } from '../../src/people/person.ts'
import type { SampleApp } from '../console/sample-app.ts'

const SCREENSHOTS = join(import.meta.dirname, '../../.screenshots')
export const WIDE = { width: 1280, height: 900 }
export const PHONE = { width: 390, height: 844 }

/** Debian's Chromium, quiet: it speaks with this machine alone. */
export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
    ],
  })

export async function listen({ app }: Pick<SampleApp, 'app'>): Promise<string> {
  await app.listen({ host: '127.0.0.1', port: 0 })
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
}

interface Visitor {
  readonly role: Role | null
  readonly viewport?: { width: number; height: number }
  readonly colorScheme?: 'light' | 'dark'
  readonly javaScriptEnabled?: boolean
}

/** A browser of somebody who is logged in as that role; null is nobody. */
export async function visit(browser: Browser, base: string, visitor: Visitor): Promise<BrowserContext> {
  const { role, viewport = WIDE, colorScheme = 'light', javaScriptEnabled = true } = visitor
  // `bypassCSP` stays off: what the console forbids stays forbidden, for axe as well.
  const context = await browser.newContext({
    ...{ viewport, colorScheme, javaScriptEnabled, locale: 'pt-BR', baseURL: base },
    // Colours that change gently would be judged half way.
    reducedMotion: 'reduce',
  })
  if (role !== null) await context.addCookies([{ name: 'fiado', value: `token-${role}`, url: base }])
  return context
}

/** For people to look at. */
export async function photograph(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true })
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true })
}

const AXE = axe.source

/** What axe finds, as rule and element. It is evaluated by the debugger, so that the page's own rules stay as they are. */
export async function findViolations(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE)
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<AxeResult> } }
    const { violations } = await axe.run()
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary.slice(0, 200)}`),
    )
  })
}
interface AxeResult {
  readonly violations: {
    readonly id: string
    readonly nodes: { readonly html: string; readonly failureSummary: string }[]
  }[]
}

/** How many pixels of the page stand beyond the edge of the screen. */
export const countPixelsBeyond = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** Every page of the console, with somebody who sees all of it. */
export const PAGES: readonly { readonly name: string; readonly role: Role | null; readonly path: string }[] = [
  { name: 'entrar', role: null, path: '/entrar' },
  { name: 'senha', role: 'rep', path: '/senha' },
  { name: 'duas-etapas', role: 'rep', path: '/senha/duas-etapas' },
  { name: 'meus-pedidos', role: 'rep', path: '/' },
  { name: 'encerrados', role: 'rep', path: '/?situacao=encerrados' },
  { name: 'sem-pedidos', role: 'rep', path: '/?busca=nada' },
  { name: 'pedido', role: 'rep', path: '/pedidos/blk_0' },
  { name: 'pedido-analista', role: 'analyst', path: '/pedidos/blk_2' },
  { name: 'pagamento', role: 'rep', path: '/pedidos/blk_0/pagamento' },
  { name: 'aprovacoes', role: 'analyst', path: '/aprovacoes' },
  { name: 'clientes', role: 'analyst', path: '/clientes' },
  { name: 'cliente', role: 'manager', path: '/clientes/omie-matriz/1042' },
  { name: 'cobranca', role: 'collector', path: '/cobranca' },
  { name: 'reguas', role: 'manager', path: '/reguas?previa=sim' },
  { name: 'integracoes', role: 'admin', path: '/integracoes' },
  { name: 'integracao', role: 'admin', path: '/integracoes/omie-matriz' },
  { name: 'integracao-que-envia', role: 'admin', path: '/integracoes/erp-proprio' },
  { name: 'guarda', role: 'admin', path: '/integracoes/guardas/pedidos' },
  { name: 'guarda-sem-banco', role: 'admin', path: '/integracoes/guardas/orcamentos' },
  { name: 'politica', role: 'manager', path: '/politica' },
  { name: 'politica-versao', role: 'manager', path: '/politica/versoes/3' },
  { name: 'pessoas', role: 'admin', path: '/pessoas' },
  { name: 'pessoa', role: 'admin', path: '/pessoas/usr_rep' },
  { name: 'chaves', role: 'admin', path: '/chaves' },
  { name: 'webhooks', role: 'admin', path: '/webhooks' },
  { name: 'auditoria', role: 'admin', path: '/auditoria' },
  { name: 'auditoria-de-um-pedido', role: 'admin', path: '/auditoria?sobre=omie-matriz%2FPED-9932' },
  { name: 'tarefas-de-todos', role: 'collector', path: '/cobranca?tarefas=todos' },
  { name: 'painel', role: 'manager', path: '/painel' },
  { name: 'nao-encontrado', role: 'rep', path: '/pedidos/blk_nenhum' },
  { name: 'proibido', role: 'rep', path: '/politica' },
]
