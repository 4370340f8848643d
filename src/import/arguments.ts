import { parseArgs } from 'node:util'

export const USAGE = `Imports CSV files that an ERP exported.

  npm run import -- --map config/imports/<name>.yaml [--file <file or folder>] [options]

  --map <file>      how the columns become records (see config/imports/ for examples)
  --file <path>     a CSV file, or a folder of them; default: path in the map
  --source <name>   the ERP connection, such as omie-matriz; default: source in the map
  --dry-run         reads and checks everything, stores nothing
  --errors <path>   where rejected rows are written: a file, or a folder when --file is one;
                    default: <file>.errors.csv in the current folder
  --help            shows this

Exit code: 0 everything was imported, 1 some rows were rejected (see the errors file),
           2 nothing could be done: wrong arguments, map, file or database.
`

export interface ImportArguments {
  readonly map: string
  readonly file: string | undefined
  readonly source: string | undefined
  readonly errors: string | undefined
  readonly dryRun: boolean
}

/** Reads the command line. `fault` says what to change; `help` that usage was asked for. */
export function parseImportArguments(argv: readonly string[]): ImportArguments | { fault: string } | { help: true } {
  try {
    const { values } = parseArgs({
      args: [...argv],
      strict: true,
      allowPositionals: false,
      options: {
        map: { type: 'string' },
        file: { type: 'string' },
        source: { type: 'string' },
        errors: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (values.help) return { help: true }
    if (!values.map) return { fault: '--map is missing: name a file of config/imports/' }
    const { map, file, source, errors } = values
    return { map, file, source, errors, dryRun: values['dry-run'] }
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) }
  }
}
