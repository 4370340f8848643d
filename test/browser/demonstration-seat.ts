import type { BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import { countPixelsBeyond, findViolations, PHONE, photograph, WIDE } from './chromium.ts'
import { type Demonstration, type Employee, PEOPLE } from './demonstration-stage.ts'

export const OWN_PASSWORD = 'uma frase que só eu diria'
const PAGE_BYTES_MAX = 150_000

/** One person's browser, with everything it complained about. */
export interface Seat {
  readonly page: Page
  readonly complaints: readonly string[]
  /** Judges the page that is open, and photographs it on a desk and on a phone. */
  look(name: string): Promise<void>
  close(): Promise<void>
}

export async function takeSeat({ base, browser }: Demonstration, isPlain = false): Promise<Seat> {
  const context = await browser.newContext({
    ...{ viewport: isPlain ? PHONE : WIDE, locale: 'pt-BR', baseURL: base, javaScriptEnabled: !isPlain },
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(String(error)))
  const bytes = await weigh(context, page)
  const look = async (name: string): Promise<void> => {
    await page.waitForLoadState('load')
    expect(bytes(), name).toBeLessThan(PAGE_BYTES_MAX)
    for (const [width, viewport] of [
      ['celular', PHONE],
      ['largo', WIDE],
    ] as const) {
      if (isPlain && width === 'largo') break
      await page.setViewportSize(viewport)
      expect(await countPixelsBeyond(page), `${name} ${width}`).toBe(0)
      expect(await findWideCards(page), `${name} ${width}`).toEqual([])
      await photograph(page, `demo-${name}-${width}`)
    }
    // axe needs scripts; what it finds does not depend on them.
    if (!isPlain) expect(await findViolations(page), name).toEqual([])
  }
  return { page, complaints, look, close: () => context.close() }
}

/** What sticks out of its card, by the words that it begins with. */
const findWideCards = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('.card')]
      .filter((card) => card.scrollWidth > card.clientWidth)
      .map((card) => `${card.scrollWidth - card.clientWidth} px: ${card.textContent.trim().slice(0, 60)}`),
  )

/** Bytes of the page that was opened last, as somebody who comes for the first time loads it. */
async function weigh(context: BrowserContext, page: Page): Promise<() => number> {
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.setCacheDisabled', { cacheDisabled: true })
  let bytes = 0
  page.on('request', (request) => {
    if (request.isNavigationRequest()) bytes = 0
  })
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength
  })
  return () => bytes
}

/** Logs in as somebody of the company; who comes for the first time has to choose a password. */
export async function enter(stage: Demonstration, who: Employee | 'admin', isPlain = false): Promise<Seat> {
  const seat = await takeSeat(stage, isPlain)
  const { login } = who === 'admin' ? stage.admin : PEOPLE[who]
  const once = stage.handedOut.get(login) ?? (await handOut(stage, who as Employee))
  stage.handedOut.set(login, OWN_PASSWORD)
  await logIn(seat.page, login, once)
  if (once !== OWN_PASSWORD) await choosePassword(seat.page, once)
  return seat
}

async function handOut({ call }: Demonstration, who: Employee): Promise<string> {
  return (await call('POST', '/v1/users', PEOPLE[who])).password
}

export async function logIn(page: Page, login: string, password: string): Promise<void> {
  await page.goto('/')
  await page.getByLabel('Usuário ou e-mail').fill(login)
  await page.getByLabel('Senha').fill(password)
  await page.getByRole('button', { name: 'Entrar', exact: true }).click()
}

/** Nothing else is possible before. */
export async function choosePassword(page: Page, once: string): Promise<void> {
  await page.waitForURL('**/senha')
  await page.getByLabel('Senha atual').fill(once)
  await page.getByLabel('Senha nova', { exact: true }).fill(OWN_PASSWORD)
  await page.getByLabel('Senha nova, outra vez').fill(OWN_PASSWORD)
  await page.getByRole('button', { name: 'Guardar a senha nova' }).click()
  await page.getByRole('status').waitFor()
}
