import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { brl } from '../../src/console/words.ts'
import { DEMO_SOURCE } from '../../src/demo/company.ts'
import { askForRelease, cardOf, open, sign, statusesOf, writeDraft } from './demonstration-acts.ts'
import { choosePassword, enter, logIn, OWN_PASSWORD, type Seat, takeSeat } from './demonstration-seat.ts'
import { type Demonstration, openDemonstration, PEOPLE } from './demonstration-stage.ts'

/** The script asks every five seconds; the program frees within one. */
const NEWS_WITHIN_MS = 12_000
/** On a busy machine; alone it is a tenth. */
const TAKES_MS = 90_000
const NO_COMPLAINTS: readonly string[] = []

let stage: Demonstration
const seats: Seat[] = []
beforeAll(async () => {
  stage = await openDemonstration()
})
afterAll(async () => {
  for (const seat of seats) await seat.close()
  await stage.close()
})

async function sit(who: keyof typeof PEOPLE | 'admin', isPlain = false): Promise<Seat> {
  const seat = await enter(stage, who, isPlain)
  seats.push(seat)
  return seat
}

it('an administrator comes in once by the password of the start screen, lets people in and connects programs', {
  timeout: TAKES_MS,
}, async () => {
  const seat = await takeSeat(stage)
  seats.push(seat)
  const { page, look } = seat
  await page.goto('/')
  await look('admin-01-entrar')
  await logIn(page, stage.admin.login, 'não é esta')
  expect(await page.getByRole('alert').textContent()).toMatch(/não conferem/)
  await logIn(page, stage.admin.login, stage.admin.password)
  await page.waitForURL('**/senha')
  await page.goto('/painel')
  expect(new URL(page.url()).pathname).toBe('/senha')
  await choosePassword(page, stage.admin.password)
  stage.handedOut.set(stage.admin.login, OWN_PASSWORD)
  expect(new URL(page.url()).pathname).toBe('/painel')
  await look('admin-03-painel')

  await open(page, 'Pessoas')
  for (const { name, login, role, salesRep } of Object.values(PEOPLE)) {
    await page.locator('summary', { hasText: 'Nova pessoa' }).click()
    await page.getByLabel('Nome', { exact: true }).fill(name)
    await page.getByLabel('Usuário ou e-mail').fill(login)
    await page.getByLabel('Papel').selectOption(role)
    if (salesRep !== null) await page.getByLabel('Código de vendedor').fill(salesRep)
    if (role === 'rep') await look('admin-04-nova-pessoa')
    await page.getByRole('button', { name: 'Criar acesso' }).click()
    stage.handedOut.set(login, (await page.locator('#segredo').textContent()) ?? '')
  }
  await look('admin-05-pessoas')
  expect(await page.locator('#pessoas tbody tr').count()).toBe(5)

  await open(page, 'Chaves de API')
  await page.locator('summary', { hasText: 'Nova chave' }).click()
  await page.getByLabel('Nome').fill('ERP da matriz')
  await page.getByLabel('consultar e reservar crédito').check()
  await page.getByRole('button', { name: 'Fazer chave' }).click()
  const key = await page.locator('#segredo').textContent()
  await look('admin-06-chaves')
  expect(await statusesOf(stage.base, key ?? '')).toEqual([200, 403])

  await open(page, 'Webhooks')
  await look('admin-07-webhooks-vazio')
  await page.locator('summary', { hasText: 'Novo webhook' }).click()
  await page.getByLabel('Nome').fill('ERP da matriz')
  await page.getByLabel('Endereço').fill(stage.hookUrl)
  await page.getByLabel('pedido liberado').check()
  await page.getByLabel('pedido bloqueado').check()
  await page.getByRole('button', { name: 'Criar webhook' }).click()
  expect(await page.locator('#segredo').textContent()).toMatch(/^whsec_/)
  await look('admin-08-webhooks')

  await open(page, 'Integrações')
  await page.getByRole('link', { name: DEMO_SOURCE }).click()
  await look('admin-10-integracao')
  await open(page, 'Réguas')
  await look('admin-11-reguas')
  await page.getByRole('button', { name: 'Mostrar' }).click()
  // As many pages tall as customers: what is in it is read, not photographed.
  await page.locator('summary', { hasText: 'Ler a mensagem' }).first().click()
  expect(await page.locator('.message').first().textContent()).toMatch(/Serra Azul/)
  await open(page, 'Auditoria')
  await look('admin-12-auditoria')
  expect(await page.locator('main').textContent()).toContain('ERP da matriz')
  expect(seat.complaints).toEqual([expect.stringContaining('401')])
})

