import { z } from 'zod'
import type { App } from '../app.ts'
import { textSchema } from '../kernel/text.ts'
import { problemResponse } from '../web/openapi.ts'
import { problem } from '../web/problems.ts'
import type { Syncs } from './syncs.ts'
import { TAGS } from './write-back-routes.ts'

const WEBHOOK_BYTES_MAX = 1024 * 1024
const SECRET_MAX = 512

/** In a scope of its own: a signature is made over the body as it came, whatever its type says. */
export function addWebhooks(app: App, syncs: Syncs): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: WEBHOOK_BYTES_MAX }, (_request, body, done) =>
    done(null, body),
  )
  app.post(
    '/v1/webhooks/:source/:secret',
    {
      config: { scope: 'public' },
      schema: {
        operationId: 'receiveWebhook',
        summary: 'Where an ERP posts what changed, or asks whether an order may go on',
        description:
          'The address is the one to enter in the ERP; `secret` is the `webhook.secret` of the source file. Answers 409 ' +
          'when an order must not go on, with the reasons under `detail`.',
        tags: TAGS,
        params: z.strictObject({ source: textSchema(64), secret: textSchema(SECRET_MAX) }),
        response: {
          200: z.object({ received: z.literal(true) }),
          401: problemResponse(401),
          404: problemResponse(404),
          409: problemResponse(409),
          413: problemResponse(413),
        },
      },
    },
    async (request) => {
      const { source, secret } = request.params
      const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      const headers = request.headers as Record<string, string | undefined>
      const outcome = await syncs.receive(source, secret, { headers, rawBody })
      if (outcome.kind === 'unknown') throw problem(404, 'There is no webhook of that address.')
      if (outcome.kind === 'refused') throw problem(401, outcome.message)
      if (outcome.kind === 'vetoed') throw problem(409, outcome.messages.join(' '))
      return { received: true as const }
    },
  )
}
