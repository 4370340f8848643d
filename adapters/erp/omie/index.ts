import { defineErpAdapter, type ErpFacts, type ErpSession, type Link } from '../../../src/sync/contract.ts'
import { SyncError } from '../../../src/sync/errors.ts'
import { type Api, createApi } from './api.ts'
import { createCreditStatus } from './credit-status.ts'
import { type OmieSettings, settingsSchema } from './omie-settings.ts'
import { listOpen, pull } from './pulling.ts'
import { read } from './reading.ts'
import { companiesSchema } from './rows.ts'
import { receive } from './webhook.ts'

export const omie = defineErpAdapter({
  id: 'omie',
  title: 'Omie (API v1)',
  capabilities: {
    streams: ['customers', 'receivables', 'orders'],
    changes: { customers: 'modified', receivables: 'modified', orders: 'windows' },
    openListing: { receivables: 'nightly', orders: 'nightly' },
    reads: ['customers', 'receivables', 'orders'],
    writeBack: { field: 'bloquear_faturamento', refuses: 'invoicing: orders can be typed, but not invoiced' },
    webhooks: { verified: 'url_secret' },
  },
  settings: settingsSchema,
  open,
  receive,
})

function open(settings: OmieSettings, link: Link): ErpSession {
  const api = createApi(settings, link)
  return {
    check: (signal) => check(api, signal),
    pull: (stream, cursor, signal) => pull(api, link, settings, stream, cursor, signal),
    listOpen: (stream, signal) => listOpen(api, link.clock.now(), settings, stream, signal),
    read: (stream, externalIds, signal) => read(api, link, settings, stream, externalIds, signal),
    creditStatus: createCreditStatus(api),
  }
}

const COMPANIES_MAX = 50

async function check(api: Api, signal: AbortSignal): Promise<ErpFacts> {
  const param = { pagina: 1, registros_por_pagina: COMPANIES_MAX + api.vary(COMPANIES_MAX, 'companies') }
  const answer = await api.ask('ListarEmpresas', param, signal)
  const parsed = companiesSchema.safeParse(answer.kind === 'found' ? answer.json : null)
  const company = parsed.data?.empresas_cadastro[0]
  if (company === undefined) throw new SyncError('unavailable', 'ListarEmpresas did not name a company')
  return { company: company.razao_social, ...(company.cnpj ? { cnpj: company.cnpj } : {}) }
}
