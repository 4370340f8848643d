import type { Page } from 'playwright-core'
import { DEMO_SOURCE } from '../../src/demo/company.ts'
import type { Refused } from './demonstration-stage.ts'

/** What people do on the pages, as they do it. */

/** As the style has it: the page may not be laid out anew yet when its width has just changed. */
const MENU_FOLDS_AT = 860

export const cardOf = (page: Page, { customer }: Refused) => page.locator('article', { hasText: customer.name })
export const open = async (page: Page, entry: string): Promise<void> => {
  const menu = page.locator('details.menu')
  if ((page.viewportSize()?.width ?? 0) <= MENU_FOLDS_AT) await menu.locator('summary').click()
  await page.getByRole('navigation').getByRole('link', { name: entry }).click()
}

/** What a program with that key is answered about credit, and about what is none of its business. */
export async function statusesOf(base: string, key: string): Promise<number[]> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const order = { id: 'PED-9990', revision: 1, amount: '100.00', payment: { kind: 'credit' } }
  const body = JSON.stringify({ source: DEMO_SOURCE, mode: 'check', customer: { externalId: '1042' }, order })
  const check = await fetch(`${base}/v1/credit-checks`, { method: 'POST', headers, body })
  const audit = await fetch(`${base}/v1/audit`, { headers })
  return [check.status, audit.status]
}

export async function askForRelease(page: Page, order: Refused, reason: string): Promise<void> {
  await page.goto(`/pedidos/${order.id}`)
  await page.locator('summary', { hasText: 'Pedir liberação' }).click()
  await page.getByLabel('Por que este pedido deve passar?').fill(reason)
  await page.getByRole('button', { name: 'Pedir liberação' }).click()
  await page.waitForURL('**?feito=liberacao')
}

export async function sign(page: Page, order: Refused, expiresOn: string): Promise<void> {
  await page.goto('/aprovacoes')
  const card = cardOf(page, order)
  await card.locator('summary', { hasText: 'Aprovar liberação' }).click()
  await card.getByLabel('Vale até').fill(expiresOn)
  await card.locator('form[action$="/aprovacao"]').getByLabel('Motivo').fill('Cliente de anos, paga nesta semana.')
  await card.getByRole('button', { name: 'Aprovar' }).click()
  await page.waitForURL('**?feito=aprovada')
}

export async function writeDraft(page: Page, max: string): Promise<void> {
  await page
    .locator('summary', { hasText: /rascunho/ })
    .first()
    .click()
  const body = page.getByLabel('Política (YAML)')
  const text = await body.inputValue()
  await body.fill(text.replace(/order_too_large:.*/, `order_too_large: { level: block, max: "${max}" }`))
  await page.getByLabel('O que se quer com esta mudança').fill('Pedido grande passa por uma pessoa.')
  await page.getByRole('button', { name: 'Guardar rascunho' }).click()
  await page.waitForURL('**?feito=rascunho')
}
