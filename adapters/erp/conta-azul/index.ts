import { z } from 'zod'
import type { CreditMark, ErpFacts, ErpSession, Link, Page, Stream } from '../../../src/sync/contract.ts'
import { defineErpAdapter } from '../../../src/sync/contract.ts'
import { textOf } from '../../../src/sync/convert.ts'
import { SyncError } from '../../../src/sync/errors.ts'
import { mapRows } from '../../../src/sync/map-rows.ts'
import { type Api, createApi, type Query } from './api.ts'
import { createCreditStatus } from './credit-status.ts'
import { markOf, toCustomer, toOrder, toReceivable } from './mapping.ts'
import { readRecords } from './read.ts'
import { idOfRow } from './rows.ts'
import { type Settings, settingsSchema } from './settings.ts'
import { placeOf, type Sweep, sweep } from './sweep.ts'
import { changeListings, openListings, PATHS } from './windows.ts'

export const contaAzul = defineErpAdapter({
  id: 'conta-azul',
  title: 'Conta Azul Pro (API v2)',
  capabilities: {
    streams: ['customers', 'receivables', 'orders'],
    changes: { customers: 'modified', receivables: 'modified', orders: 'modified' },
    openListing: { customers: 'nightly', receivables: 'nightly', orders: 'nightly' },
    reads: ['customers', 'receivables', 'orders'],
    writeBack: {
      field: 'ativo',
      refuses: 'every new sale and financial entry of the person, as customer and supplier',
    },
    webhooks: null,
  },
  settings: settingsSchema,
  open: (settings, link) => createSession(settings, link),
})

function createSession(settings: Settings, link: Link): ErpSession {
  const api = createApi(settings, link)
  const { pageSize } = settings
  const sweepOf = (stream: Stream, listings: readonly Query[]): Sweep => ({
    path: PATHS[stream],
    listings,
    pageSize,
    toPage: TO_PAGE[stream],
  })
  return {
    check: (signal) => check(api, signal),
    pull: (stream, cursor, signal) => {
      const place = placeOf(cursor, link.clock.now())
      return sweep(api, sweepOf(stream, changeListings(stream, place, settings)), place, signal)
    },
    listOpen: (stream, signal) => {
      const now = link.clock.now()
      return sweep(api, sweepOf(stream, openListings(stream, now, settings)), placeOf(null, now), signal)
    },
    read: (stream, externalIds, signal) => readRecords({ api, pageSize, signal }, stream, externalIds),
    creditStatus: createCreditStatus(api),
  }
}

const TO_PAGE: Readonly<Record<Stream, (rows: readonly unknown[]) => Omit<Page, 'cursor'>>> = {
  customers: toCustomersPage,
  receivables: (rows) => mapRows(rows, idOfRow, toReceivable),
  orders: (rows) => mapRows(rows, idOfRow, toOrder),
}

function toCustomersPage(rows: readonly unknown[]): Omit<Page, 'cursor'> {
  const marks: Record<string, CreditMark> = {}
  const mapped = mapRows(rows, idOfRow, (row) => {
    const customer = toCustomer(row)
    if (customer !== null) marks[customer.externalId] = markOf(row)
    return customer
  })
  return { ...mapped, marks }
}

const fact = z.unknown().optional()
const accountSchema = z.looseObject({ razao_social: fact, nome_fantasia: fact, documento: fact })

/** The company that gave the access: a token of the developers' portal is refused here. */
async function check(api: Api, signal: AbortSignal): Promise<ErpFacts> {
  const account = await api.get('/pessoas/conta-conectada', signal)
  if (account === null) throw new SyncError('settings', 'there is no Conta Azul API at the base URL')
  const { data } = accountSchema.safeParse(account)
  return {
    version: 'API v2',
    company: textOf(data?.razao_social, 120) ?? textOf(data?.nome_fantasia, 120) ?? 'unnamed',
    document: textOf(data?.documento, 20) ?? 'none',
  }
}
