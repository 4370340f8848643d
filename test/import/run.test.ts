import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import type { WireRecord } from '../../src/import/canonical-fields.ts'
import { formatReject } from '../../src/import/error-report.ts'
import { type Feed, type ImportProgress, type ImportRun, runImport } from '../../src/import/run.ts'
import { createScratch, mapOf } from './scratch.ts'

const scratch = createScratch()
const MAP = mapOf(`
kind: orders
fields:
  id: { column: id }
  customer.externalId: { column: customer }
  amount: { column: amount }
  status: { constant: confirmed }
`)

/** A feed that keeps what it gets and refuses what the test says. */
function createFeed(refuse: (record: WireRecord) => string | null = () => null) {
  const fed: WireRecord[] = []
  const sizes: number[] = []
  const feed: Feed = async (_kind, records) => {
    sizes.push(records.length)
    const rejected = records.flatMap((record, index) => {
      const message = refuse(record)
      if (message === null) fed.push(record)
      return message === null
        ? []
        : [{ index, externalId: String(record.id), errors: [{ path: 'customer.externalId', message }] }]
    })
    return { accepted: records.length - rejected.length, ignored: 0, rejected }
  }
  return { feed, fed, sizes }
}

async function runOf(name: string, content: string, feed: Feed, more: Partial<ImportRun> = {}) {
  const file = await scratch.write(name, content)
  const errorsPath = join(await scratch.path(), `${name}.errors.csv`)
  const shown: ImportProgress[] = []
  const run = { map: MAP, file, errorsPath, dryRun: false, today: '2026-11-21', feed, ...more }
  return { result: await runImport({ ...run, progress: (progress) => shown.push(progress) }), shown, errorsPath }
}

