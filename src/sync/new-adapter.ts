import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** `npm run adapter:new <id>`: a new adapter as a copy of the template, with a mapping that is still to be filled. */

const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/
const ID_CHARS_MAX = 32
const TEMPLATE = '_template'
const REGISTRY = 'src/registry.ts'
/** Takes the place of the template's own mapping, which is done. */
const TO_FILL = 'mapping-to-fill.ts'

export type NewAdapter = { readonly fault: string } | { readonly files: readonly string[] }

export async function createAdapter(root: string, id: string): Promise<NewAdapter> {
  if (!ID.test(id) || id.length > ID_CHARS_MAX)
    return { fault: `"${id}" is no id of an adapter: up to ${ID_CHARS_MAX} of a-z, 0-9 and "-", such as "sol-erp"` }
  const folders = [`adapters/erp/${id}`, `test/adapters/${id}`]
  const taken = folders.find((folder) => existsSync(join(root, folder)))
  if (taken) return { fault: `${taken} is there already` }
  const registry = await readFile(join(root, REGISTRY), 'utf8')
  const registered = register(registry, id)
  if ('fault' in registered) return registered
  const files = [
    ...(await copyFolder(root, `adapters/erp/${TEMPLATE}`, `adapters/erp/${id}`, id)),
    ...(await copyFolder(root, `test/adapters/${TEMPLATE}`, `test/adapters/${id}`, id)),
  ]
  await writeFile(join(root, REGISTRY), registered.text)
  return { files: [...files, REGISTRY] }
}

async function copyFolder(root: string, from: string, to: string, id: string): Promise<string[]> {
  const entries = await readdir(join(root, from), { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(root, from).length + 1))
  const isReplaced = (path: string): boolean => path === 'mapping.ts' && paths.includes(TO_FILL)
  const written: string[] = []
  for (const path of paths.filter((path) => !isReplaced(path)).sort()) {
    const target = join(to, path === TO_FILL ? 'mapping.ts' : path)
    await mkdir(dirname(join(root, target)), { recursive: true })
    await writeFile(join(root, target), rename(await readFile(join(root, from, path), 'utf8'), id, target))
    written.push(target)
  }
  return written
}

/** The template's names in the words of the new adapter: `acme`, `Acme`, `ACME` and its title. */
export function rename(text: string, id: string, path: string): string {
  const words = id.split('-').map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`)
  const variable = path.endsWith('.ts') ? text.replace(/(?<![-'"`/\w])acme(?![-'\w])/g, variableOf(id)) : text
  return variable
    .replaceAll('Acme ERP 4', words.join(' '))
    .replaceAll('ACME', id.replaceAll('-', '_').toUpperCase())
    .replaceAll('Acme', words.join(''))
    .replaceAll('acme', id)
    .replaceAll(/(from '[^']*)\/_template\//g, `$1/${id}/`)
}

const variableOf = (id: string): string => id.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

const IMPORT = /^import \{ (\w+) \} from '\.\.\/adapters\/erp\/([a-z0-9-]+)\/index\.ts'\n/gm
const LIST = /(export const adapters: readonly ErpAdapter\[\] = )\[([^\]]*)\]/
const LINE_CHARS_MAX = 120

/** The registry with one import and one entry more, both in alphabetical order, as the formatter wants them. */
export function register(text: string, id: string): { readonly fault: string } | { readonly text: string } {
  const variable = variableOf(id)
  const list = LIST.exec(text)
  if (!list) return { fault: `${REGISTRY} has no line "export const adapters: readonly ErpAdapter[] = […]"` }
  if (new RegExp(`\\b${variable}\\b`).test(text)) return { fault: `${REGISTRY} has a "${variable}" already` }
  const known = [...text.matchAll(IMPORT)].map(([line, , path = '']) => ({ line, path }))
  const added = { line: `import { ${variable} } from '../adapters/erp/${id}/index.ts'\n`, path: id }
  const imports = [...known, added].sort((first, second) => (first.path < second.path ? -1 : 1))
  const names = (list[2] ?? '').split(',').map((name) => name.trim())
  const entries = [...names.filter((name) => name !== ''), variable].sort()
  const oneLine = `${list[1]}[${entries.join(', ')}]`
  const wrapped = `${list[1]}[\n${entries.map((name) => `  ${name},\n`).join('')}]`
  const rest = text.replace(IMPORT, '').replace(LIST, oneLine.length <= LINE_CHARS_MAX ? oneLine : wrapped)
  return { text: imports.map(({ line }) => line).join('') + rest }
}

export function describeNewAdapter(id: string, files: readonly string[]): string {
  return `${files.map((file) => `  ${file}\n`).join('')}
The adapter ${id} is there, and in ${REGISTRY}. What is left to do:

  1. test/adapters/${id}/fake.ts      answer as your ERP's documentation says
  2. adapters/erp/${id}/api.ts        call it as the documentation says
  3. adapters/erp/${id}/mapping.ts    fill what says "fillIn"
  4. npx vitest run test/adapters/${id}   names by title what is missing
  5. npm run adapters:table           tells the table in adapters/README.md what it can do

adapters/README.md, "Your first adapter", walks through it.
`
}
