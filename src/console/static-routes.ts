import type { App } from '../app.ts'
import { assetFiles } from './assets.ts'

const FOR_EVER = 'public, max-age=31536000, immutable'

/** Style, script and sign: no session is needed for them, and a browser asks once. */
export function addStatic(app: App): void {
  for (const { path, type, body } of assetFiles) {
    app.get(path, { config: { scope: 'public' }, schema: { hide: true } }, async (_request, reply) =>
      reply.header('cache-control', FOR_EVER).type(type).send(body),
    )
  }
}
