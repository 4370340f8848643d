import type { EpochMs } from '../../../src/kernel/clock.ts'
import { addDays, type Day } from '../../../src/kernel/day.ts'
import type { Stream } from '../../../src/sync/contract.ts'
import { dayInZone, localTimeOf } from '../../../src/sync/convert.ts'
import type { Query } from './api.ts'
import { OPEN_STATUSES, ZONE } from './mapping.ts'
import type { Settings } from './settings.ts'

/** From when until when one run looks for changes; `since` is `null` when it reads everything. */
export interface Span {
  readonly since: EpochMs | null
  readonly until: EpochMs
}

export const PATHS: Readonly<Record<Stream, string>> = {
  customers: '/pessoas',
  receivables: '/financeiro/eventos-financeiros/contas-a-receber/buscar',
  orders: '/venda/busca',
}

const DAY_MS = 86_400_000
/** Clocks differ, and what was saved may show up in the listing a little later. */
const OVERLAP_MS = 600_000
/** The API refuses more than 365 days of changes at once. */
const CHANGES_DAYS_MAX = 360

/** After so long a silence everything is read again. */
export const isTooLongAgo = (since: EpochMs, now: EpochMs): boolean => now - since > CHANGES_DAYS_MAX * DAY_MS

/** The listings that one pull is made of, each with its pages. */
export function changeListings(stream: Stream, span: Span, settings: Settings): Query[] {
  const changes = changesSince(span)
  if (stream === 'receivables') return dueWindows(span.until, settings).map((window) => ({ ...window, ...changes }))
  return [{ ...(stream === 'customers' ? CUSTOMERS : {}), ...changes }]
}

/** The listings of what counts now. */
export function openListings(stream: Stream, now: EpochMs, settings: Settings): Query[] {
  if (stream === 'customers') return [CUSTOMERS]
  // Despite its name `totais` filters the rows.
  if (stream === 'orders') return [{ totais: 'WAITING_APPROVED' }]
  return dueWindows(now, settings).map((window) => ({ ...window, status: OPEN_STATUSES }))
}

const CUSTOMERS = { tipo_perfil: 'Cliente', com_endereco: true }

/**
 * Both ends are needed, as local times without offset: with `Z` the API answers 400. The end lies in the future, so that
 * what changes while its pages are read stays in the listing and pushes nothing to a page that was read already.
 * https://developers.contaazul.com/docs/financial-apis-openapi/v1/searchinstallmentstoreceivebyfilter (read 2026-11-22)
 */
function changesSince({ since, until }: Span): Query {
  if (since === null) return {}
  return {
    data_alteracao_de: localTimeOf(since - OVERLAP_MS, ZONE),
    data_alteracao_ate: localTimeOf(until + DAY_MS, ZONE),
  }
}

/** Titles are listed by due day and in no other way, also those that are asked for by their time of change. */
function dueWindows(now: EpochMs, { dueYearsBack, dueYearsAhead, dueWindowDays }: Settings): Query[] {
  const today = dayInZone(now, ZONE)
  const end = addDays(today, dueYearsAhead * 366)
  const windows: Query[] = []
  for (let from: Day = addDays(today, -dueYearsBack * 366); from <= end; from = addDays(from, dueWindowDays))
    windows.push(dueBetween(from, addDays(from, dueWindowDays - 1)))
  return windows
}

export const dueBetween = (from: Day, to: Day): Query => ({ data_vencimento_de: from, data_vencimento_ate: to })
