import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { WireRecord } from '../../src/import/canonical-fields.ts'
import { runImportCommand } from '../../src/import/cli.ts'
import { createProgressLine } from '../../src/import/progress-line.ts'
import { createScratch } from './scratch.ts'

const scratch = createScratch()
const MAP =
  'kind: customers\nsource: erp\npattern: c*.csv\nfields: { externalId: { column: id }, name: { column: name } }\n'

async function command(...argv: string[]) {
  const fed: WireRecord[] = []
  const texts = { out: '', error: '' }
  const calls = { sources: [] as string[], closed: 0 }
  const code = await runImportCommand(argv, {
    today: '2026-11-21',
    out: {
      write: (text) => {
        texts.out += text
      },
    },
    error: {
      write: (text) => {
        texts.error += text
      },
    },
    openFeed: async (source) => {
      calls.sources.push(source)
      return {
        feed: async (_kind, records) => {
          if (records.some(({ name }) => name === 'crash')) throw new Error('the database is away')
          fed.push(...records)
          return { accepted: records.length, ignored: 0, rejected: [] }
        },
        close: async () => void calls.closed++,
      }
    },
  })
  return { code, fed, ...texts, ...calls }
}

describe('the import command', () => {
  it('imports a file', async () => {
    const map = await scratch.write('map.yaml', MAP)
    const file = await scratch.write('one.csv', 'id,name\n1,um\n2,dois\n')
    const errors = join(await scratch.path(), 'e.csv')
    const ran = await command('--map', map, '--file', file, '--source', 'other', '--errors', errors)
    expect(ran).toMatchObject({ code: 0, sources: ['other'], closed: 1 })
    expect(ran.fed).toHaveLength(2)
    expect(ran.out).toBe(`${file}: 2 rows, 2 records accepted, 0 older than what is stored, 0 rejected\n`)
    expect(ran.error).toBe('one.csv: 100%, 2 rows, 2 records accepted, 0 rejected\n')
    expect(existsSync(errors)).toBe(false)
  })

  it('imports the matching files of a folder in order of name, and ends with 1 when a row is bad', async () => {
    const map = await scratch.write('map.yaml', MAP)
    const folder = join(await scratch.path(), 'inbox')
    await mkdir(join(folder, 'c-folder.csv'), { recursive: true })
    await scratch.write('inbox/c-2.csv', 'id,name\n2,dois\n3\n')
    await scratch.write('inbox/C-1.CSV', 'id,name\n1,um\n')
    await scratch.write('inbox/c-0.csv.errors.csv', 'line\n')
    await scratch.write('inbox/other.csv', 'id,name\n9,nove\n')
    const ran = await command('--map', map, '--file', folder, '--errors', await scratch.path())
    expect(ran).toMatchObject({ code: 1, sources: ['erp'], closed: 1 })
    expect(ran.fed.map(({ externalId }) => externalId)).toEqual(['1', '2'])
    const report = join(await scratch.path(), 'c-2.csv.errors.csv')
    expect(ran.out).toContain('line 3:  "3" has 1 cells')
    expect(ran.out).toContain(report)
    expect(existsSync(report)).toBe(true)
  })

  it('opens no database in a dry run', async () => {
    const map = await scratch.write('map.yaml', MAP)
    const file = await scratch.write('dry.csv', 'id,name\n1,um\n')
    const ran = await command('--map', map, '--file', file, '--dry-run')
    expect(ran).toMatchObject({ code: 0, sources: [], fed: [] })
    expect(ran.out).toContain('nothing was stored')
  })

  it('ends with 2 when the columns are not those of the map', async () => {
    const map = await scratch.write('map.yaml', MAP)
    const file = await scratch.write('columns.csv', 'code;name\n1;um\n')
    const ran = await command(
      '--map',
      map,
      '--file',
      file,
      '--errors',
      join(await scratch.path(), 'columns.errors.csv'),
    )
    expect(ran).toMatchObject({ code: 2, fed: [], out: expect.stringContaining('the file has "code;name"') })
  })

  it('closes the database when the feed fails, and says why', async () => {
    const map = await scratch.write('map.yaml', MAP)
    const file = await scratch.write('crash.csv', 'id,name\n1,crash\n')
    expect(await command('--map', map, '--file', file)).toMatchObject({
      code: 2,
      closed: 1,
      error: expect.stringContaining('away'),
    })
  })

  it('shows its usage', async () => {
    expect(await command('--help')).toMatchObject({ code: 0, error: '', out: expect.stringContaining('--dry-run') })
  })

  it('says what is wrong and opens nothing', async () => {
    const map = await scratch.write('map.yaml', MAP)
    const wrong = await scratch.write('wrong.yaml', 'kind: customers\nfields: {}\n')
    const nameless = await scratch.write('nameless.yaml', MAP.replace('source: erp\n', ''))
    const file = await scratch.write('x.csv', 'id,name\n')
    const folder = await scratch.path()
    const cases: [string[], string][] = [
      [[], '--map is missing'],
      [['--map', map, '--fiel', 'x'], "Unknown option '--fiel'"],
      [['--map', map, 'x.csv'], 'x.csv'],
      [['--map', '/nonexistent.yaml', '--file', file], 'the map cannot be read'],
      [['--map', wrong, '--file', file], `${wrong}:2: fields externalId must be mapped`],
      [['--map', map], '--file is missing'],
      [['--map', map, '--file', '/nonexistent'], 'does not exist'],
      [['--map', map, '--file', '/dev/null'], 'neither a file nor a folder'],
      [['--map', map, '--file', join(folder, 'x.csv'), '--errors', join(folder, '.', 'x.csv')], 'would overwrite'],
      [['--map', map, '--file', folder, '--errors', file], 'existing folder'],
      [['--map', nameless, '--file', file], 'must be the name of an ERP connection'],
      [['--map', map, '--file', file, '--source', 'Não'], 'such as "omie-matriz"'],
    ]
    for (const [argv, message] of cases) {
      const ran = await command(...argv)
      expect({ argv, ...ran }).toMatchObject({ code: 2, sources: [], out: '', error: expect.stringContaining(message) })
    }
  })
})

describe('the progress line', () => {
  const progress = {
    file: 'a.csv',
    bytes: 50,
    bytesTotal: 200,
    rows: 3,
    later: 0,
    accepted: 2,
    ignored: 0,
    rejected: 1,
  }

  it('rewrites one line of a terminal', () => {
    let text = ''
    const line = createProgressLine({
      isTTY: true,
      write: (part) => {
        text += part
      },
    })
    line.show(progress)
    line.end()
    expect(text).toBe('\r\u001b[2Ka.csv: 25%, 3 rows, 2 records accepted, 1 rejected\n')
  })

  it('says nothing when nothing happened', () => {
    let text = ''
    createProgressLine({
      write: (part) => {
        text += part
      },
    }).end()
    expect(text).toBe('')
  })
})
