import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import type { Reject } from '../../src/import/convert-row.ts'
import type { CsvMap } from '../../src/import/csv-map.ts'
import { type Batch, type CsvFault, readCsv } from '../../src/import/csv-read.ts'
import { mapOf } from './scratch.ts'

const CUSTOMERS = 'kind: customers\ndelimiter: ";"\nfields: { externalId: { column: id }, name: { column: nome } }'
const TITLES = `
kind: receivables
delimiter: ';'
encoding: latin1
decimal: ','
dateFormat: dd/MM/yyyy
fields:
  externalId: { column: Título }
  customer.externalId: { column: Cliente }
  kind: { column: Tipo, map: { NF: invoice, NCC: credit_note }, default: invoice }
  issuedOn: { column: Emissão }
  dueOn: { column: Vencimento }
  amount: { column: Valor }
  openAmount: { column: Saldo }
customerFrom:
  externalId: { column: Cliente }
  name: { column: Nome }
  limit.amount: { column: Limite }
`
const TITLES_HEADER = 'Título;Cliente;Nome;Tipo;Emissão;Vencimento;Valor;Saldo;Limite\r\n'

interface Outcome {
  batches: Batch[]
  rejects: Reject[]
  rows: number
  later: number
  fault: CsvFault | null
}

async function read(content: string | Buffer, map: CsvMap, chunkBytes = 7, today = '2026-11-21'): Promise<Outcome> {
  const bytes = Buffer.from(content)
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes)
  }
  const outcome: Outcome = { batches: [], rejects: [], rows: 0, later: 0, fault: null }
  const progress = {
    rows: (count: number) => {
      outcome.rows += count
    },
    later: (count: number) => {
      outcome.later += count
    },
    reject: (reject: Reject) => void outcome.rejects.push(reject),
  }
  try {
    for await (const batch of readCsv(chunks(), map, today, progress)) outcome.batches.push(batch)
  } catch (error) {
    outcome.fault = error as CsvFault
  }
  return outcome
}

const namesIn = ({ batches }: Outcome): unknown[] => batches.flatMap(({ records }) => records.map(({ name }) => name))
const linesIn = ({ batches }: Outcome): number[] => batches.flatMap(({ lines }) => lines)

describe('the rows of a file', () => {
  it.each([1, 2, 3, 64_000])(
    'are numbered by their first line, whatever the line ends and chunks of %i bytes',
    async (chunk) => {
      const text = '\ufeffid;nome\r\na;b\r\n"x\r\ny";c\n\n\r\nz;"q\nr\rs"\r\n;\n  ;\nlast;"1"'
      const outcome = await read(text, mapOf(CUSTOMERS), chunk)
      expect(outcome.batches).toEqual([
        {
          kind: 'customers',
          records: [
            { externalId: 'a', name: 'b' },
            { externalId: 'x y', name: 'c' },
            { externalId: 'z', name: 'q r s' },
            { externalId: 'last', name: '1' },
          ],
          lines: [2, 3, 7, 12],
        },
      ])
      expect(outcome).toMatchObject({ rows: 4, rejects: [], fault: null })
    },
  )

  it('are refused one by one when ragged, and cost no other row', async () => {
    const outcome = await read('id;nome\n1;um\n2;dois;extra\n3\n4;quatro\n', mapOf(CUSTOMERS))
    expect(namesIn(outcome)).toEqual(['um', 'quatro'])
    expect(outcome.rejects).toMatchObject([
      { line: 3, value: '2;dois;extra', message: expect.stringContaining('3 cells where the header has 2') },
      { line: 4, value: '3', message: expect.stringContaining('1 cells') },
    ])
  })

  it('survive stray quotes', async () => {
    const outcome = await read('id;nome\n1;Bar "do Zé"\n2;"Bar "do" Zé"\n3;"a ""b"""\n4;fim\n', mapOf(CUSTOMERS))
    expect(namesIn(outcome)).toEqual(['Bar "do Zé"', '"Bar "do" Zé"', 'a "b"', 'fim'])
    expect(linesIn(outcome)).toEqual([2, 3, 4, 5])
  })

  it('before a quote that is never closed are kept, and its line is named', async () => {
    const outcome = await read('id;nome\n1;um\n\n2;dois\n3;"aberto\n4;quatro\n', mapOf(CUSTOMERS))
    expect(namesIn(outcome)).toEqual(['um', 'dois'])
    expect(outcome.fault).toMatchObject({ name: 'CsvFault', line: 5, message: expect.stringContaining('never closed') })
  })

  it('before one without end are kept', async () => {
    const outcome = await read(`id;nome\n1;um\n2;"${'x'.repeat(400_000)}`, mapOf(CUSTOMERS), 64_000)
    expect(namesIn(outcome)).toEqual(['um'])
    expect(outcome.fault).toMatchObject({ line: 3, message: expect.stringContaining('longer than') })
  })

  it('may hold quotes as plain characters', async () => {
    const outcome = await read('id;nome\n1;"um\n2;6" x 4"\n', mapOf(`${CUSTOMERS}\nquote: ''`))
    expect(namesIn(outcome)).toEqual(['"um', '6" x 4"'])
  })

  it('may come without a header, with columns by position', async () => {
    const yaml = 'kind: customers\nheader: false\nfields: { externalId: { column: 2 }, name: { column: 1 } }'
    const outcome = await read('um,1\ndois,2\n', mapOf(yaml))
    expect(outcome.batches[0]?.records).toEqual([
      { externalId: '1', name: 'um' },
      { externalId: '2', name: 'dois' },
    ])
  })
})

