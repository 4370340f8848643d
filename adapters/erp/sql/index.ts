import { defineErpAdapter } from '../../../src/sync/contract.ts'
import { creditStatusPort } from './credit-status.ts'
import { listOpen, pull, read, type Source, tryQueries } from './listing.ts'
import { settingsSchema } from './settings.ts'

/**
 * ERPs without an API, read from their own database: by a profile, or by queries and a column map in the source's file.
 * What a database lacks (a stamp, a mark on deleted rows) the nightly listing makes up for.
 */
export const sql = defineErpAdapter({
  id: 'sql',
  title: "SQL: the ERP's own database, with profiles for TOTVS Protheus 12 and TOTVS Winthor",
  capabilities: {
    streams: ['customers', 'receivables', 'orders'],
    changes: { customers: 'modified', receivables: 'modified', orders: 'modified' },
    openListing: { customers: 'nightly', receivables: 'nightly', orders: 'every_run' },
    reads: ['customers', 'receivables', 'orders'],
    writeBack: {
      field: 'the columns of a reviewed statement',
      refuses: 'what the ERP refuses for them (Winthor, BLOQUEIO: releasing orders of the customer)',
    },
    webhooks: null,
  },
  settings: settingsSchema,
  open: (settings, link) => {
    const { client, host, port, user, password, database: name, timeoutMs, encrypted, ca } = settings
    const database = link.database({
      client,
      host,
      user,
      password,
      database: name,
      timeoutMs,
      ...(port === undefined ? {} : { port }),
      ...(encrypted === undefined ? {} : { encrypted }),
      ...(ca === undefined ? {} : { ca }),
    })
    const source: Source = { settings, database, clock: link.clock }
    const customers = settings.streams.customers?.[0]
    return {
      check: async (signal) => ({
        database: `${name} (${client})`,
        profile: settings.profile ?? 'queries of the source file',
        ...(await tryQueries(source, signal)),
      }),
      pull: (stream, cursor, signal) => pull(source, stream, cursor, signal),
      listOpen: (stream, signal) => listOpen(source, stream, signal),
      read: (stream, externalIds, signal) => read(source, stream, externalIds, signal),
      ...(settings.creditStatus && customers
        ? {
            creditStatus: creditStatusPort(database, settings.creditStatus, customers.columns.externalId, () =>
              link.clock.today(),
            ),
          }
        : {}),
      close: () => database.close(),
    }
  },
})
