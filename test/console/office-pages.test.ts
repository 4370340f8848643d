import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { GuardRow } from '../../src/console/guard-port.ts'
import { guardHealth } from '../../src/console/pages/guards-page.ts'
import type { Role } from '../../src/people/person.ts'
import { cookieOf, type SampleApp, samplePerson, startSampleApp } from './sample-app.ts'

let sample: SampleApp
beforeAll(async () => {
  sample = await startSampleApp()
})
afterAll(() => sample.app.close())
beforeEach(() => {
  sample.sample.asked.length = 0
  sample.sample.answer({ kind: 'done' })
})

const get = (path: string, role: Role) =>
  sample.app.inject({ method: 'GET', url: path, headers: { cookie: cookieOf(role) } })
const textOf = (markup: string): string =>
  (/<main.*<\/main>/s.exec(markup)?.[0] ?? markup)
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&quot;', '"')
    .replace(/\s+/g, ' ')
    .trim()
const read = async (path: string, role: Role) => textOf((await get(path, role)).body)

async function post(path: string, role: Role, fields: Record<string, string>) {
  const csrf = /name="_csrf" value="([^"]+)"/.exec((await get('/senha', role)).body)?.[1] ?? ''
  return sample.app.inject({
    ...{ method: 'POST', url: path, payload: new URLSearchParams({ _csrf: csrf, ...fields }).toString() },
    headers: { cookie: cookieOf(role), 'content-type': 'application/x-www-form-urlencoded' },
  })
}

