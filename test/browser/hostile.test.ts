import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type SampleApp, startSampleApp } from '../console/sample-app.ts'
import { createSample } from '../console/sample-ports.ts'
import { countPixelsBeyond, launchBrowser, listen, PAGES, PHONE, visit } from './chromium.ts'

/** Each would tell by a dialog, a request or a changed title that it ran. */
const SCRIPTS = `"'></title></textarea><script>document.title='ran';alert(1)</script><img src=/ran onerror=alert(1)><svg onload=alert(1)><a href=javascript:alert(1)>x</a>`

let sample: SampleApp
let base: string
let browser: Browser
beforeAll(async () => {
  sample = await startSampleApp(createSample((text) => `${text}${SCRIPTS}`))
  base = await listen(sample)
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await sample.app.close()
})

// Each waits for its page to be quiet.
it.concurrent.each(PAGES)('no stored script runs on $name, nor is any of it markup', async ({ role, path }) => {
  const context = await visit(browser, base, { role, viewport: PHONE })
  const page = await context.newPage()
  const ran: string[] = []
  page.on('dialog', (dialog) => {
    ran.push(dialog.message())
    void dialog.dismiss()
  })
  page.on('request', (request) => request.url().endsWith('/ran') && ran.push(request.url()))
  await page.goto(path, { waitUntil: 'networkidle' })
  // Names longer than a line stay inside the page.
  expect(await countPixelsBeyond(page)).toBe(0)
  expect(await page.locator('img[onerror], svg[onload], a[href^="javascript:"], body script').count()).toBe(0)
  expect(ran).toEqual([])
  expect(await page.title()).toMatch(/ · Fiado$/)
  await context.close()
})

it.each(['/?busca=', '/clientes?busca=', '/pedidos/blk_0?feito=', '/entrar?para=/', '/reguas?previa=sim&regua='])(
  'no script that comes with the address %s runs',
  async (path) => {
    const context = await visit(browser, base, { role: path.startsWith('/entrar') ? null : 'admin' })
    const page = await context.newPage()
    const ran: string[] = []
    page.on('dialog', (dialog) => {
      ran.push(dialog.message())
      void dialog.dismiss()
    })
    await page.goto(path + encodeURIComponent(SCRIPTS.slice(0, 190)), { waitUntil: 'networkidle' })
    expect(await page.locator('body script, img[onerror]').count()).toBe(0)
    expect(ran).toEqual([])
    await context.close()
  },
)
