/** One line of code in the file it is planted into. */
export type Planted = readonly [path: string, line: string]

/** What each rule has to catch and, next to it, what looks alike and is allowed. */
export interface RuleProof {
  readonly caught: readonly Planted[]
  readonly passes: readonly Planted[]
}

/** Rules of `.biome/*.grit` by file name, and Biome's own by rule name. */
export const ruleProofs: Record<string, RuleProof> = {
  adapters: {
    caught: [
      ['adapters/erp/omie/index.ts', "import { writeReceivables } from '../../../src/receivables/store.ts'"],
      ['adapters/erp/omie/index.ts', "import { mapTitle } from '../bling/mapping.ts'"],
      ['adapters/erp/omie/index.ts', "import { findSource } from '../../../src/sync/store.ts'"],
      ['adapters/erp/omie/mapping.ts', "import { readFileSync } from 'node:fs'"],
      ['adapters/erp/omie/mapping.ts', "export type { Sql } from '../../../src/database.ts'"],
      ['adapters/erp/omie/mapping.ts', "import { outcomeOf } from '../../../src/channels/outcome.ts'"],
      ['adapters/channel/smtp/index.ts', "import { openChannels } from '../../../src/channels/channels.ts'"],
      ['adapters/channel/smtp/index.ts', "import { markAddress } from '../../../src/collection/address-store.ts'"],
      ['adapters/channel/smtp/index.ts', "import { sign } from '../webhook/sign.ts'"],
      ['adapters/channel/smtp/index.ts', "import { createTransport } from 'nodemailer'"],
      ['adapters/channel/webhook/sign.ts', "import { createHmac } from 'node:crypto'"],
      ['adapters/channel/webhook/index.ts', "import { findSource } from '../../../src/sync/store.ts'"],
    ],
    passes: [
      ['adapters/erp/omie/index.ts', "import { mapTitle } from './mapping.ts'"],
      ['adapters/erp/omie/index.ts', "import { defineErpAdapter } from '../../../src/sync/contract.ts'"],
      ['adapters/erp/omie/mapping.ts', "import type { Cents } from '../../../src/kernel/cents.ts'"],
      ['adapters/erp/omie/mapping.ts', "import { z } from 'zod'"],
      ['adapters/channel/smtp/index.ts', "import type { SmtpMessage } from '../../../src/channels/smtp.ts'"],
      ['adapters/channel/webhook/index.ts', "import { defineChannel } from '../../../src/channels/contract.ts'"],
      ['adapters/channel/webhook/index.ts', "import { outcomeOf } from '../../../src/channels/outcome.ts'"],
      ['adapters/channel/webhook/index.ts', "import { SyncError } from '../../../src/sync/errors.ts'"],
      ['adapters/channel/webhook/sign.ts', "import { hmacOf } from '../../../src/channels/signature.ts'"],
      ['adapters/channel/webhook/sign.ts', "import { keyOf } from './settings.ts'"],
    ],
  },
  clock: {
    caught: [
      ['src/orders/release.ts', 'export const releasedAt = Date.now()'],
      ['src/orders/release.ts', 'export const releasedOn = new Date()'],
      ['src/orders/release.ts', 'export const releasedText = Date()'],
      ['src/orders/release.ts', 'export const clock = Date.now'],
      ['adapters/erp/omie/mapping.ts', "export const today = Temporal.Now.plainDateISO('America/Sao_Paulo')"],
      ['test/orders/release.test.ts', 'const now = new Date'],
    ],
    passes: [
      ['src/kernel/clock.ts', 'export const epochMs = Date.now()'],
      ['src/orders/release.ts', 'export const expiresAt = new Date(1_795_266_000_000)'],
      ['src/orders/release.ts', "export const hint = 'never call Date.now() here'"],
    ],
  },
  drivers: {
    caught: [
      ['src/receivables/store.ts', "import SqliteDatabase from 'better-sqlite3'"],
      ['src/receivables/store.ts', "import type { Connection } from 'mysql2/promise'"],
      ['migrations/20261121_01_create_limits.ts', "import { createConnection } from 'mysql2'"],
    ],
    passes: [
      ['src/database.ts', "import type { Connection } from 'mysql2'"],
      ['test/harness/databases.ts', "import { createConnection } from 'mysql2/promise'"],
    ],
  },
  'http-client': {
    caught: [
      ['src/collection/dispatch.ts', "import axios from 'axios'"],
      ['adapters/erp/omie/index.ts', "import { AxiosError } from 'axios'"],
      ['src/collection/dispatch.ts', "import { createTransport } from 'nodemailer'"],
      ['src/sync/http.ts', "import SMTPConnection from 'nodemailer/lib/smtp-connection'"],
      ['src/channels/channels.ts', "export type { Transporter } from 'nodemailer'"],
      ['src/channels/smtp.ts', "import axios from 'axios'"],
    ],
    passes: [
      ['src/sync/http.ts', "import axios from 'axios'"],
      ['src/channels/smtp.ts', "import { createTransport } from 'nodemailer'"],
    ],
  },
  kernel: {
    caught: [
      ['src/kernel/day.ts', "import type { Receivable } from '../receivables/receivable.ts'"],
      ['src/kernel/day.ts', "import { readFileSync } from 'node:fs'"],
      ['src/kernel/phone.ts', "import { parsePhoneNumber } from 'libphonenumber-js'"],
    ],
    passes: [
      ['src/kernel/day.ts', "import type { EpochMs } from './clock.ts'"],
      ['src/kernel/calendar.ts', "import Holidays from 'date-holidays'"],
      ['src/kernel/phone.ts', "import { parsePhoneNumber } from 'libphonenumber-js/max'"],
    ],
  },
  knex: {
    caught: [
      ['src/receivables/store.ts', "import knex from 'knex'"],
      ['src/credit/routes.ts', "import type { Knex } from 'knex'"],
    ],
    passes: [
      ['src/database.ts', "import knex from 'knex'"],
      ['src/sync/erp-database.ts', "import knex from 'knex'"],
      ['migrations/20261121_01_create_limits.ts', "import type { Knex } from 'knex'"],
    ],
  },
  'policy-languages': {
    caught: [
      ['src/credit/decide.ts', "import { parse } from 'yaml'"],
      ['src/orders/release.ts', "import { evaluate } from '@marcbachmann/cel-js'"],
    ],
    passes: [
      ['src/credit/policy-file.ts', "import { parse } from 'yaml'"],
      ['src/credit/cel.ts', "import { evaluate } from '@marcbachmann/cel-js'"],
      ['src/import/csv-map.ts', "import { parse } from 'yaml'"],
    ],
  },
  'pure-imports': {
    caught: [
      ['src/credit/decide.ts', "import { findFacts } from './store.ts'"],
      ['src/credit/decide.ts', "import type { Sql } from '../database.ts'"],
      ['src/credit/decide.ts', "export * from '../receivables/store.ts'"],
      ['src/credit/facts.ts', "import { pino } from 'pino'"],
      ['src/credit/opening.ts', "import { readOpenings } from './openings.ts'"],
      ['src/credit/rules/no-credit.ts', "import { findFacts } from '../store.ts'"],
      ['src/receivables/position.ts', "import { ingest } from './ingest.ts'"],
      ['src/receivables/limit.ts', "import { config } from '../config.ts'"],
      ['src/collection/plan.ts', "import { readOpenTitles } from './case-store.ts'"],
      ['src/collection/charges.ts', "import { dispatchDue } from './dispatch.ts'"],
      ['src/orders/authority.ts', "import { findRelease } from './release-store.ts'"],
      ['src/people/abilities.ts', "import { findUser } from './user-store.ts'"],
    ],
    passes: [
      ['src/credit/decide.ts', "import type { Facts } from './facts.ts'"],
      ['src/credit/decide.ts', "import { noCredit } from './rules/no-credit.ts'"],
      ['src/credit/decide.ts', "import type { Opening } from './opening.ts'"],
      ['src/credit/opening.ts', "import { largestOrders } from './remedies.ts'"],
      ['src/credit/openings.ts', "import { readSettledDossiers } from './check.ts'"],
      ['src/credit/rules/no-credit.ts', "import type { Facts } from '../facts.ts'"],
      ['src/credit/rules/no-credit.ts', "import { rule } from './rule.ts'"],
      ['src/credit/rules/no-credit.ts', "import { formatCents } from '../../kernel/cents.ts'"],
      ['src/credit/facts.ts', "import type { Position } from '../receivables/position.ts'"],
      ['src/receivables/limit.ts', "import { z } from 'zod'"],
      ['src/collection/plan.ts', "import type { CollectionCase } from './case.ts'"],
      ['src/collection/template-engine.ts', "import { Liquid } from 'liquidjs'"],
      ['src/collection/planning.ts', "import { readOpenTitles } from './case-store.ts'"],
      ['src/orders/authority.ts', "import type { Role } from '../people/person.ts'"],
      ['src/orders/over-limit.ts', "import type { Facts } from '../credit/facts.ts'"],
      ['src/receivables/store.ts', "import type { Sql } from '../database.ts'"],
    ],
  },
  'pure-waits': {
    caught: [
      ['src/credit/decide.ts', 'export const decide = async (load: () => Promise<string>) => { return await load() }'],
      ['src/kernel/cents.ts', 'export const parsed = await Promise.resolve(1n)'],
      ['src/credit/opening.ts', 'export const opened = await Promise.resolve(1n)'],
      ['src/collection/plan.ts', 'export const planned = await Promise.resolve(1n)'],
      ['src/orders/authority.ts', 'export const signed = await Promise.resolve(1n)'],
    ],
    passes: [
      ['src/credit/check.ts', 'export const facts = await Promise.resolve(1n)'],
      ['src/credit/openings.ts', 'export const opened = await Promise.resolve(1n)'],
    ],
  },
  registry: {
    caught: [['src/sync/pull.ts', "import { omie } from '../../adapters/erp/omie/index.ts'"]],
    passes: [['src/registry.ts', "import { omie } from '../adapters/erp/omie/index.ts'"]],
  },
  rooms: {
    caught: [
      ['src/receivables/ingest.ts', "import { decide } from '../credit/decide.ts'"],
      ['src/credit/check.ts', "import { keepBlocked } from '../orders/store.ts'"],
      ['src/receivables/feed.ts', "import type { Source } from '../sync/source.ts'"],
      ['src/sync/run.ts', "import { decide } from '../credit/decide.ts'"],
      ['src/orders/release.ts', "import { plan } from '../collection/plan.ts'"],
      ['src/collection/run.ts', "import { decide } from '../credit/decide.ts'"],
      ['src/credit/rules/no-credit.ts', "import type { BlockedOrder } from '../../orders/blocked-order.ts'"],
      ['src/orders/review.ts', "import { openOutbox } from '../outbox/outbox.ts'"],
      ['src/outbox/relay.ts', "import { openOrders } from '../orders/orders.ts'"],
      ['src/people/users.ts', "import { decide } from '../credit/decide.ts'"],
      ['src/credit/check.ts', "import { openGuards } from '../guard/guards.ts'"],
      ['src/orders/review.ts', "import type { Guard } from '../guard/guard-file.ts'"],
      ['src/credit/rules/no-credit.ts', "import { messageOf } from '../../guard/message.ts'"],
      ['src/main.ts', "import { openGuards } from './guard/guards.ts'"],
    ],
    passes: [
      ['src/credit/check.ts', "import { findPosition } from '../receivables/store.ts'"],
      ['src/orders/release.ts', "import { check } from '../credit/check.ts'"],
      ['src/sync/pull.ts', "import { feed } from '../receivables/feed.ts'"],
      ['src/collection/run.ts', "import { findOverdue } from '../receivables/store.ts'"],
      ['src/orders/review.ts', "import { addEvents } from '../outbox/event-store.ts'"],
      ['src/outbox/outbox.ts', "import type { Trail } from '../receivables/trail.ts'"],
      ['src/guard.ts', "import { runGuardCommand } from './guard/command.ts'"],
      ['src/compose-guard.ts', "import { openGuards } from './guard/guards.ts'"],
      ['src/console/integration-routes.ts', "import type { Guards } from '../guard/guards.ts'"],
      ['src/web/observe.ts', "import type { Guards } from '../guard/guards.ts'"],
      ['src/guard/collect.ts', "import { recordRefusal } from '../credit/erp-refusals.ts'"],
    ],
  },
  routes: {
    caught: [
      ['src/credit/routes.ts', "import type { Database } from '../database.ts'"],
      ['src/credit/routes.ts', "import { DatabaseUnavailable } from '../database-errors.ts'"],
      ['src/collection/care-routes.ts', "import type { Database } from '../database.ts'"],
    ],
    passes: [
      ['src/credit/routes.ts', "import { check } from './check.ts'"],
      ['src/credit/check.ts', "import type { Database } from '../database.ts'"],
    ],
  },
  scheduler: {
    caught: [['src/collection/run.ts', "import { schedule } from 'node-cron'"]],
    passes: [['src/jobs/schedule.ts', "import { schedule } from 'node-cron'"]],
  },
  'static-imports': {
    caught: [
      ['src/receivables/ingest.ts', "export const { decide } = await import('../credit/decide.ts')"],
      ['src/receivables/ingest.ts', "export type Decision = import('../credit/decide.ts').Decision"],
    ],
    passes: [['src/receivables/ingest.ts', "import { findPosition } from './store.ts'"]],
  },
  web: {
    caught: [
      ['src/credit/check.ts', "import { problem } from '../web/problems.ts'"],
      ['src/jobs/schedule.ts', "import { page } from '../console/page.ts'"],
    ],
    passes: [
      ['src/app.ts', "import { problems } from './web/problems.ts'"],
      ['src/registry.ts', "import { consoleChannel } from '../adapters/channel/console/index.ts'"],
      ['src/credit/routes.ts', "import { requireScope } from '../web/auth.ts'"],
      ['src/collection/care-routes.ts', "import { requireScope } from '../web/auth.ts'"],
    ],
  },
  'whole-suite': {
    caught: [
      ['test/orders/release.test.ts', "it.skipIf(process.platform === 'darwin')('frees', () => {})"],
      ['test/orders/release.test.ts', "it.todo('frees')"],
      ['test/orders/release.test.ts', "describe.only.each([1])('frees', () => {})"],
      ['test/orders/release.test.ts', "it('frees', (context) => context.skip())"],
    ],
    passes: [['test/orders/release.test.ts', "it.each([1])('frees', () => {})"]],
  },
  noExplicitAny: {
    caught: [['src/credit/store.ts', 'export const rows = JSON.parse(text) as any']],
    passes: [['src/credit/store.ts', 'export const row = JSON.parse(text) as unknown']],
  },
  noFloatingPromises: {
    caught: [['src/credit/holds.ts', 'Promise.resolve(1n)']],
    passes: [['src/credit/holds.ts', 'await Promise.resolve(1n)']],
  },
  noImportCycles: {
    caught: [['src/outbox/claim.ts', "import { deliver } from './deliver.ts'; export const claim = () => deliver()"]],
    passes: [['src/outbox/retry.ts', "import { deliver } from './deliver.ts'; export const retry = () => deliver()"]],
  },
  noProcessEnv: {
    caught: [
      ['src/main.ts', "export const port = process.env['FIADO_PORT']"],
      ['adapters/erp/omie/index.ts', 'export const key = process.env.OMIE_KEY'],
    ],
    passes: [['src/config.ts', "export const port = process.env['FIADO_PORT']"]],
  },
  noSkippedTests: {
    caught: [['test/orders/release.test.ts', "describe.skip('frees', () => {})"]],
    passes: [['test/orders/release.test.ts', "describe('frees', () => {})"]],
  },
  useErrorCause: {
    caught: [['src/orders/blocked-order.ts', "try { free() } catch (cause) { throw new Error('not freed') }"]],
    passes: [['src/orders/blocked-order.ts', "try { free() } catch (cause) { throw new Error('no', { cause }) }"]],
  },
  useFilenamingConvention: {
    caught: [['src/orders/blockedOrder.ts', 'export const orders = 1']],
    passes: [['src/orders/blocked-order.ts', 'export const orders = 1']],
  },
}

/** Files that the planted lines need around them: the other half of the import cycle. */
export const surroundings: readonly Planted[] = [
  ['src/outbox/deliver.ts', "import { claim } from './claim.ts'; export const deliver = () => claim"],
]