describe('the audit trail', () => {
  it('says who did what, about what, with amounts, names and reasons, and no id', async () => {
    const page = await get('/auditoria', 'admin')
    const text = textOf(page.body)
    for (const words of [
      'Liberação assinada hoje, 09:58 Marta Reis PED-9932 omie-matriz R$ 18.750,00 · vale até 26/11/2026, 23:59 · Histórico impecável',
      'Forma de pagamento enviada hoje, 09:52 Rafael Nogueira PED-9930 omie-matriz R$ 1.830,00 · por WhatsApp',
      'Promessa de pagamento hoje, 09:15 Bianca Duarte Mercado Bom Preço Ltda 1042 · omie-matriz',
      'Entrada recusada hoje, 08:02 Não identificado Rafael Nogueira senha errada',
    ])
      expect(text).toContain(words)
    expect(text).not.toMatch(/rel_|usr_|prm_|drf_/)
    expect(page.body).toContain('<a href="/pedidos/blk_2"><bdi>PED-9932</bdi></a>')
    expect(page.body).toContain('<a href="/clientes/omie-matriz/1042"><bdi>Mercado Bom Preço Ltda</bdi></a>')
  })

  it('goes on where a page ends, with the same search', async () => {
    const first = (await get('/auditoria?ate=2026-11-23', 'admin')).body
    expect(first).toContain('href="/auditoria?ate=2026-11-23&amp;depois=3"')
    const second = await get('/auditoria?ate=2026-11-23&depois=3', 'admin')
    expect(textOf(second.body)).toContain('Acesso alterado')
    expect(textOf(second.body)).toContain('something.new')
    expect(second.body).not.toContain('nobody reads this')
    expect(second.body).not.toContain('Ver mais')
  })

  it('is searched by text, by day and by what it is about', async () => {
    const found = async (query: string) =>
      [...(await get(`/auditoria?${query}`, 'admin')).body.matchAll(/<th scope="row"[^>]*>([^<]+)</g)].map(
        ([, one]) => one,
      )
    expect(await found('busca=liberacao')).toEqual(['Liberação assinada', 'Liberação pedida'])
    expect(await found('busca=BIANCA')).toEqual(['Promessa de pagamento'])
    expect(await found('de=2026-11-22&ate=2026-11-22')).toEqual(['Política ativada', 'Acesso alterado'])
    expect(await found('sobre=omie-matriz/PED-9930')).toEqual(['Forma de pagamento enviada'])
    expect(await found('de=ontem')).toHaveLength(6)
    expect(await read('/auditoria?busca=zebra&de=2026-11-22', 'admin')).toContain(
      'Nada encontrado Tente o nome de uma pessoa, o número de um pedido ou o que foi feito, como “liberação”. Procuramos de 22/11/2026 até hoje.',
    )
    const narrowed = (await get('/auditoria?sobre=omie-matriz/PED-9930&busca=x', 'admin')).body
    expect(narrowed).toContain('<input type="hidden" name="sobre" value="omie-matriz/PED-9930"/>')
    expect(narrowed).toContain('value="x"')
    const hostile = (await get(`/auditoria?${new URLSearchParams({ busca: '"><script>', sobre: '"><i>' })}`, 'admin'))
      .body
    expect(hostile).toContain('value="&quot;>&lt;script>"')
    expect(hostile).not.toMatch(/"><(?:script|i)>/)
  })

  it('says how far back a text was looked for, and offers to look further', async () => {
    const { audit } = sample.sample.ports
    const search = audit.search
    const cut = { entries: [], next: '77', searchedBackTo: '2026-10-02T10:00:00-03:00' }
    Object.assign(audit, { search: async () => cut })
    const page = await get('/auditoria?busca=raro', 'admin')
    Object.assign(audit, { search })
    expect(textOf(page.body)).toContain('Procuramos de hoje até 02/10, 10:00 . Para ir mais atrás, continue.')
    expect(page.body).toContain('href="/auditoria?busca=raro&amp;depois=77"')
    expect(textOf(page.body)).not.toContain('Nada encontrado')
  })

  it('is a spreadsheet of every page, with the codes that do not change', async () => {
    const answer = await get('/auditoria.csv?busca=nogueira', 'admin')
    const lines = answer.body.slice(1).trimEnd().split('\r\n')
    expect(lines[0]).toBe('Quando;Quem;O que fez;Sobre;Detalhes;Autor;Código;Assunto')
    expect(lines[1]).toBe(
      '2026-11-23T09:52:00-03:00;Rafael Nogueira;Forma de pagamento enviada;PED-9930;R$ 1.830,00 · por WhatsApp;Rafael Nogueira (usr_01KB0000000000000000000003);order.payment_sent;omie-matriz/PED-9930',
    )
    expect((await get('/auditoria.csv', 'admin')).body.trimEnd().split('\r\n')).toHaveLength(9)
  })

  it('is led to from an order by who may read it, and by nobody else', async () => {
    const link = '<a href="/auditoria?sobre=omie-matriz%2FPED-9932">Ver na auditoria</a>'
    expect((await get('/pedidos/blk_2', 'admin')).body).toContain(link)
    expect((await get('/pedidos/blk_2', 'manager')).body).not.toContain('/auditoria')
  })
})

describe('that the way to pay was sent', () => {
  const PAGE = '/pedidos/blk_0/pagamento'

  it('is written down with the channel and the amount that the page shows, and leads back to the order', async () => {
    const page = (await get(PAGE, 'rep')).body
    const amount = /name="amount" value="([^"]+)"/.exec(page)?.[1] ?? ''
    expect([amount, /<option value="(\w+)" selected/.exec(page)?.[1]]).toEqual(['1830.00', 'whatsapp'])
    const answer = await post(PAGE, 'rep', { channel: 'email', amount })
    expect([answer.statusCode, answer.headers['location']]).toEqual([303, '/pedidos/blk_0?feito=enviada'])
    expect(sample.sample.asked).toEqual([
      { what: 'notePaymentSent', by: 'usr_rep', with: ['blk_0', { channel: 'email', amount: 183_000n }] },
    ])
    expect(await read('/pedidos/blk_0?feito=enviada', 'rep')).toContain(
      'o envio da forma de pagamento está no histórico',
    )
  })

  it('frees the order by itself only where the page says so', async () => {
    expect(await read(PAGE, 'rep')).toContain('e o pedido é liberado sozinho, assim que o pagamento chegar.')
    const other = await read('/pedidos/blk_2/pagamento', 'analyst')
    expect(other).toContain('e ajuda, mas só isso não libera o pedido')
    expect(other).not.toContain('liberado sozinho')
  })

  it('is told on the page when it was refused, and what is not a channel or an amount is refused', async () => {
    for (const fields of [
      { channel: 'pombo', amount: '1830.00' },
      { channel: 'email', amount: '0' },
      { channel: 'email' },
    ])
      expect((await post(PAGE, 'rep', fields as Record<string, string>)).statusCode).toBe(422)
    expect(sample.sample.asked).toEqual([])
    sample.sample.answer({ kind: 'refused', message: 'O valor mudou <b>.' })
    const answer = await post(PAGE, 'rep', { channel: 'other', amount: '10.00' })
    expect([answer.statusCode, answer.body.includes('O valor mudou &lt;b>.')]).toEqual([409, true])
    expect(textOf(answer.body)).toContain('Já enviou?')
    sample.sample.answer({ kind: 'unknown' })
    expect((await post('/pedidos/blk_none/pagamento', 'rep', { channel: 'other', amount: '10' })).statusCode).toBe(404)
  })

  it('stands in the timeline as a sentence, and on the page before it is sent again', async () => {
    const { orders } = sample.sample.ports
    const { read: readOrder } = orders
    const sent = (channel: string) => ({
      ...{ at: '2026-11-23T09:52:00-03:00', kind: 'payment_sent', actor: 'Ana (usr_01KB0000000000000000000003)' },
      detail: { channel, amount: '1830.00' },
    })
    Object.assign(orders, {
      read: async (...given: Parameters<typeof readOrder>) => {
        const order = await readOrder(...given)
        return order && { ...order, timeline: [...order.timeline, sent('other'), sent('whatsapp')] }
      },
    })
    const [order, page] = [await read('/pedidos/blk_0', 'rep'), await read(PAGE, 'rep')]
    Object.assign(orders, { read: readOrder })
    expect(order).toContain('Forma de pagamento enviada por outro meio (R$ 1.830,00) Ana · hoje, 09:52')
    expect(order).toContain('Forma de pagamento enviada por WhatsApp (R$ 1.830,00) Ana · hoje, 09:52')
    expect(page).toContain('Ana já enviou por WhatsApp, hoje, 09:52 .')
  })
})