it('a rep sees the orders that are theirs, asks, and reads without reloading that they were released', {
  timeout: TAKES_MS,
}, async () => {
  const { orders } = stage
  const { page, look, complaints } = await sit('rep')
  await look('rep-01-pedidos')
  expect(await page.locator('article').count()).toBe(5)
  expect(await page.locator('main').textContent()).not.toContain(orders.others.customer.name)
  expect((await page.goto(`/pedidos/${orders.others.id}`))?.status()).toBe(404)
  await page.goto('/')

  await cardOf(page, orders.signed)
    .getByRole('link', { name: /Ver a conta/ })
    .click()
  await page.waitForURL(`**/pedidos/${orders.signed.id}`)
  await page.getByText('Cliente com 2 títulos vencidos há 12 dias (R$ 830,00).').waitFor()
  expect(await page.locator('table.ledger tr').allTextContents()).toEqual([
    'Limite de créditoR$ 5.000,00',
    '−Títulos em abertoR$ 3.100,00',
    '=DisponívelR$ 1.900,00',
    '−Este pedidoR$ 1.250,00',
    '=SobraR$ 650,00',
  ])
  await look('rep-03-pedido')
  await page.getByRole('link', { name: 'Enviar forma de pagamento' }).click()
  expect(await page.locator('#mensagem').textContent()).toMatch(/PED-9931.*R\$ 830,00/s)
  await look('rep-04-pagamento')
  await askForRelease(page, orders.signed, 'Paga tudo na sexta: falei com o Seu Jorge hoje cedo.')
  await look('rep-05-liberacao-pedida')

  const analyst = await sit('analyst')
  await sign(analyst.page, orders.signed, '2026-11-27')
  // Nobody touches the rep's page.
  await expect
    .poll(() => page.locator('[data-live] .badge').first().textContent(), { timeout: NEWS_WITHIN_MS })
    .toBe('Liberado')
  await look('rep-06-liberado')
  expect(complaints).toEqual([expect.stringContaining('404')])
})

it('an analyst signs what is within their authority, and reads why another order is not theirs to sign', {
  timeout: TAKES_MS,
}, async () => {
  const { orders } = stage
  const rep = await sit('rep')
  await askForRelease(rep.page, orders.asked, 'Boleto pago ontem, o banco compensa amanhã.')
  await askForRelease(rep.page, orders.beyond, 'Pedido de Natal, metade entra à vista.')
  const { page, look, complaints } = await sit('analyst')
  await page.goto('/aprovacoes')
  await look('analista-01-aprovacoes')
  const beyond = cardOf(page, orders.beyond)
  await beyond.getByText('O pedido de R$ 25.800,00 passa da sua alçada de R$ 20.000,00.').waitFor()
  expect(await beyond.getByText('Aprovar liberação').count()).toBe(0)

  await cardOf(page, orders.asked).locator('summary', { hasText: 'Aprovar liberação' }).click()
  await cardOf(page, orders.asked).getByLabel('Valor liberado').fill('400,00')
  await look('analista-02-assinar')
  await sign(page, orders.asked, '2026-11-26')
  expect(await page.getByRole('status').first().textContent()).toContain('Aprovado.')
  expect(await page.locator('aside .contract').first().textContent()).toMatch(/26\/11/)
  await page.goto(`/pedidos/${orders.beyond.id}`)
  await look('analista-04-alem-da-alcada')
  await page.locator('h1 + .lead a, .heading a').first().click()
  await look('analista-05-cliente')
  await open(page, 'Clientes')
  await page.getByRole('searchbox').fill('boa vista')
  await page.getByRole('button', { name: 'Buscar' }).click()
  await look('analista-06-clientes')
  expect(await page.locator('tbody tr').count()).toBeGreaterThan(0)
  expect(complaints).toEqual(NO_COMPLAINTS)
})