describe('a file that cannot be read', () => {
  it.each([
    ['', 'not even a header'],
    ['\n\n', 'not even a header'],
    ['id,nome\n1,um\n', 'no column "id", "nome"; the file has "id,nome" (only one: is the delimiter really ";"?)'],
    ['Id;name\n', 'no column "id", "nome"; the file has "Id", "name"'],
    ['id;nome;nome\n', 'more than one column is called nome'],
    [Buffer.from('\ufeffid;nome\n', 'utf16le'), 'UTF-16'],
  ])('is named %#', async (content, message) => {
    const outcome = await read(content, mapOf(CUSTOMERS))
    expect(outcome.fault).toMatchObject({ line: 1, message: expect.stringContaining(message) })
    expect(outcome.batches).toEqual([])
  })

  it('says so when a byte order mark contradicts the map', async () => {
    const outcome = await read(`\ufeff${TITLES_HEADER}`, mapOf(TITLES), 64)
    expect(outcome.fault?.message).toContain('set encoding: utf-8')
  })
})

describe('cells', () => {
  it('become titles and their customers, each customer once', async () => {
    const rows = [
      'T1;C1;Mercearia São João – 1€;NF;21/10/2026;20/11/2026;1.234,56;1.000,00;5.000,00',
      'T2;C1;Mercearia São João – 1€;;21/10/2026;20/12/2026;"1.234,56";0,00;5.000,00',
      'T3;C2;;NCC;29/02/2024;29/02/2024;10,00;10,00;',
    ]
    // Windows-1252 puts the dash and the euro where ISO 8859-1 has control characters.
    const text = TITLES_HEADER + rows.join('\r\n')
    const bytes = Buffer.from([...text].map((char) => ({ '–': 0x96, '€': 0x80 })[char] ?? char.charCodeAt(0)))
    const outcome = await read(bytes, mapOf(TITLES))
    expect(outcome.rejects).toEqual([])
    expect(outcome.batches.map(({ kind }) => kind)).toEqual(['customers', 'receivables'])
    expect(outcome.batches[0]?.records).toEqual([
      { externalId: 'C1', name: 'Mercearia São João – 1€', limit: { mode: 'amount', amount: '5000.00' } },
      { externalId: 'C2', name: 'C2' },
    ])
    const common = { customer: { externalId: 'C1' }, kind: 'invoice', issuedOn: '2026-10-21', amount: '1234.56' }
    expect(outcome.batches[1]?.records).toEqual([
      { externalId: 'T1', ...common, dueOn: '2026-11-20', openAmount: '1000.00', status: 'open' },
      { externalId: 'T2', ...common, dueOn: '2026-12-20', openAmount: '0.00', status: 'paid' },
      {
        externalId: 'T3',
        customer: { externalId: 'C2' },
        kind: 'credit_note',
        issuedOn: '2024-02-29',
        dueOn: '2024-02-29',
        amount: '10.00',
        openAmount: '10.00',
        status: 'open',
      },
    ])
  })

  it('that cannot be read refuse their row, each fault told with line, field and value', async () => {
    const long = 'x'.repeat(500)
    const rows = [
      `T1;C1;N;NF;30/02/2026;20/11/2026;1,234.56;-5,00;`,
      `T2;C1;N;${long};21/10/2026;20/11/2026;1,00;1,00;`,
      ';C1;N;NF;21/10/2026;20/11/2026;1,00;1,00;',
      'T\u00004;C1;N;NF;21/10/2026;20/11/2026;1,00;1,00;',
      'T5;C1;N;NF;21/10/2026;20/11/2026;1,00;1,00;muito',
    ]
    const outcome = await read(Buffer.from(TITLES_HEADER + rows.join('\n'), 'latin1'), mapOf(TITLES))
    const told = outcome.rejects.map(({ line, field, value, externalId }) => ({ line, field, value, externalId }))
    expect(told).toEqual([
      { line: 2, field: 'issuedOn', value: '30/02/2026', externalId: 'T1' },
      { line: 2, field: 'amount', value: '1,234.56', externalId: 'T1' },
      { line: 2, field: 'openAmount', value: '-5,00', externalId: 'T1' },
      { line: 3, field: 'kind', value: 'x'.repeat(80), externalId: 'T2' },
      { line: 4, field: 'externalId', value: '', externalId: '' },
      { line: 5, field: 'externalId', value: 'T\u00004', externalId: '' },
      { line: 6, field: 'customerFrom.limit.amount', value: 'muito', externalId: 'T5' },
    ])
    expect(outcome.rejects[3]?.message).toContain('(NF, NCC)')
    // The customer of line 6 is wrong; the title is not, and the customer was already sent by line 2.
    expect(outcome.batches.map(({ kind, lines }) => [kind, lines])).toEqual([
      ['customers', [2]],
      ['receivables', [6]],
    ])
  })

  it('in the wrong encoding are told by line', async () => {
    const outcome = await read(Buffer.from('id;nome\n1;um\n2;caf\u00e9\n3;fim\n', 'latin1'), mapOf(CUSTOMERS))
    expect(namesIn(outcome)).toEqual(['um', 'fim'])
    expect(outcome.rejects).toMatchObject([{ line: 3, field: 'name', message: expect.stringContaining('latin1') }])
  })

  it('with a limit mode of none or unlimited carry no amount', async () => {
    const yaml = `kind: customers
fields:
  externalId: { column: id }
  limit.mode: { column: m, map: { S: none, I: unlimited, L: amount } }
  limit.amount: { column: a }`
    const outcome = await read('id,m,a\n1,S,0\n2,I,0\n3,L,10\n4,,\n5,,7\n', mapOf(yaml))
    expect(outcome.batches[0]?.records.map(({ limit }) => limit)).toEqual([
      { mode: 'none' },
      { mode: 'unlimited' },
      { mode: 'amount', amount: '10.00' },
      undefined,
      { mode: 'amount', amount: '7.00' },
    ])
  })
})

