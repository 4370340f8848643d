import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { OrderQuery, OrderRow } from '../../src/console/order-port.ts'
import { type Person, ROLES, type Role } from '../../src/people/person.ts'
import { cookieOf, PASSWORD, type SampleApp, startSampleApp } from './sample-app.ts'
import { createSample } from './sample-ports.ts'

let sample: SampleApp
beforeAll(async () => {
  sample = await startSampleApp()
})
afterAll(() => sample.app.close())
beforeEach(() => {
  sample.sample.asked.length = 0
  sample.sample.answer({ kind: 'done' })
})

const get = (path: string, role: Role | null, given = sample) =>
  given.app.inject({ method: 'GET', url: path, headers: role === null ? {} : { cookie: cookieOf(role) } })

/** Sends a form as a browser does: with the token of a page of the same session. */
async function post(path: string, role: Role, fields: Record<string, string | string[]>, given = sample) {
  const page = await get('/senha', role, given)
  const csrf = /name="_csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? ''
  const body = new URLSearchParams([
    ['_csrf', csrf],
    ...Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one])),
  ])
  return given.app.inject({
    method: 'POST',
    url: path,
    headers: { cookie: cookieOf(role), 'content-type': 'application/x-www-form-urlencoded' },
    payload: body.toString(),
  })
}

const ALL_PATHS = {
  '/pedidos': ['rep', 'analyst', 'manager', 'admin'],
  '/pedidos.csv': ['rep', 'analyst', 'manager', 'admin'],
  '/pedidos/blk_0': ['rep', 'analyst', 'manager', 'admin'],
  '/pedidos/blk_0/pagamento': ['rep', 'analyst', 'manager', 'admin'],
  '/aprovacoes': ['analyst', 'manager', 'admin'],
  '/aprovacoes.csv': ['analyst', 'manager', 'admin'],
  '/clientes': ['rep', 'collector', 'analyst', 'manager', 'admin'],
  '/clientes.csv': ['rep', 'collector', 'analyst', 'manager', 'admin'],
  '/clientes/omie-matriz/1042': ['rep', 'collector', 'analyst', 'manager', 'admin'],
  '/clientes/omie-matriz/1042/titulos.csv': ['rep', 'collector', 'analyst', 'manager', 'admin'],
  '/cobranca': ['collector', 'analyst', 'manager', 'admin'],
  '/cobranca.csv': ['collector', 'analyst', 'manager', 'admin'],
  '/tarefas.csv': ['collector', 'analyst', 'manager', 'admin'],
  '/reguas/previa.csv': ['collector', 'analyst', 'manager', 'admin'],
  '/reguas': ['collector', 'analyst', 'manager', 'admin'],
  '/integracoes': ['admin', 'integrator'],
  '/integracoes.csv': ['admin', 'integrator'],
  '/integracoes/omie-matriz/leituras.csv': ['admin', 'integrator'],
  '/integracoes/omie-matriz': ['admin', 'integrator'],
  '/integracoes/omie-matriz/quarentena.csv': ['admin', 'integrator'],
  '/politica': ['analyst', 'manager', 'admin'],
  '/politica/versoes.csv': ['analyst', 'manager', 'admin'],
  '/politica/rascunho/ensaio.csv': ['analyst', 'manager', 'admin'],
  '/politica/versoes/2': ['analyst', 'manager', 'admin'],
  '/painel': ['analyst', 'manager', 'admin'],
  '/painel.csv': ['analyst', 'manager', 'admin'],
  '/painel/semanas.svg': ['analyst', 'manager', 'admin'],
  '/pessoas': ['admin'],
  '/pessoas.csv': ['admin'],
  '/pessoas/usr_rep': ['admin'],
  '/chaves': ['admin', 'integrator'],
  '/chaves.csv': ['admin', 'integrator'],
  '/webhooks': ['admin', 'integrator'],
  '/webhooks/entregas.csv': ['admin', 'integrator'],
  '/webhooks.csv': ['admin', 'integrator'],
  '/integracoes/erp-proprio': ['admin', 'integrator'],
  '/integracoes/guardas.csv': ['admin', 'integrator'],
  '/integracoes/guardas/pedidos': ['admin', 'integrator'],
  '/integracoes/guardas/pedidos/vendas.csv': ['admin', 'integrator'],
  '/auditoria': ['admin'],
  '/auditoria.csv': ['admin'],
  '/senha': ROLES,
  '/senha/duas-etapas': ROLES,
} satisfies Record<string, readonly Role[]>