// Others at the same time: while one waits for news, another works.
describe.concurrent('on one morning', () => {
  it('a payment frees the order behind it, and the list of the rep shows it by itself', {
    timeout: TAKES_MS,
  }, async () => {
    const { orders } = stage
    const { page, look, complaints } = await sit('rep')
    await page.goto('/')
    expect(await cardOf(page, orders.paid).count()).toBe(1)
    await stage.pay(orders.paid.customer)
    await expect.poll(() => cardOf(page, orders.paid).count(), { timeout: NEWS_WITHIN_MS }).toBe(0)
    const line = page.locator('.lines li', { hasText: orders.paid.customer.name })
    expect(await line.textContent()).toMatch(/R\$ 480,00.*Liberado.*sozinho, porque passou a caber/s)
    await look('rep-07-pago')
    await line.getByRole('link').click()
    await open(page, 'Clientes')
    await look('rep-09-clientes')
    await page.getByRole('link', { name: orders.paid.customer.name }).click()
    await look('rep-10-cliente')
    expect(complaints).toEqual(NO_COMPLAINTS)
  })

  it('a collector works through the list, and what came of a talk is in the story', { timeout: TAKES_MS }, async () => {
    const { customer } = stage.orders.others
    const path = `/v1/customers/${DEMO_SOURCE}/${customer.externalId}`
    await stage.call('POST', `${path}/tasks`, { title: 'Ligar e combinar o dia do pagamento', dueOn: '2026-11-24' })
    const { page, look, complaints } = await sit('collector')
    await look('cobranca-01-lista')
    await page.locator('#fila').getByRole('link', { name: customer.name }).click()
    await page.locator('summary', { hasText: 'Registrar promessa' }).click()
    await page.getByLabel('Valor prometido').fill('999.999,00')
    await page.getByRole('button', { name: 'Registrar promessa' }).click()
    expect(await page.getByRole('alert').textContent()).toMatch(/caber no que está vencido/)
    await look('cobranca-03-recusada')
    await page.getByLabel('Valor prometido').fill('50,00')
    await page.getByLabel('Para quando').fill('2026-11-27')
    await page.getByRole('button', { name: 'Registrar promessa' }).click()
    await page.waitForURL('**?feito=prometido*')
    await page.locator('summary', { hasText: 'Anotar' }).click()
    await page.getByLabel('Anotação').fill('Dona Rita pediu para ligar só de manhã.')
    await page.getByRole('button', { name: 'Guardar' }).click()
    await page.waitForURL('**?feito=anotado*')
    const story = page.locator('section', { has: page.getByRole('heading', { name: 'História' }) })
    expect(await story.textContent()).toMatch(/Dona Rita pediu.*R\$ 50,00.*27\/11\/2026.*Ligar e combinar/s)
    await look('cobranca-04-historia')
    expect(complaints).toEqual([expect.stringContaining('409')])
  })

  it('a manager rehearses a stricter policy over what was asked, reads what it would have held, and makes it the policy', {
    timeout: TAKES_MS,
  }, async () => {
    const { page, look, complaints } = await sit('manager')
    await page.goto('/painel')
    await look('gerencia-01-painel')
    await open(page, 'Política de crédito')
    await writeDraft(page, '1000.00')
    await page.getByRole('button', { name: 'Ensaiar' }).click()
    await page.waitForURL('**?feito=ensaio')
    const held = [...stage.sold.values()].filter((amount) => amount > 1_000)
    const sum = held.reduce((total, amount) => total + amount, 0)
    expect(held).toHaveLength(3)
    expect(await page.locator('.verdict').textContent()).toMatch(
      new RegExp(`segurado ${held.length} pedidos no valor de ${brl(`${sum}.00`).replace(/[$.]/g, '\\$&')}`),
    )
    await look('gerencia-04-ensaio')
    page.once('dialog', (dialog) => void dialog.accept())
    await page.getByRole('button', { name: 'Ativar esta política' }).click()
    await page.waitForURL('**?feito=ativada')
    await page.getByRole('link', { name: /O que mudou/ }).click()
    expect(await page.locator('.diff .added').textContent()).toContain('max: "1000.00"')
    await look('gerencia-06-versao')
    expect(complaints).toEqual(NO_COMPLAINTS)
  })
})

