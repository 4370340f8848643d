import type { Browser, Request } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type SampleApp, startSampleApp } from '../console/sample-app.ts'
import {
  countPixelsBeyond,
  findViolations,
  launchBrowser,
  listen,
  PAGES,
  PHONE,
  photograph,
  visit,
  WIDE,
} from './chromium.ts'

const PAGE_BYTES_MAX = 150_000

let sample: SampleApp
let base: string
let browser: Browser
beforeAll(async () => {
  sample = await startSampleApp()
  base = await listen(sample)
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await sample.app.close()
})

/** Pages on which every colour of the dark look stands. */
const IN_THE_DARK = ['entrar', 'meus-pedidos', 'pedido-analista', 'painel', 'politica', 'integracoes']
const looksOf = (name: string) => [
  { look: 'largo', viewport: WIDE, colorScheme: 'light' as const },
  { look: 'celular', viewport: PHONE, colorScheme: 'light' as const },
  ...(IN_THE_DARK.includes(name) ? [{ look: 'celular-escuro', viewport: PHONE, colorScheme: 'dark' as const }] : []),
]
const VISITS = PAGES.flatMap((page) => looksOf(page.name).map((look) => ({ ...page, ...look })))

// Each waits for its page to be quiet.
it.concurrent.each(VISITS)(
  '$name $look: axe finds nothing, nothing stands beyond the edge, and it weighs less than 150 KB',
  async ({ name, look, role, path, viewport, colorScheme }) => {
    const context = await visit(browser, base, { role, viewport, colorScheme })
    const page = await context.newPage()
    const complaints: string[] = []
    const sizes: Promise<number>[] = []
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(String(error)))
    const weigh = (request: Request) => sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize))
    page.on('requestfinished', weigh)
    const answer = await page.goto(path, { waitUntil: 'networkidle' })
    // A live page goes on asking for news, until it is closed.
    page.off('requestfinished', weigh)
    const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
    expect(bytes).toBeGreaterThan(10_000)
    expect(bytes).toBeLessThan(PAGE_BYTES_MAX)
    await photograph(page, `${name}-${look}`)
    // What a reader unfolds is judged as well.
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true
    })
    expect(await findViolations(page)).toEqual([])
    expect(await countPixelsBeyond(page)).toBe(0)
    // The browser says once that a page of refusal has such a status.
    expect(complaints).toHaveLength((answer?.status() ?? 0) >= 400 ? 1 : 0)
    await context.close()
  },
)