describe('who sees what', () => {
  it.each(Object.entries(ALL_PATHS))('%s', async (path, allowed) => {
    const statuses = await Promise.all(ROLES.map(async (role) => [role, (await get(path, role)).statusCode]))
    expect(statuses).toEqual(ROLES.map((role) => [role, (allowed as readonly Role[]).includes(role) ? 200 : 403]))
    const stranger = await get(path, null)
    expect([stranger.statusCode, stranger.headers['location']]).toEqual([
      303,
      `/entrar?para=${encodeURIComponent(path)}`,
    ])
    expect(sample.errors).toEqual([])
  })

  it('everybody begins where their day does', async () => {
    const starts = await Promise.all(ROLES.map(async (role) => (await get('/', role)).headers['location'] ?? '/'))
    expect(starts).toEqual(['/', '/cobranca', '/aprovacoes', '/painel', '/painel', '/integracoes'])
  })

  it('what is not there, or not theirs, is a page that says so', async () => {
    for (const path of [
      '/pedidos/blk_none',
      '/pedidos/blk_5%00',
      '/clientes/omie-matriz/9',
      '/clientes/Not a source/9',
      '/politica/versoes/9',
      '/politica/versoes/x',
      '/integracoes/nenhuma',
      '/integracoes/guardas/nenhuma',
      '/integracoes/guardas/x%00',
      '/pessoas/usr_nenhum',
      '/pessoas/usr_rep%00',
    ]) {
      const answer = await get(path, 'admin')
      expect([path, answer.statusCode, answer.headers['content-type']]).toEqual([path, 404, 'text/html; charset=utf-8'])
      expect(answer.body).toContain('Não encontramos esta página')
    }
  })

  it('an unknown part of an address is refused, and not shown', async () => {
    const answer = await get('/pedidos?busca=a&x="><script>', 'rep')
    expect([answer.statusCode, answer.body.includes('<script>')]).toEqual([400, false])
  })
})

it('a picture of the dashboard is drawn from the figures that its page shows', async () => {
  const { reports } = sample.sample.ports
  const { dashboard } = reports
  const asked: (string | undefined)[] = []
  Object.assign(reports, {
    dashboard: (...[person, asOf]: Parameters<typeof dashboard>) => {
      asked.push(asOf)
      return dashboard(person)
    },
  })
  const page = (await get('/painel', 'manager')).body
  const picture = /<img class="chart" src="([^"]+)"/.exec(page)?.[1] ?? ''
  expect((await get(picture.replaceAll('&amp;', '&'), 'manager')).statusCode).toBe(200)
  Object.assign(reports, { dashboard })
  expect(asked).toEqual([undefined, (await dashboard({} as never)).asOf])
})

describe('the way to pay', () => {
  it('is told to be none beside the order, where nothing is to be paid, and is no page of others', async () => {
    const { orders } = sample.sample.ports
    const { read } = orders
    const shown = async (state: 'blocked' | 'lapsed') => {
      Object.assign(orders, {
        read: async (...given: Parameters<typeof read>) => {
          const found = await read(...given)
          return found && { ...found, state, payment: null }
        },
      })
      const answers = [await get('/pedidos/blk_0/pagamento', 'rep'), await get('/pedidos/blk_none/pagamento', 'rep')]
      Object.assign(orders, { read })
      expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 404])
      expect(answers[0]?.body).toContain('<h2 class="row">Situação')
      return answers[0]?.body
    }
    expect(await shown('blocked')).toContain('Este cliente não tem o que pagar por este pedido agora')
    expect(await shown('lapsed')).toContain('Este pedido não está mais bloqueado: não há o que pagar por ele.')
  })
})

