import { existsSync, readFileSync } from 'node:fs'

/** Where the public IBM sample lies on the machines that have it; it is test data and no part of the product. */
const SAMPLE_PATH = '/work/shared/data/ibm-ar/accounts-receivable.csv'

/**
 * The text of the sample; without the file, one of the same shape that is generated and says so aloud. Tests compare with
 * an oracle that reads the same text, so they prove as much on the one as on the other.
 */
export function readIbmSample(): string {
  if (existsSync(SAMPLE_PATH)) return readFileSync(SAMPLE_PATH, 'utf8')
  console.warn(`\n*** ${SAMPLE_PATH} is not on this machine: running on a GENERATED file of the same shape ***\n`)
  return generateSample()
}

const HEADER =
  'countryCode,customerID,PaperlessDate,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,Disputed,SettledDate,PaperlessBill,DaysToSettle,DaysLate'
const INVOICES = 2_466
const CUSTOMERS = 100

/** Invoices of 2012 and 2013, due after 30 days, settled between 0 and 75 days after their issue. */
export function generateSample(): string {
  let state = 20_131_231
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  const usDate = (day: number): string => {
    const date = new Date(Date.UTC(2012, 0, 2 + day))
    return `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}`
  }
  const rows = Array.from({ length: INVOICES }, (_, index) => {
    const issued = next(700)
    const settled = next(76)
    const customer = `${String(next(CUSTOMERS)).padStart(4, '0')}-GENER`
    const amount = (500 + next(12_000)) / 100
    const cells = [
      391,
      customer,
      usDate(0),
      String(index).padStart(10, '0'),
      usDate(issued),
      usDate(issued + 30),
      amount,
    ]
    const late = Math.max(0, settled - 30)
    return [...cells, next(4) === 0 ? 'Yes' : 'No', usDate(issued + settled), 'Paper', settled, late].join(',')
  })
  return `${HEADER}\r\n${rows.join('\r\n')}\r\n`
}
