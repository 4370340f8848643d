import { TOTP } from 'otpauth'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { PASSWORD, type SampleApp, startSampleApp } from '../console/sample-app.ts'
import { createSample } from '../console/sample-ports.ts'
import { buildConsole } from '../console/supply-browser.ts'
import { NO_FILE, openRoom, PASSWORD as ROOM_PASSWORD } from '../people/room.ts'
import { findViolations, launchBrowser, listen, PHONE, photograph, visit } from './chromium.ts'

let sample: SampleApp
let base: string
let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  sample = await startSampleApp(createSample())
  base = await listen(sample)
  return () => sample.app.close()
})

const requested = () => sample.sample.asked.map(({ what, by, with: given }) => [what, by, given])

/** Tabs until the element with the focus has that text; fails when it is never reached. */
async function tabTo(page: Page, text: string): Promise<void> {
  for (let tabs = 0; tabs < 60; tabs++) {
    await page.keyboard.press('Tab')
    if ((await page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')) === text) return
  }
  throw new Error(`the keyboard does not reach "${text}"`)
}

describe.each([true, false])('with scripts: %s', (javaScriptEnabled) => {
  it('an analyst approves with amount, expiry and reason, and reads why when it is beyond them', async () => {
    const context = await visit(browser, base, { role: 'analyst', javaScriptEnabled })
    const page = await context.newPage()
    await page.goto('/aprovacoes')
    const approve = async () => {
      await page.getByText('Aprovar liberação').click()
      const form = page.locator('form[action$="/aprovacao"]')
      await form.getByLabel('Motivo').fill('Histórico limpo')
      await form.getByLabel('Vale até').fill('2026-11-27')
      await form.getByRole('button', { name: 'Aprovar' }).click()
    }
    sample.sample.answer({ kind: 'refused', message: 'O pedido passa da sua alçada.' })
    await approve()
    expect(await page.getByRole('alert').textContent()).toBe('O pedido passa da sua alçada.')
    expect(await page.locator('#assinar-blk_2-reason').inputValue()).toBe('Histórico limpo')
    sample.sample.answer({ kind: 'done' })
    await page.goto('/aprovacoes')
    await approve()
    await page.waitForURL('**/pedidos/blk_2?feito=aprovada')
    const wanted = { reason: 'Histórico limpo', amount: 1_875_000n, expiresOn: '2026-11-27' }
    expect(requested().at(-1)).toEqual(['approve', 'usr_analyst', ['rel_1', wanted]])
    await context.close()
  })

  it('somebody logs in, comes to where they wanted, and leaves', async () => {
    const context = await visit(browser, base, { role: null, javaScriptEnabled })
    const page = await context.newPage()
    await page.goto('/pedidos/blk_0')
    await page.getByLabel('Usuário ou e-mail').fill('rep')
    await page.getByLabel('Senha').fill(PASSWORD)
    await page.getByRole('button', { name: 'Entrar' }).click()
    await page.waitForURL('**/pedidos/blk_0')
    await page.getByRole('button', { name: 'Sair' }).click()
    await page.waitForURL('**/entrar')
    await page.goto('/')
    expect(new URL(page.url()).pathname).toBe('/entrar')
    await context.close()
  })

  it('an administrator makes a rep an analyst, and reads why when they may not', async () => {
    const context = await visit(browser, base, { role: 'admin', javaScriptEnabled })
    const page = await context.newPage()
    await page.goto('/pessoas')
    await page.getByRole('link', { name: 'Rafael Nogueira', exact: true }).click()
    await page.waitForURL('**/pessoas/usr_rep')
    await page.getByLabel('Papel').selectOption('Analista de crédito')
    await page.getByLabel('Código de vendedor no ERP').fill('')
    sample.sample.answer({ kind: 'refused', message: 'É o último administrador ativo: nomeie outro antes.' })
    await page.getByRole('button', { name: 'Guardar' }).click()
    expect(await page.getByRole('alert').textContent()).toBe('É o último administrador ativo: nomeie outro antes.')
    expect(await page.getByLabel('Papel').inputValue()).toBe('analyst')
    sample.sample.answer({ kind: 'done' })
    await page.getByRole('button', { name: 'Guardar' }).click()
    await page.waitForURL('**/pessoas?feito=pessoa')
    const wanted = { name: 'Rafael Nogueira', role: 'analyst', salesRep: null, source: 'omie-matriz' }
    expect(requested().at(-1)).toEqual(['changePerson', 'usr_admin', ['usr_rep', wanted]])
    await context.close()
  })

  it('somebody switches a second factor on, enters with its code, and switches it off', async () => {
    const room = await openRoom('sqlite')
    await room.make('rafael', 'rep')
    const app = await buildConsole(room, room.people, NO_FILE)
    const context = await visit(browser, await listen({ app }), { role: null, viewport: PHONE, javaScriptEnabled })
    const page = await context.newPage()
    const enter = async () => {
      await page.getByLabel('Senha').fill(ROOM_PASSWORD)
      await page.getByRole('button', { name: 'Entrar', exact: true }).click()
    }
    await page.goto('/senha')
    await page.getByLabel('Usuário ou e-mail').fill('rafael')
    await enter()
    await page.getByRole('button', { name: 'Ligar' }).click()
    await page.waitForURL('**/senha/duas-etapas')
    const link = new URL((await page.getByRole('link', { name: 'Abrir no aplicativo' }).getAttribute('href')) ?? '')
    const secret = link.searchParams.get('secret') ?? ''
    expect([link.protocol, await page.locator('#chave').textContent()]).toEqual(['otpauth:', secret])
    const codeNow = () => new TOTP({ secret }).generate({ timestamp: room.clock.system() })

    await page.getByLabel('Código de verificação').fill('12345')
    await page.getByRole('button', { name: 'Confirmar e ligar' }).click()
    expect(await page.getByRole('alert').textContent()).toContain('O código não confere.')
    expect(await page.locator('#chave').textContent()).toBe(secret)
    await page.getByLabel('Código de verificação').fill(codeNow())
    await page.getByRole('button', { name: 'Confirmar e ligar' }).click()
    await page.waitForURL('**/senha?feito=duasetapas')
    await photograph(page, 'duas-etapas-ligada')
    if (javaScriptEnabled) expect(await findViolations(page)).toEqual([])

    await page.getByRole('button', { name: 'Sair' }).click()
    await page.getByLabel('Usuário ou e-mail').fill('rafael')
    await enter()
    expect(await page.getByRole('status').textContent()).toContain('Falta o código do seu aplicativo.')
    room.advance(30_000)
    await page.getByLabel('Código de verificação').fill(codeNow())
    await enter()
    await page.getByRole('link', { name: 'Nome de rafael' }).click()
    await page.getByLabel('Sua senha').fill(ROOM_PASSWORD)
    await page.getByRole('button', { name: 'Desligar' }).click()
    await page.waitForURL('**/senha?feito=umaetapa')
    expect(await room.people.users.list()).toMatchObject([{ login: 'rafael', hasTotp: false }])
    await context.close()
    await app.close()
    await room.close()
  })
})

it('the keyboard alone reaches what matters, past what leads around', async () => {
  const context = await visit(browser, base, { role: 'rep' })
  const page = await context.newPage()
  await page.goto('/')
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Ir para o conteúdo')
  await page.keyboard.press('Enter')
  await tabTo(page, 'Pedir liberação')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Paga na sexta')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/pedidos/blk_0?feito=liberacao')
  expect(requested()).toEqual([['requestRelease', 'usr_rep', ['blk_0', 'Paga na sexta']]])
  await context.close()
})

it('an administrator is asked before access is taken away, and a no does nothing', async () => {
  const context = await visit(browser, base, { role: 'admin' })
  const page = await context.newPage()
  await page.goto('/pessoas')
  const asked: string[] = []
  page.once('dialog', (dialog) => {
    asked.push(dialog.message())
    void dialog.dismiss()
  })
  await page.getByRole('button', { name: 'Tirar acesso de Rafael Nogueira' }).click()
  expect([asked, requested()]).toEqual([['Tirar o acesso de Rafael Nogueira?'], []])
  page.once('dialog', (dialog) => void dialog.accept())
  await page.getByRole('button', { name: 'Tirar acesso de Rafael Nogueira' }).click()
  await page.waitForURL('**/pessoas?feito=acesso')
  expect(requested()).toEqual([['setActive', 'usr_admin', ['usr_rep', false]]])
  await context.close()
})

it('a list is found in by typing, accents or not', async () => {
  const context = await visit(browser, base, { role: 'collector' })
  const page = await context.newPage()
  await page.goto('/cobranca')
  await page.getByLabel('Filtrar por cliente ou próximo passo').fill('sao jose')
  expect(await page.locator('#fila > li:visible h3').allTextContents()).toEqual(['Padaria e Confeitaria São José'])
  await context.close()
})

it('news shows within a second, and without news nothing is asked for', async () => {
  const context = await visit(browser, base, { role: 'rep' })
  const page = await context.newPage()
  await page.clock.install({ time: '2026-11-23T09:00:00' })
  await page.clock.pauseAt('2026-11-23T09:00:01')
  const { ports } = sample.sample
  const list = ports.orders.list
  const asked = { position: 0, list: 0 }
  const tell = (position: number, isFreed: boolean): void => {
    ports.news.position = async () => {
      asked.position++
      return position
    }
    ports.orders.list = async (...given) => {
      asked.list++
      const page = await list(...given)
      return isFreed ? { ...page, entries: [] } : page
    }
  }
  const tick = async () => {
    const before = asked.position
    await page.clock.runFor(750)
    await expect.poll(() => asked.position, { timeout: 15_000 }).toBe(before + 1)
  }
  const articles = page.locator('article')
  await page.goto('/')
  tell(7, true)
  await tick()
  // The page may be older than the first number that it hears.
  await expect.poll(() => articles.count(), { timeout: 15_000 }).toBe(0)
  const looked = asked.list
  tell(7, false)
  for (let quiet = 0; quiet < 3; quiet++) await tick()
  expect(asked.list).toBe(looked)
  tell(8, false)
  await tick()
  await expect.poll(() => articles.count(), { timeout: 15_000 }).toBeGreaterThan(0)
  await context.close()
})

it.each([
  ['whose session is over', 'over'],
  ['that is no longer for them', 'token-collector'],
])('an open page %s stays as it was, by plain http, and asks no more', async (_what, token) => {
  const asked: string[] = []
  // What browsers do not say over plain http.
  sample.app.server.prependListener('request', ({ url = '', headers }) => {
    for (const name of ['sec-fetch-dest', 'sec-fetch-mode', 'sec-fetch-site']) delete headers[name]
    asked.push(url)
  })
  const context = await visit(browser, base, { role: 'analyst' })
  const page = await context.newPage()
  await page.clock.install({ time: '2026-11-23T09:00:00' })
  await page.clock.pauseAt('2026-11-23T09:00:01')
  await page.goto('/aprovacoes')
  const before = await page.locator('main').innerHTML()
  await context.addCookies([{ name: 'fiado', value: token, url: base }])
  asked.length = 0
  const wait = async (ms: number) => {
    await page.clock.runFor(ms)
    await page.waitForTimeout(50)
  }
  const seen = async () => {
    await wait(5_500)
    return new Set(asked)
  }
  await expect.poll(seen, { timeout: 10_000 }).toEqual(new Set(['/novidades', '/aprovacoes?parte=lista']))
  const askedLater = async () => {
    asked.length = 0
    // Longer than a fault has it wait.
    await wait(61_000)
    await wait(61_000)
    return asked
  }
  await expect.poll(askedLater, { timeout: 5_000 }).toEqual([])
  expect(await page.locator('main').innerHTML()).toBe(before)
  await context.close()
})

it('an order that was freed shows by itself, but never under the hands of who is typing', async () => {
  const context = await visit(browser, base, { role: 'rep' })
  const page = await context.newPage()
  await page.clock.install()
  await page.goto('/')
  const { orders } = sample.sample.ports
  const before = await page.locator('article').count()
  await page.clock.runFor(6_000)
  await page.locator('article summary').first().click()
  const list = orders.list
  Object.assign(orders, {
    list: async (...given: Parameters<typeof list>) => ({ ...(await list(...given)), entries: [] }),
  })
  await page.clock.runFor(12_000)
  expect(await page.locator('article').count()).toBe(before)
  await page.locator('article summary').first().click()
  await page.locator('h1').click()
  await expect
    .poll(async () => {
      await page.clock.runFor(6_000)
      return page.locator('article').count()
    })
    .toBe(0)
  await context.close()
})