describe('every answer', () => {
  it('forbids what a page of ours never needs', async () => {
    for (const answer of [
      await get('/', 'rep'),
      await get('/entrar', null),
      await get('/politica', 'rep'),
      await get('/pedidos/none', 'rep'),
    ]) {
      expect(answer.headers['content-security-policy']).toBe(
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      )
      expect(answer.headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'same-origin',
      })
    }
  })

  it('files are kept for ever under a name of their content', async () => {
    const page = await get('/entrar', null)
    const paths = [...page.body.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map((match) => match[1] as string)
    expect(new Set(paths.map((path) => path.split('.').at(-1)))).toEqual(new Set(['css', 'js', 'svg']))
    const files = await Promise.all([...new Set(paths)].map((path) => get(path, null)))
    expect(files.map(({ statusCode, headers }) => [statusCode, headers['cache-control']])).toEqual(
      files.map(() => [200, 'public, max-age=31536000, immutable']),
    )
    const sizes = Object.fromEntries(
      files.map(({ headers, body }) => [headers['content-type'], Buffer.byteLength(body)]),
    )
    expect(sizes['text/css; charset=utf-8']).toBeLessThan(30_000 + 4_000)
    expect(sizes['text/javascript; charset=utf-8']).toBeLessThan(6_000)
  })

  it('a part alone is what stands in the page', async () => {
    const [whole, part] = [await get('/', 'rep'), await get('/?parte=lista', 'rep')]
    expect(part.body.startsWith('<div')).toBe(true)
    expect(part.body).not.toContain('<html')
    expect(whole.body).toContain(part.body)
  })
})

