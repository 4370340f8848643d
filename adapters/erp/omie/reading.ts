import { z } from 'zod'
import type { EpochMs } from '../../../src/kernel/clock.ts'
import type { Link, ReadReply, Stream } from '../../../src/sync/contract.ts'
import { SyncError } from '../../../src/sync/errors.ts'
import { type Answer, type Api, type Method, PARALLEL } from './api.ts'
import { BLOCKED_MS } from './faults.ts'
import { listingsOf } from './listings.ts'
import type { OmieSettings } from './omie-settings.ts'
import { contentOf, idOfRow } from './records.ts'
import { START, walk } from './walk.ts'

/** Page sizes of queries for single records: what they are varied by means nothing else. */
const SIZES = 390
const SIZE_MIN = 100

/**
 * Omie counts "no such record" as an error, and the tenth error of a method closes it for half an hour. After this many,
 * and up to four under way, the records are looked for in the list, where a missing one is no error.
 */
const MISSES_MAX = 3
const misses = new Map<string, EpochMs[]>()

/** Single records as they are now. What does not concern credit any more is told as missing. */
export async function read(
  api: Api,
  link: Link,
  settings: OmieSettings,
  stream: Stream,
  externalIds: readonly string[],
  signal: AbortSignal,
): Promise<ReadReply> {
  const ids = [...new Set(externalIds)]
  const known = ids.filter((id) => /^\d{1,19}$/.test(id))
  const rows = stream === 'customers' ? await customersById(api, known, signal) : await singles(known)
  const content = contentOf(stream, rows, settings)
  const answered = new Set([
    ...content.records.map((record) => ('id' in record ? record.id : record.externalId)),
    ...content.bad.map(({ externalId }) => externalId),
  ])
  return { ...content, missing: ids.filter((id) => !answered.has(id)) }

  async function singles(wanted: readonly string[]): Promise<unknown[]> {
    const found: unknown[] = []
    const method: Method = stream === 'orders' ? 'ConsultarPedido' : 'PesquisarLancamentos'
    const missed = recentMisses(`${link.source} ${method}`, link.clock.now())
    for (let start = 0; start < wanted.length; start += PARALLEL) {
      signal.throwIfAborted()
      if (missed.length >= MISSES_MAX)
        return [...found, ...(await inList(api, settings, stream, wanted.slice(start), signal))]
      const batch = wanted.slice(start, start + PARALLEL)
      const answers = await Promise.all(batch.map((id) => single(api, stream, id, signal)))
      for (const row of answers) {
        if (row === null) missed.push(link.clock.now())
        else found.push(row)
      }
    }
    return found
  }
}

function recentMisses(key: string, now: EpochMs): EpochMs[] {
  const recent = (misses.get(key) ?? []).filter((at) => at > now - BLOCKED_MS && at <= now)
  misses.set(key, recent)
  return recent
}

const codeOf = (id: string): number | string => (Number.isSafeInteger(Number(id)) ? Number(id) : id)

/** All in one query; whom Omie does not have is simply not among them. */
export async function customersById(api: Api, ids: readonly string[], signal: AbortSignal): Promise<unknown[]> {
  if (ids.length === 0) return []
  const answer = await api.ask(
    'ListarClientes',
    {
      pagina: 1,
      registros_por_pagina: SIZE_MIN + api.vary(SIZES, 'customers'),
      clientesPorCodigo: ids.map((id) => ({ codigo_cliente_omie: codeOf(id) })),
    },
    signal,
  )
  const rows = rowsOf(
    answer,
    z.looseObject({ clientes_cadastro: z.array(z.unknown()).max(SIZE_MIN) }),
    'ListarClientes',
  )
  return requireAsked('customers', rows?.clientes_cadastro ?? [], ids)
}

async function single(api: Api, stream: Stream, id: string, signal: AbortSignal): Promise<unknown> {
  if (stream === 'orders') {
    const answer = await api.ask('ConsultarPedido', orderKey(api, id), signal)
    const schema = z.looseObject({ pedido_venda_produto: z.looseObject({}) })
    const order = rowsOf(answer, schema, 'ConsultarPedido')?.pedido_venda_produto
    return order === undefined ? null : requireAsked(stream, [order], [id])[0]
  }
  const param = { nPagina: 1, nRegPorPagina: SIZE_MIN + api.vary(SIZES, id), nCodTitulo: codeOf(id), lDadosCad: true }
  const answer = await api.ask('PesquisarLancamentos', param, signal)
  const schema = z.looseObject({ titulosEncontrados: z.array(z.unknown()).max(SIZE_MIN) })
  const rows = rowsOf(answer, schema, 'PesquisarLancamentos')?.titulosEncontrados ?? []
  return requireAsked(stream, rows, [id])[0] ?? null
}

/** The query for an order has no page; it may name its other keys as empty, as Omie's own examples do, or not. */
function orderKey(api: Api, id: string): Record<string, unknown> {
  const shape = api.vary(4, id)
  return {
    codigo_pedido: codeOf(id),
    ...(shape % 2 === 1 ? { codigo_pedido_integracao: '' } : {}),
    ...(shape >= 2 ? { numero_pedido: '' } : {}),
  }
}

function rowsOf<Schema extends z.ZodType>(answer: Answer, schema: Schema, method: Method): z.output<Schema> | null {
  if (answer.kind === 'nothing') return null
  const parsed = schema.safeParse(answer.json)
  if (parsed.success) return parsed.data
  throw new SyncError('unavailable', `${method} answered something else than what it was asked for`)
}

/** Or a filter that Omie passed over would look like records that are missing. */
function requireAsked(stream: Stream, rows: readonly unknown[], ids: readonly string[]): unknown[] {
  if (rows.some((row) => !ids.includes(idOfRow(stream, row) ?? '')))
    throw new SyncError('unavailable', `Omie answered other ${stream} than it was asked for`)
  return [...rows]
}

/** Looks through the whole list until all are found. */
async function inList(
  api: Api,
  settings: OmieSettings,
  stream: Stream,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<unknown[]> {
  const wanted = new Set(ids)
  const found: unknown[] = []
  for (const listing of listingsOf(stream, settings).filter(({ isPartOf }) => isPartOf === undefined)) {
    for await (const { rows, position, isLast } of walk(api, listing, {}, START, signal)) {
      const hits = rows.filter((row) => wanted.delete(idOfRow(stream, row) ?? ''))
      found.push(...hits)
      if (wanted.size === 0) return found
      if (isLast && position.hasGap)
        throw new SyncError('unavailable', `the list of ${stream} changed while it was searched`)
    }
  }
  return found
}
