import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ErpState } from './erp.ts'
import type { Row } from './filters.ts'
import { ownSet } from './own-set.ts'
import type { Exchange, RecordedSet } from './recorded-set.ts'

/** Where answers of a real Dolibarr 22.0.4 lie on the machines that have them; they are no part of the product. */
const FOLDER = join(import.meta.dirname, '../../../../shared/fixtures/dolibarr')

/** The sets that are there: always the one written by hand, and the real instance's where it lies; without it, aloud. */
export function recordedSets(): RecordedSet[] {
  if (existsSync(FOLDER)) return [ownSet, readSharedSet()]
  console.warn(`\n*** ${FOLDER} is not on this machine: running on rows written by hand ALONE ***\n`)
  return [ownSet]
}

/** The bodies that module Webhook sent, by trigger; none where the recordings are absent. */
export function sharedWebhooks(): ReadonlyMap<string, string> {
  if (!existsSync(FOLDER)) return new Map()
  const files = namesIn('05-webhooks')
  return new Map(
    files.map((file) => [file.replace('.json', ''), JSON.stringify(read('05-webhooks', file).request.body)]),
  )
}

interface Recorded {
  request: { method: string; path: string; query?: Record<string, unknown>; auth?: string; body?: unknown }
  response: { status: number; body: unknown }
}

const namesIn = (folder: string): string[] => readdirSync(join(FOLDER, folder)).sort()
const read = (folder: string, file: string): Recorded => JSON.parse(readFileSync(join(FOLDER, folder, file), 'utf8'))

function rows(folder: string, prefix: string): Row[] {
  const files = namesIn(folder).filter((file) => file.startsWith(prefix))
  return files.flatMap((file) => {
    const { status, body } = read(folder, file).response
    return status === 200 ? (body as Row[]) : []
  })
}

function stateIn(folder: string, discounts: Row[]): ErpState {
  return {
    thirdparties: rows(folder, 'thirdparties.limit10.page'),
    invoices: rows(folder, 'invoices.limit40.page'),
    orders: rows(folder, 'orders.limit100'),
    discounts,
  }
}

const discountsIn = (file: string, partyId: string): Row[] =>
  rows('01-baseline', `thirdparties.id${partyId}.fixedamountdiscounts.${file}`).map((row) => ({
    ...row,
    fk_soc: partyId,
  }))

/** Rounded: the instance answers with the noise of its floats. */
function openedIn(folder: string): Record<string, string> {
  const files = namesIn(folder).filter((file) => file.endsWith('.outstandinginvoices.json'))
  const entries = files.map((file) => {
    const { opened } = read(folder, file).response.body as { opened: number }
    return [/id(\d+)/.exec(file)?.[1] ?? '', opened.toFixed(2)] as const
  })
  return Object.fromEntries(entries)
}

function readSharedSet(): RecordedSet {
  const used = discountsIn('used', '9')
  const available = discountsIn('available', '10')
  // The change log tells what was not listed again: the credit of 112 was used on 111, and 114 became a credit.
  const after = [
    ...used,
    ...available.map((row) => ({ ...row, fk_facture: '111' })),
    {
      ...available[0],
      ref: 'IC2610-0003',
      fk_facture_source: '114',
      rowid: '5',
      amount_ttc: '600.00000000',
      fk_soc: '15',
    },
  ]
  return {
    name: 'a real Dolibarr 22.0.4',
    before: {
      at: '2026-11-21T12:00:00-03:00',
      state: stateIn('01-baseline', [...used, ...available]),
      opened: openedIn('01-baseline'),
    },
    after: { at: '2026-11-21T18:00:00-03:00', state: stateIn('04-final', after), opened: openedIn('04-final') },
    exchanges: [
      ...exchangesIn('01-baseline', 'before'),
      ...exchangesIn('03-incremental', 'after'),
      ...exchangesIn('04-final', 'after'),
      ...exchangesIn('09-errors', 'before'),
    ],
  }
}

/** What the fake does not speak: other modules, sums, payments, and an answer that depends on PHP's buffering. */
const OUTSIDE = /bankaccount|proposals|outstanding|payments|501-as-200|fixedamountdiscounts/

function exchangesIn(folder: string, when: Exchange['when']): Exchange[] {
  return namesIn(folder)
    .map((file) => ({ file, ...read(folder, file) }))
    .filter(({ file, request }) => !OUTSIDE.test(`${file} ${request.path}`))
    .map(({ file, request, response }) => ({
      name: `${folder}/${file}`,
      when,
      user: userOf(file, request.auth),
      method: request.method,
      path: request.path,
      query: Object.fromEntries(Object.entries(request.query ?? {}).map(([name, value]) => [name, String(value)])),
      status: response.status,
      body: response.body,
    }))
}

function userOf(file: string, auth = 'sync'): Exchange['user'] {
  if (file.startsWith('silent-empty')) return 'seesNobody'
  if (auth === 'norights') return 'norights'
  return auth === 'none' || auth === 'wrong' ? 'none' : 'sync'
}