describe('a form', () => {
  it('asks for a release, and leads back to the order by a redirect', async () => {
    const answer = await post('/pedidos/blk_0/liberacao', 'rep', { reason: '  Paga na sexta\r\nsem falta  ' })
    expect([answer.statusCode, answer.headers['location']]).toEqual([303, '/pedidos/blk_0?feito=liberacao'])
    expect(sample.sample.asked).toEqual([
      { what: 'requestRelease', by: 'usr_rep', with: ['blk_0', 'Paga na sexta\r\nsem falta'] },
    ])
    expect((await get('/pedidos/blk_0?feito=liberacao', 'rep')).body).toContain(
      'Liberação pedida. Quem assina a vê em Aprovações',
    )
    expect((await get('/pedidos/blk_0?feito=<script>', 'rep')).body).not.toContain('role="status"')
  })

  it('signs with amount, expiry and reason, as people write them', async () => {
    const fields = { release: 'rel_1', amount: '18.750,00', expiresOn: '2026-11-26', reason: 'ok' }
    expect((await post('/pedidos/blk_2/aprovacao', 'analyst', fields)).statusCode).toBe(303)
    expect(sample.sample.asked[0]).toEqual({
      ...{ what: 'approve', by: 'usr_analyst' },
      with: ['rel_1', { amount: 1_875_000n, expiresOn: '2026-11-26', reason: 'ok' }],
    })
  })

  it('that is refused shows why, beside what was typed', async () => {
    sample.sample.answer({ kind: 'refused', message: 'O pedido passa da sua alçada <b>.' })
    const answer = await post('/pedidos/blk_2/aprovacao', 'analyst', {
      ...{ release: 'rel_1', amount: '18.750,00', expiresOn: '2026-11-26', reason: '"><script>alert(1)</script>' },
    })
    expect(answer.statusCode).toBe(409)
    expect(answer.body).toContain('O pedido passa da sua alçada &lt;b>.')
    expect(answer.body).toContain('&quot;>&lt;script>alert(1)&lt;/script></textarea>')
    expect(answer.body).not.toContain('<script>')
  })

  it.each([
    ['/pedidos/blk_0/liberacao', 'rep', { reason: ' ' }, 'Motivo: falta preencher.'],
    ['/pedidos/blk_0/liberacao', 'rep', { reason: 'x'.repeat(501) }, 'Motivo: no máximo 500 caracteres.'],
    [
      '/pedidos/blk_2/aprovacao',
      'analyst',
      { release: 'r', reason: 'a', amount: 'mil', expiresOn: '2026-11-26' },
      'Valor liberado: escreva um valor maior que zero',
    ],
    [
      '/pedidos/blk_2/aprovacao',
      'analyst',
      { release: 'r', reason: 'a', amount: '1', expiresOn: '2026-02-30' },
      'Vale até: escolha um dia que exista.',
    ],
    [
      '/clientes/omie-matriz/1042/promessa',
      'collector',
      { amount: '0', promisedOn: '2026-11-26' },
      'Valor prometido: escreva um valor',
    ],
    ['/chaves', 'admin', { name: 'ERP' }, 'Marque o que a chave pode fazer.'],
    ['/pessoas', 'admin', { name: 'Zé', login: 'ze', role: 'king' }, 'Escolha um papel.'],
    ['/pessoas/usr_rep', 'admin', { name: 'Zé', role: 'king' }, 'Escolha um papel.'],
    ['/pessoas/usr_rep', 'admin', { name: ' ', role: 'rep' }, 'Nome: falta preencher.'],
  ] as const)('%s by a %s: %j is told in words', async (path, role, fields, words) => {
    const answer = await post(path, role, { ...fields })
    expect([answer.statusCode, answer.body.includes(words)]).toEqual([422, true])
    expect(sample.sample.asked).toEqual([])
  })

  it('without the token of the session does nothing', async () => {
    const headers = { cookie: cookieOf('rep'), 'content-type': 'application/x-www-form-urlencoded' }
    const other = /name="_csrf" value="([^"]+)"/.exec((await get('/senha', 'admin')).body)?.[1] ?? ''
    for (const payload of ['reason=a', 'reason=a&_csrf=x', `reason=a&_csrf=${other}`]) {
      const answer = await sample.app.inject({ method: 'POST', url: '/pedidos/blk_0/liberacao', headers, payload })
      expect(answer.statusCode).toBe(403)
    }
    expect(sample.sample.asked).toEqual([])
  })

  it.each([
    ['/pedidos/blk_2/aprovacao', ['analyst', 'manager', 'admin']],
    ['/pedidos/blk_0/liberacao', ['rep', 'admin']],
    ['/pedidos/blk_0/retencao', ['analyst', 'manager', 'admin']],
    ['/pedidos/blk_0/pagamento', ['rep', 'analyst', 'manager', 'admin']],
    ['/clientes/omie-matriz/1042/anotacao', ['collector', 'manager', 'admin']],
    ['/tarefas/tsk_1/conclusao', ['collector', 'manager', 'admin']],
    ['/reguas/envio', ['collector', 'manager', 'admin']],
    ['/integracoes/omie-matriz/leitura', ['admin', 'integrator']],
    ['/politica/rascunho/drf_1/ativacao', ['manager', 'admin']],
    ['/pessoas/usr_rep/acesso', ['admin']],
    ['/pessoas/usr_rep', ['admin']],
    ['/pessoas/usr_rep/umaetapa', ['admin']],
    ['/senha/duas-etapas', ROLES],
    ['/senha/duas-etapas/confirmacao', ROLES],
    ['/senha/duas-etapas/desligamento', ROLES],
    ['/chaves/key_1/revogacao', ['admin', 'integrator']],
    ['/webhooks/whk_1/remocao', ['admin', 'integrator']],
  ] as const)('%s is for %j', async (path, allowed) => {
    const statuses = await Promise.all(
      ROLES.map(async (role) => [role, (await post(path, role, {})).statusCode !== 403]),
    )
    expect(statuses).toEqual(ROLES.map((role) => [role, (allowed as readonly Role[]).includes(role)]))
  })

  it('shows a secret once, and nowhere after', async () => {
    const made = await post('/chaves', 'admin', { name: 'ERP', scopes: ['check', 'write'], source: '' })
    expect(made.body).toContain('fiado_segredo-de-exemplo')
    expect(sample.sample.asked[0]?.with).toEqual([{ name: 'ERP', scopes: ['check', 'write'], source: null }])
    expect((await get('/chaves', 'admin')).body).not.toContain('fiado_segredo')
  })
})

