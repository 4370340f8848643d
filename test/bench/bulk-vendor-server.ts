import { startBulkVendor } from '../sync/bulk-vendor.ts'

/** A fake vendor in a process of its own, so that it shares no memory and no event loop with what is measured. */
const [titles = '1000000', customers = '100000'] = process.argv.slice(2)
const vendor = await startBulkVendor({ titles: Number(titles), customers: Number(customers) })
process.stdout.write(`address   ${vendor.url}\n`)
process.once('SIGTERM', () => void vendor.close().then(() => process.exit(0)))
