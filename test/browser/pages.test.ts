import type { Browser, Page, Request } from 'playwright-core'
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
const IN_THE_DARK = ['entrar', 'meus-pedidos', 'pedido-analista', 'painel', 'politica', 'integracoes', 'guarda']
const looksOf = (name: string) => [
  { look: 'largo', viewport: WIDE, colorScheme: 'light' as const },
  { look: 'celular', viewport: PHONE, colorScheme: 'light' as const },
  ...(IN_THE_DARK.includes(name) ? [{ look: 'celular-escuro', viewport: PHONE, colorScheme: 'dark' as const }] : []),
]

// Each waits for its page to be quiet.
it.concurrent.each(PAGES)(
  '$name: axe finds nothing, nothing stands beyond the edge, and it weighs less than 150 KB, however it is looked at',
  async ({ name, role, path }) => {
    const context = await visit(browser, base, { role })
    const page = await context.newPage()
    const complaints: string[] = []
    const sizes: Promise<number>[] = []
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(String(error)))
    const weigh = (request: Request) => sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize))
    page.on('requestfinished', weigh)
    const answer = await page.goto(path, { waitUntil: 'networkidle' })
    for (const { look, viewport, colorScheme } of looksOf(name)) {
      await page.setViewportSize(viewport)
      await page.emulateMedia({ colorScheme })
      // Another width may have other pictures.
      await page.waitForFunction(() => [...document.images].every(({ complete }) => complete))
      await photograph(page, `${name}-${look}`)
      // What a reader unfolds is judged as well.
      const folded = await setFolds(page, true)
      expect([look, await findViolations(page)]).toEqual([look, []])
      expect([look, await countPixelsBeyond(page)]).toEqual([look, 0])
      await setFolds(page, false, folded)
    }
    // A live page goes on asking for news, until it is closed.
    page.off('requestfinished', weigh)
    const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
    expect(bytes).toBeGreaterThan(10_000)
    expect(bytes).toBeLessThan(PAGE_BYTES_MAX)
    // The browser says once that a page of refusal has such a status.
    expect(complaints).toHaveLength((answer?.status() ?? 0) >= 400 ? 1 : 0)
    await context.close()
  },
)

/** Opens what is folded, and answers which; or folds these again. */
const setFolds = (page: Page, isOpen: boolean, which: readonly number[] | null = null): Promise<number[]> =>
  page.evaluate(
    ({ open, chosen }) =>
      [...document.querySelectorAll('details')].flatMap((details, index) => {
        if (details.open === open || (chosen !== null && !chosen.includes(index))) return []
        details.open = open
        return [index]
      }),
    { open: isOpen, chosen: which },
  )