const FIRST_ROWS = {
  '/clientes/omie-matriz/1042/titulos.csv':
    'T-1;NF 20.111/1;Duplicata;Em aberto;2026-10-12;2026-11-11;12;1000,00;1000,00',
  '/tarefas.csv': 'omie-matriz;1042;Mercado Bom Preço Ltda;Ligar para o financeiro e confirmar o boleto;2026-11-23;',
  '/reguas/previa.csv': "omie-matriz;1042;Mercado Bom Preço Ltda;vencido-7;WhatsApp → SMS;'+55 35 99123-4567;;",
  '/integracoes.csv': 'omie-matriz;omie;2026-11-23T10:05:21-03:00;;0;;;2;ligada',
  '/integracoes/omie-matriz/leituras.csv':
    '2026-11-23T10:05:00-03:00;2026-11-23T10:05:21-03:00;Novidades;Feita;;1204;2',
  '/integracoes/guardas.csv':
    'pedidos;omie-matriz;erp.pedidos;Recusa vendas;0;2026-11-23T10:11:58-03:00;2026-11-23T10:07:03-03:00;;;1207;0;0',
  '/integracoes/guardas/pedidos/vendas.csv':
    '2026-11-23T10:09:12-03:00;omie-matriz;1042;Mercado Bom Preço Ltda;main;PED-9930;6430,00;Recusada;cliente bloqueado;Crédito bloqueado: cliente com 2 títulos',
  '/politica/versoes.csv': '3;2026-08-02T09:00:00-03:00;Marta Reis (usr_9);Rascunho ativado',
  '/politica/rascunho/ensaio.csv':
    'chk_7;2026-10-07T10:00:00-03:00;omie-matriz;1103;Supermercados Irmãos Tavares S/A;PED-9107;12800,00;aprovado;bloqueado;O cliente não pagou a primeira parcela da primeira compra (R$ 1.200,00).;Não foi pago',
  '/webhooks/entregas.csv': 'ERP da matriz;order.released;2026-11-20T09:02:00-03:00;14;500;Internal Server Error',
}