describe('without scripts, on a phone', () => {
  it('a rep asks and an analyst signs', { timeout: TAKES_MS }, async () => {
    const { plain } = stage.orders
    const rep = await sit('rep', true)
    await rep.look('simples-01-pedidos')
    await askForRelease(rep.page, plain, 'O cliente já agendou o pix.')
    const analyst = await sit('analyst', true)
    await analyst.look('simples-03-aprovacoes')
    await sign(analyst.page, plain, '2026-11-27')
    await rep.page.reload()
    expect(await rep.page.locator('[data-live] .badge').first().textContent()).toBe('Liberado')
  })

  it('a collector writes down what came of a talk', { timeout: TAKES_MS }, async () => {
    const { page, look } = await sit('collector', true)
    await open(page, 'Clientes')
    await page.getByRole('searchbox').fill('Boa Vista')
    await page.getByRole('button', { name: 'Buscar' }).click()
    await page.getByRole('link', { name: 'Mercadinho Boa Vista' }).click()
    await page.locator('summary', { hasText: 'Anotar' }).click()
    await page.getByLabel('Anotação').fill('Paga por pix, sempre na sexta.')
    await page.getByRole('button', { name: 'Guardar' }).click()
    await page.waitForURL('**?feito=anotado*')
    expect(await page.locator('.timeline').first().textContent()).toContain('Paga por pix, sempre na sexta.')
    await look('simples-05-cliente')
  })

  it('a manager rehearses and activates, and an administrator hands out access and takes it', {
    timeout: TAKES_MS,
  }, async () => {
    const manager = await sit('manager', true)
    await manager.page.goto('/politica')
    await writeDraft(manager.page, '2000.00')
    await manager.page.getByRole('button', { name: 'Ensaiar' }).click()
    await manager.page.waitForURL('**?feito=ensaio')
    await manager.look('simples-06-ensaio')
    await manager.page.getByRole('button', { name: 'Ativar esta política' }).click()
    await manager.page.waitForURL('**?feito=ativada')
    expect(await manager.page.locator('pre.code').textContent()).toContain('max: "2000.00"')

    const { page, look } = await sit('admin', true)
    await open(page, 'Pessoas')
    await page.locator('summary', { hasText: 'Nova pessoa' }).click()
    await page.getByLabel('Nome', { exact: true }).fill('Sílvia Prates')
    await page.getByLabel('Usuário ou e-mail').fill('silvia')
    await page.getByRole('button', { name: 'Criar acesso' }).click()
    expect(await page.locator('#segredo').textContent()).toMatch(/^([0-9A-Z]{4}-){3}[0-9A-Z]{4}$/)
    await look('simples-07-pessoas')
    await page.getByRole('button', { name: 'Tirar acesso de Sílvia Prates' }).click()
    await page.waitForURL('**?feito=acesso')
    expect(await page.locator('#pessoas tr', { hasText: 'Sílvia Prates' }).textContent()).toContain('Sem acesso')
  })
})