describe('a history', () => {
  const HISTORY = `
kind: receivables
ledger: history
fields:
  externalId: { column: id }
  customer.externalId: { column: c }
  kind: { constant: invoice }
  issuedOn: { column: i }
  dueOn: { column: i }
  settledOn: { column: s }
  amount: { column: a }
`
  const TEXT = 'id,c,i,s,a\n1,x,2026-01-10,2026-01-20,5.00\n2,x,2026-01-15,,7.00\n'

  it.each([
    ['2026-01-09', [], 2],
    ['2026-01-10', [['1', 'open', '5.00', undefined]], 1],
    [
      '2026-01-19',
      [
        ['1', 'open', '5.00', undefined],
        ['2', 'open', '7.00', undefined],
      ],
      0,
    ],
    [
      '2026-01-20',
      [
        ['1', 'paid', '0.00', '2026-01-20'],
        ['2', 'open', '7.00', undefined],
      ],
      0,
    ],
  ])('as of %s', async (today, expected, later) => {
    const outcome = await read(TEXT, mapOf(HISTORY), 64, today)
    const records = outcome.batches.flatMap((batch) => batch.records)
    expect(records.map((r) => [r.externalId, r.status, r.openAmount, r.settledOn])).toEqual(expected)
    expect(outcome).toMatchObject({ rows: 2, later, rejects: [] })
  })
})

describe('a large file', () => {
  const ROWS = 200_000
  const LIVE_GROWTH_BYTES_MAX = 16 * 1024 * 1024

  it('is read in flat memory and in batches of at most 1,000', async () => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    async function* chunks(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('id;nome\n')
      for (let row = 0; row < ROWS; row += 500) {
        const rows = Array.from({ length: 500 }, (_, index) => `${row + index};"Cliente ${row + index}"\r\n`)
        yield Buffer.from(rows.join(''))
      }
    }
    const progress = { rows: () => undefined, later: () => undefined, reject: () => undefined }
    let records = 0
    let largest = 0
    const live: number[] = []
    let lastLine = 0
    for await (const batch of readCsv(chunks(), mapOf(CUSTOMERS), '2026-11-21', progress)) {
      records += batch.records.length
      largest = Math.max(largest, batch.records.length)
      lastLine = batch.lines.at(-1) as number
      if (records % 20_000 !== 0) continue
      collect()
      live.push(process.memoryUsage().heapUsed)
    }
    expect({ records, largest, lastLine }).toEqual({ records: ROWS, largest: 1_000, lastLine: ROWS + 1 })
    expect(live.length).toBe(10)
    expect(Math.max(...live) - (live[0] as number)).toBeLessThan(LIVE_GROWTH_BYTES_MAX)
  })
})