describe("the collectors' tasks", () => {
  const titles = ['confirmar o boleto', 'segunda via', 'promessa da semana']
  const shown = async (path: string, role: Role = 'collector') => {
    const text = /id="tarefas".*<\/section>/s.exec((await get(path, role)).body)?.[0] ?? ''
    return [textOf(/<h2>([^<]+)/.exec(text)?.[1] ?? ''), titles.filter((title) => text.includes(title))]
  }

  it('are my own and those of nobody, until everybody’s are asked for', async () => {
    expect(await shown('/cobranca')).toEqual(['Minhas tarefas', titles.slice(0, 2)])
    expect(await shown('/cobranca?tarefas=todos')).toEqual(['Tarefas de todos', titles])
    expect(await shown('/cobranca', 'manager')).toEqual(['Minhas tarefas', titles.slice(0, 1)])
    expect(await read('/cobranca', 'collector')).toContain('Ver as de todos mais 1 tarefa de outras pessoas')
    const all = await read('/cobranca?tarefas=todos', 'collector')
    for (const words of ['· sem responsável', '· sua', '· de Bianca Duarte', 'Ver só as minhas'])
      expect(all).toContain(words)
  })

  it('are theirs by name, by login and by how the trail names them', async () => {
    const { collection } = sample.sample.ports
    const { tasks } = collection
    const of = async (assignee: string) => {
      Object.assign(collection, {
        tasks: async (...given: Parameters<typeof tasks>) => {
          const { entries, isCut } = await tasks(...given)
          return { entries: entries.map((task) => ({ ...task, assignee })), isCut }
        },
      })
      const [, found] = await shown('/cobranca')
      Object.assign(collection, { tasks })
      return (found as string[]).length
    }
    for (const mine of ['collector', ' COLLECTOR ', 'rafael nogueira', 'Rafael Nogueira (usr_collector)'])
      expect([mine, await of(mine)]).toEqual([mine, 3])
    for (const others of ['collectors', 'Rafael', 'Rafael Nogueira (usr_2)', ''])
      expect([others, await of(others)]).toEqual([others, 0])
  })
})

describe('figures', () => {
  it('each say of which time they are', async () => {
    const text = await read('/painel', 'manager')
    for (const words of [
      'Vencido agora 11,5% R$ 96.865,00 de R$ 842.310,00 em aberto',
      'DSO: o que está em aberto sobre as vendas a prazo em 90 dias',
      'Bloqueado agora R$ 48.210,60 12 pedidos',
      'Liberado em 30 dias R$ 214.900,00 87 pedidos',
      'Promessas cumpridas em 90 dias 82,0% 41 cumpridas, 9 quebradas; agora 6 em aberto',
      '2 de 22 liberações em 90 dias ( R$ 96.100,00 )',
      'Semanas que cabem nos últimos 30 dias',
      'Em aberto, vencido e bloqueado: agora. Liberado: nos últimos 30 dias.',
    ])
      expect(text).toContain(words)
    expect((await get('/painel.csv', 'manager')).body).toContain('Bloqueado agora;Liberado em 30 dias')
  })
})

describe('a source', () => {
  it('that sends by itself is not said to be read', async () => {
    const page = await read('/integracoes/erp-proprio', 'admin')
    expect(page).toContain('erp-proprio O ERP envia os dados pela API: o Fiado não lê nem escreve nele.')
    expect(page).toContain(
      'Envia pela API Adaptador nenhum Última notícia do ERP hoje, 10:11 Em quarentena nada Escrita no ERP nenhuma',
    )
    expect(page).not.toMatch(/· lê|Leituras|Ler agora|push|T-900/)
  })

  it('that is read says what of it', async () => {
    expect(await read('/integracoes/omie-matriz', 'admin')).toContain('Adaptador omie · lê clientes, títulos, pedidos')
  })
})

