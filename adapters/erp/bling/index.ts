import { z } from 'zod'
import { defineErpAdapter, type ErpFacts, type ErpSession, type Link, type Page } from '../../../src/sync/contract.ts'
import { textOf } from '../../../src/sync/convert.ts'
import { SyncError } from '../../../src/sync/errors.ts'
import { type BlingApi, createApi } from './api.ts'
import { creditStatusOf } from './credit-status.ts'
import { customerParts } from './customers.ts'
import { openOrderParts, orderParts } from './orders.ts'
import { readRecords } from './read.ts'
import { openTitleParts, titleParts } from './receivables.ts'
import { type BlingSettings, settingsSchema } from './settings.ts'
import { listParts, pullParts } from './walk.ts'
import { receiveEvent } from './webhook.ts'

export const bling = defineErpAdapter({
  id: 'bling',
  title: 'Bling ERP (API v3)',
  capabilities: {
    streams: ['customers', 'receivables', 'orders'],
    changes: { customers: 'modified', receivables: 'windows', orders: 'modified' },
    // Three calls a second are for everything that uses the account: all open titles at every run would take the shop's.
    openListing: { receivables: 'nightly', orders: 'nightly' },
    reads: ['customers', 'receivables', 'orders'],
    writeBack: { field: 'situacao', refuses: 'to offer the contact for new orders, as an inactive one' },
    webhooks: { verified: 'hmac' },
  },
  settings: settingsSchema,
  open: openSession,
  receive: receiveEvent,
})

function openSession(settings: BlingSettings, link: Link): ErpSession {
  const api = createApi(settings, link)
  const { clock } = link
  const parts = { customers: customerParts, receivables: titleParts, orders: orderParts }
  return {
    check: (signal) => checkCompany(api, settings, signal),
    pull: (stream, cursor, signal): AsyncIterable<Page> =>
      pullParts(cursor, clock, (since, start) => parts[stream](api, settings, since, start), signal),
    listOpen: (stream, signal): AsyncIterable<Page> => {
      if (stream === 'customers') throw new TypeError('customers are not listed by what is open')
      const openParts = stream === 'orders' ? openOrderParts : openTitleParts
      return listParts(openParts(api, settings, clock.now()), signal)
    },
    read: (stream, externalIds, signal) => readRecords(api, settings, stream, externalIds, signal),
    creditStatus: creditStatusOf(api),
  }
}

const companySchema = z.looseObject({ id: z.union([z.string(), z.number()]).transform(String), nome: z.string() })

async function checkCompany(api: BlingApi, settings: BlingSettings, signal: AbortSignal): Promise<ErpFacts> {
  const { data: company } = companySchema.safeParse(await api.find('/empresas/me/dados-basicos', signal))
  if (!company) throw new SyncError('unavailable', 'Bling does not say which company the token belongs to')
  if (settings.companyId !== undefined && settings.companyId !== company.id)
    throw new SyncError('settings', 'settings.companyId is not the company that authorised the app')
  return { version: 'API v3', company: textOf(company.nome, 120) ?? '(without name)', companyId: company.id }
}
