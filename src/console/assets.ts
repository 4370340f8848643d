import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Assets } from './layout.ts'

/** A file that browsers keep for ever: another content has another name. */
export interface AssetFile {
  readonly path: string
  readonly type: string
  readonly body: Buffer
}

const HASH_CHARS = 12

const fileOf = (name: string, extension: string, type: string, body: string): AssetFile => ({
  path: `/static/${name}.${hash('sha256', body, 'hex').slice(0, HASH_CHARS)}.${extension}`,
  type,
  body: Buffer.from(body),
})

const read = (path: string): string => readFileSync(path, 'utf8')
const own = (name: string): string => read(fileURLToPath(new URL(`static/${name}`, import.meta.url)))
const normalize = read(fileURLToPath(import.meta.resolve('modern-normalize/modern-normalize.css')))

const css = fileOf(
  'console',
  'css',
  'text/css; charset=utf-8',
  `@layer normalize {\n${normalize}}\n${own('console.css')}`,
)
const script = fileOf('console', 'js', 'text/javascript; charset=utf-8', own('console.js'))
const icon = fileOf('fiado', 'svg', 'image/svg+xml', own('fiado.svg'))

export const assetFiles: readonly AssetFile[] = [css, script, icon]
export const assets: Assets = { css: css.path, script: script.path, icon: icon.path }