describe('a spreadsheet of a list', () => {
  it.each(Object.entries(FIRST_ROWS))(
    '%s has what the page shows, and nothing of what is not there',
    async (path, row) => {
      const [headings, first = ''] = (await get(path, 'admin')).body.slice(1).split('\r\n')
      expect(first.slice(0, row.length)).toBe(row)
      expect(headings?.split(';').length).toBeGreaterThanOrEqual(row.split(';').length)
      const pages = [
        '/clientes/omie-matriz/1042',
        '/cobranca',
        '/reguas?previa=sim',
        '/integracoes',
        '/politica',
        '/webhooks',
      ]
      const shown = await Promise.all(
        [...pages, '/integracoes/omie-matriz', '/integracoes/guardas/pedidos'].map(
          async (page) => (await get(page, 'admin')).body,
        ),
      )
      expect(shown.some((body) => body.includes(`href="${path}`))).toBe(true)
    },
  )

  it('of somebody or some connection that does not exist is none', async () => {
    for (const path of [
      '/clientes/omie-matriz/9/titulos.csv',
      '/integracoes/nenhuma/leituras.csv',
      '/integracoes/guardas/x/vendas.csv',
    ])
      expect([path, (await get(path, 'admin')).statusCode]).toEqual([path, 404])
    expect((await get('/reguas/previa.csv?regua=nenhuma', 'admin')).statusCode).toBe(404)
  })

  it('has the rows of the list, with decimal commas', async () => {
    const answer = await get('/pedidos.csv', 'rep')
    expect(answer.headers).toMatchObject({
      ...{
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="pedidos-bloqueados-2026-11-23.csv"',
      },
    })
    const lines = answer.body.slice(1).trimEnd().split('\r\n')
    expect(lines).toHaveLength(4)
    expect(lines[1]).toBe(
      'PED-9930;1;omie-matriz;Mercado Bom Preço Ltda;1042;rep-07;6430,00;Bloqueado;2026-11-23T08:20:00-03:00;;Cliente com 2 títulos vencidos há 12 dias (R$ 1.830,00). Pediu crédito 4 vezes em 30 dias com títulos vencidos em aberto.',
    )
  })

  it('reads page after page, as large as can be', async () => {
    const long = createSample()
    const [row] = (await long.ports.orders.ended({} as never)) as [OrderRow]
    const asked: [string | null, number][] = []
    const rows = async (_person: Person, { after }: OrderQuery, limit: number) => {
      asked.push([after, limit])
      return { entries: [row, row], next: asked.length === 3 ? null : String(asked.length) }
    }
    Object.assign(long.ports.orders, { rows })
    const app = await startSampleApp(long)
    const lines = (await get('/pedidos.csv', 'rep', app)).body.trimEnd().split('\r\n')
    await app.app.close()
    expect(asked).toEqual([null, '1', '2'].map((after) => [after, 500]))
    expect([lines.length, lines.at(-1)?.slice(0, 8)]).toEqual([7, 'PED-9921'])
  })
})

describe('coming in', () => {
  const enter = async (fields: Record<string, string>) => {
    const page = await get('/entrar', null)
    const csrf = /name="_csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? ''
    const cookie = String(page.headers['set-cookie']).split(';')[0] as string
    return sample.app.inject({
      ...{ method: 'POST', url: '/entrar', headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' } },
      payload: new URLSearchParams({ _csrf: csrf, ...fields }).toString(),
    })
  }

  it('leads where one wanted to go, and never to another site', async () => {
    const to = async (next: string) => (await enter({ login: 'rep', password: PASSWORD, next })).headers['location']
    expect(await Promise.all(['/pedidos/blk_0', '//evil.example', 'https://evil.example', '/\\evil'].map(to))).toEqual([
      '/pedidos/blk_0',
      '/',
      '/',
      '/',
    ])
  })

  it('says no without telling why, keeps the login and forgets the password', async () => {
    const answer = await enter({ login: 'rep"><i>', password: 'errada' })
    expect([answer.statusCode, answer.headers['set-cookie']]).toEqual([401, undefined])
    expect(answer.body).toContain('Usuário ou senha não conferem.')
    expect(answer.body).toContain('value="rep&quot;>&lt;i>"')
    expect(answer.body).not.toContain('errada')
  })

  it('asks for the code of who has one', async () => {
    const first = await enter({ login: 'admin', password: PASSWORD })
    expect([first.statusCode, first.body.includes('name="code"')]).toEqual([200, true])
    expect((await enter({ login: 'admin', password: PASSWORD, code: '123456' })).headers['location']).toBe('/')
  })

  it('leads who has a password of somebody else to choosing one, and nowhere else', async () => {
    const fresh = await startSampleApp(createSample(), true)
    expect((await get('/', 'rep', fresh)).headers['location']).toBe('/senha')
    expect((await get('/senha', 'rep', fresh)).body).toContain('Escolha sua senha')
    const wrong = await post('/senha', 'rep', { current: PASSWORD, next: 'a', again: 'b' }, fresh)
    expect([wrong.statusCode, wrong.body.includes('As duas senhas novas são diferentes')]).toEqual([422, true])
    expect((await post('/senha', 'rep', { current: PASSWORD, next: 'a', again: 'a' }, fresh)).headers['location']).toBe(
      '/?feito=senha',
    )
    await fresh.app.close()
  })
})
