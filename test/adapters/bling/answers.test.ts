import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Stage, setStage } from '../../conformance/drive.ts'
import { answers } from './answers.ts'
import type { BlingFake } from './fake.ts'
import { idOf, subject } from './subject.ts'

/** Bling's own reference, where this repository lies beside it. */
const REFERENCE = join(import.meta.dirname, '../../../../shared/specs/bling/openapi.json')

interface Json {
  [key: string]: Json
}

const reference: Json | null = existsSync(REFERENCE) ? JSON.parse(readFileSync(REFERENCE, 'utf8')) : null

/** A schema of the reference with everything that it refers to put in its place. */
function inlined(value: Json, root: Json): Json {
  if (Array.isArray(value)) return value.map((part: Json) => inlined(part, root)) as unknown as Json
  if (typeof value !== 'object' || value === null) return value
  const target = value['$ref'] as unknown as string | undefined
  if (target !== undefined) {
    const found = target
      .slice(2)
      .split('/')
      .reduce<Json | undefined>((part, key) => part?.[key], root)
    if (!found) throw new Error(`the reference has no ${target}`)
    return inlined(found, root)
  }
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, inlined(part, root)])) as unknown as Json
}

function documented(root: Json, path: string): z.ZodType {
  const operation = inlined(root['paths']?.[path]?.['get'] as Json, root)
  const schema = operation['responses']?.['200']?.['content']?.['application/json']?.['schema']
  if (!schema) throw new Error(`the reference has no answer of ${path}`)
  return z.fromJSONSchema(schema as never)
}

const EXAMPLES: Readonly<Record<string, string>> = {
  '/contatos': '/contatos?criterio=1',
  '/contatos/{idContato}': `/contatos/${idOf('customers', 1)}`,
  '/contas/receber': '/contas/receber?tipoFiltroData=E&dataInicial=2026-01-01&dataFinal=2026-11-21',
  '/contas/receber/{idContaReceber}': `/contas/receber/${idOf('receivables', 3)}`,
  '/pedidos/vendas': '/pedidos/vendas?dataInicial=2026-01-01&dataFinal=2026-11-21',
  '/pedidos/vendas/{idPedidoVenda}': `/pedidos/vendas/${idOf('orders', 2)}`,
  '/empresas/me/dados-basicos': '/empresas/me/dados-basicos',
}

describe('the fake answers in the form that Bling documents', () => {
  let stage: Stage
  let fake: BlingFake
  let token: string
  beforeAll(async () => {
    stage = await setStage(subject, 1)
    fake = stage.vendor as BlingFake
    await stage.open().check(stage.signal)
    token = fake.login.given[0] ?? expect.fail('no token was given')
  })
  afterAll(() => stage.close())

  const ask = async (path: string): Promise<unknown> => {
    const reply = await fetch(`${fake.url}/Api/v3${path}`, { headers: { authorization: `Bearer ${token}` } })
    expect(reply.status, path).toBe(200)
    return reply.json()
  }

  it.each(Object.keys(answers))('%s, as written down here', async (path) => {
    const answer = await ask(EXAMPLES[path] ?? path)
    expect(answers[path]?.safeParse(answer).error?.issues ?? []).toEqual([])
    const { data } = answer as { data: unknown }
    expect(Array.isArray(data) ? data.length : 1, 'rows that were compared').toBeGreaterThan(0)
  })

  it('what is written down here refuses another form', async () => {
    const { data } = (await ask(EXAMPLES['/contas/receber'] ?? '')) as { data: Record<string, unknown>[] }
    const [first] = data
    const schema = answers['/contas/receber']
    expect(schema?.safeParse({ data: [{ ...first, valor: '10.00' }] }).success).toBe(false)
    expect(schema?.safeParse({ data: [{ ...first, saldo: 10 }] }).success, 'a balance in the list').toBe(false)
  })

  // The reference is not part of this repository; without it the forms above stand alone.
  if (reference !== null) {
    it.each(Object.keys(answers))('%s, as in the reference of Bling', async (path) => {
      expect(documented(reference, path).safeParse(await ask(EXAMPLES[path] ?? path)).error?.issues ?? []).toEqual([])
    })

    it('the reference refuses another form', async () => {
      const schema = documented(reference, '/contas/receber')
      const { data } = (await ask(EXAMPLES['/contas/receber'] ?? '')) as { data: Record<string, unknown>[] }
      expect(schema.safeParse({ data: [{ ...data[0], situacao: 8 }] }).success).toBe(false)
      expect(schema.safeParse({ data: [{ ...data[0], contato: {} }] }).success).toBe(false)
    })
  }
})