describe('guards in the databases of ERPs', () => {
  it('each say where they stand, how, and what is wrong in words', async () => {
    const page = await read('/integracoes', 'integrator')
    for (const words of [
      'Guardas no banco do ERP Baixar planilha das guardas pedidos Em dia Tabela erp.pedidos Conexão omie-matriz',
      'Modo Recusa vendas Última gravação hoje, 10:11 Última comparação hoje, 10:07 Vendas recusadas hoje 1.207',
      'notas-da-filial 3 contas por gravar',
      'Modo Só observa Última gravação hoje, 10:11 Última comparação hoje, 10:07 Seriam recusadas hoje 4',
      '2 vendas passaram hoje sem análise.',
      'Última gravação nunca Última comparação nunca Vendas recusadas hoje 0 Sem acesso ao banco: the database does not',
      'Última tentativa hoje, 10:11 . A guarda segue com o que foi gravado por último',
      'propostas Gatilho alterado ou removido Tabela',
      'fiado_propostas_ai não está no banco fiado_propostas_au não é como o arquivo pede',
      'Para repor: npm run guard -- install propostas',
    ])
      expect(page).toContain(words)
  })

  it.each([
    ['good', 'Em dia', {}],
    ['warn', 'Ainda não gravou nada', { publishedAt: null, comparedAt: null }],
    ['good', 'Em dia', { publishedAt: null }],
    ['calm', '1 conta por gravar', { waiting: 1, waitingSince: '2026-11-23T10:11:59-03:00' }],
    ['warn', '1.250 contas por gravar', { waiting: 1_250, waitingSince: '2026-11-23T10:10:00-03:00' }],
    ['bad', 'Gatilho alterado ou removido', { waiting: 1, drift: [{ trigger: 'x', state: 'missing' }] }],
    ['bad', 'Sem acesso ao banco', { failure: 'away', drift: [{ trigger: 'x', state: 'missing' }] }],
    ['good', 'Em dia', { drift: null }],
  ] as const)('are %s: %s, where %j', async (tone, words, change) => {
    const [sound] = (await sample.sample.ports.guards.list(samplePerson('admin'))).guards as [GuardRow]
    expect(guardHealth({ ...sound, ...change }, '2026-11-23T10:12:00-03:00')).toEqual([tone, words])
  })

  it('are not spoken of where there is none', async () => {
    const { guards } = sample.sample.ports
    const { list } = guards
    Object.assign(guards, { list: async () => ({ guards: [], faults: [] }) })
    const page = await read('/integracoes', 'admin')
    const fault = { file: 'config/guards/x.yaml', faults: [{ path: 'mode', message: 'must be monitor or enforce' }] }
    Object.assign(guards, { list: async () => ({ guards: [], faults: [fault] }) })
    const faulty = await read('/integracoes', 'admin')
    Object.assign(guards, { list })
    expect([page.includes('omie-matriz'), page.includes('Guarda')]).toEqual([true, false])
    expect(faulty).toContain('Guardas no banco do ERP config/guards/x.yaml mode: must be monitor or enforce')
  })

  it('list what they recorded, with what can be opened by whoever reads', async () => {
    const { body } = await get('/integracoes/guardas/pedidos', 'admin')
    const text = textOf(body)
    for (const words of [
      'Mercado Bom Preço Ltda 1042 · hoje, 10:09 PED-9930 R$ 6.430,00 Recusada cliente bloqueado Crédito bloqueado:',
      '77 filial · hoje, 09:41 R$ 1.250,00 Seria recusada acima do disponível Crédito insuficiente:',
      'Cliente desconhecido ontem, 18:30 PED-9801 Passou sem análise falha na guarda',
    ])
      expect(text.replaceAll('\u00a0', ' ')).toContain(words)
    expect(body).toContain('<a href="/clientes/omie-matriz/1042">')
    expect(body).toContain('<a href="/pedidos/blk_0">')
    expect(body).toContain('href="/integracoes/guardas/pedidos?depois=7"')
    expect(body).toContain('data-live="/integracoes/guardas/pedidos?parte=lista"')
    expect((await get('/integracoes/guardas/pedidos', 'integrator')).body).not.toContain('href="/clientes')
    const last = await get('/integracoes/guardas/pedidos?depois=7', 'admin')
    expect(last.body).toContain('data-live="/integracoes/guardas/pedidos?depois=7&amp;parte=lista"')
    expect(textOf(last.body)).toContain('Chegamos ao começo')
    expect(last.body).not.toContain('Ver mais')
    expect(await read('/integracoes/guardas/propostas', 'admin')).toContain('Nada registrado')
  })

  it('have a part that is asked for again', async () => {
    for (const path of ['/integracoes?parte=lista', '/integracoes/guardas/pedidos?parte=lista']) {
      const { body } = await get(path, 'admin')
      expect([path, body.includes('<html'), body.includes('erp.pedidos')]).toEqual([path, false, true])
    }
  })
})