describe('an import', () => {
  it('feeds batches of at most 1,000 and tells how far it is', async () => {
    const { feed, fed, sizes } = createFeed()
    const rows = Array.from({ length: 2_500 }, (_, index) => `P${index},C${index},1.00`)
    const { result, shown, errorsPath } = await runOf('good.csv', `id,customer,amount\n${rows.join('\n')}\n`, feed)
    expect(sizes).toEqual([1_000, 1_000, 500])
    expect(fed[2_499]).toEqual({ id: 'P2499', customer: { externalId: 'C2499' }, amount: '1.00', status: 'confirmed' })
    expect(result).toMatchObject({
      rows: 2_500,
      accepted: 2_500,
      rejected: 0,
      rejects: [],
      stopped: null,
      errorsPath: null,
    })
    expect(shown.at(-1)).toMatchObject({ file: 'good.csv', rows: 2_500, accepted: 2_500 })
    expect(shown.at(-1)?.bytes).toBe(shown.at(-1)?.bytesTotal)
    expect(existsSync(errorsPath)).toBe(false)
  })

  it('keeps good rows apart from bad ones, whoever finds them bad', async () => {
    const { feed, fed } = createFeed((record) => (record.id === 'P3' ? 'is not a customer of this source' : null))
    const text = 'id,customer,amount\nP1,C1,1.00\nP2,C2,free\nP3,=C3,3.00\nP4,C4\n,,many\nP6,C6,6.00\n'
    const { result, errorsPath } = await runOf('mixed.csv', text, feed)
    expect(fed.map(({ id }) => id)).toEqual(['P1', 'P6'])
    expect(result).toMatchObject({ rows: 6, accepted: 2, rejected: 4, errorsPath })
    const written: string[][] = parse(readFileSync(errorsPath))
    expect(written[0]).toEqual(['line', 'field', 'value', 'message', 'externalId'])
    const found = written.slice(1).map(([line, field, value, , externalId]) => [line, field, value, externalId])
    expect(found.sort()).toEqual([
      ['3', 'amount', 'free', 'P2'],
      ['4', 'customer.externalId', "'=C3", 'P3'],
      ['5', '', 'P4,C4', ''],
      ['6', 'amount', 'many', ''],
      ['6', 'customer.externalId', '', ''],
      ['6', 'id', '', ''],
    ])
    expect(result.rejects).toHaveLength(6)
  })

  it('checks records as the API would, and feeds none, in a dry run', async () => {
    const { feed, sizes } = createFeed()
    const text = `id,customer,amount\nP1,C1,1.00\n${'P'.repeat(129)},C2,2.00\n`
    const { result } = await runOf('dry.csv', text, feed, { dryRun: true })
    expect(sizes).toEqual([])
    expect(result).toMatchObject({ rows: 2, accepted: 1, rejected: 1 })
    expect(result.rejects).toMatchObject([{ line: 3, field: 'id', message: 'must have at most 128 characters' }])
  })

  it('takes what a payer needs to pay a title, and tells of a line or a code that is wrong', async () => {
    const map = mapOf(`
kind: receivables
fields:
  externalId: { column: id }
  customer.externalId: { column: customer }
  kind: { constant: invoice }
  issuedOn: { column: day }
  dueOn: { column: day }
  amount: { column: amount }
  openAmount: { column: amount }
  boletoLine: { column: line }
  pixCode: { column: pix }
`)
    const line = '23793.38128 60007.827136 95000.063305 9 75520000370000'
    const pix =
      '00020126330014BR.GOV.BCB.PIX011197212482404520400005303986540530.005802BR5918Victor Julio Rocha6006RECIFE62110507VIPSURF630425A1'
    const row = (id: string, cells: string[]): string => `${id},C,2026-11-21,30.00,${cells.join(',')}`
    const rows = [
      row('T1', [line, pix]),
      row('T2', ['', '']),
      row('T3', [line.replace('23793', '23783'), pix.slice(1)]),
    ]
    const text = `id,customer,day,amount,line,pix\n${rows.join('\n')}\n`
    const { feed, fed } = createFeed()
    await runOf('pay.csv', text, feed, { map })
    expect(fed.map(({ boletoLine, pixCode }) => [boletoLine, pixCode])).toContainEqual([line, pix])
    const { result } = await runOf('pay-dry.csv', text, feed, { map, dryRun: true })
    expect(result).toMatchObject({ rows: 3, accepted: 2, rejected: 1 })
    expect(result.rejects.map(({ line: at, field, message }) => [at, field, message])).toEqual([
      [4, 'boletoLine', 'has a wrong check digit in field 1'],
      [4, 'pixCode', 'must be the text of a Pix BR Code, which begins with 000201'],
    ])
  })

  it('feeds what stands before the point where a file breaks, and says where that is', async () => {
    const { feed, fed } = createFeed()
    const { result, errorsPath } = await runOf(
      'broken.csv',
      'id,customer,amount\nP1,C1,1.00\n"P2,C2,2.00\nP3,C3,3.00\n',
      feed,
    )
    expect(fed.map(({ id }) => id)).toEqual(['P1'])
    expect(result).toMatchObject({ rejected: 1, stopped: { line: 3 }, errorsPath })
    expect(readFileSync(errorsPath, 'utf8')).toContain('nothing behind it was read')
  })

  it('keeps few rejects in memory and all of them in the file', async () => {
    const { feed } = createFeed()
    const rows = Array.from({ length: 5_000 }, (_, index) => `P${index},C,x`).join('\n')
    const { result, errorsPath } = await runOf('bad.csv', `id,customer,amount\n${rows}\n`, feed)
    expect(result.rejected).toBe(5_000)
    expect(result.rejects).toHaveLength(1_000)
    expect(parse(readFileSync(errorsPath))).toHaveLength(5_001)
  })

  it('passes on what stops the feed, or the report', async () => {
    const failing: Feed = () => Promise.reject(new Error('the database is away'))
    await expect(runOf('away.csv', 'id,customer,amount\nP1,C1,1.00\n', failing)).rejects.toThrow('database is away')
    const { feed } = createFeed()
    const nowhere = { errorsPath: join(await scratch.path(), 'missing', 'x.csv') }
    await expect(runOf('report.csv', 'id,customer,amount\nP1,C1,x\n', feed, nowhere)).rejects.toThrow('--errors')
    await expect(runOf('none.csv', '', feed, { file: '/nonexistent.csv' })).rejects.toThrow('ENOENT')
  })
})

describe('the error report', () => {
  it.each(['=1+1', '+55', '-10,00', '@SUM(A1)', '\t=1', '\r=1'])('makes text of the formula %j', (value) => {
    const line = formatReject({ line: 1, field: 'f', value, message: value, externalId: value })
    const cells: string[] = parse(line)[0] as string[]
    expect(cells).toEqual(['1', 'f', `'${value}`, `'${value}`, `'${value}`])
  })

  it('keeps quotes, delimiters and line ends inside their cell', () => {
    const cells = parse(formatReject({ line: 2, field: '', value: 'a"b,c\nd;e', message: 'm', externalId: '' }))[0]
    expect(cells).toEqual(['2', '', 'a"b,c\nd;e', 'm', ''])
  })
})
