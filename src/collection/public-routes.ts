import { z } from 'zod'
import type { App } from '../app.ts'
import type { ReceiptDelivery, ReceiptOutcome } from '../channels/contract.ts'
import { textSchema } from '../kernel/text.ts'
import { problemResponse } from '../web/openapi.ts'
import { problem } from '../web/problems.ts'

/** What strangers may call: providers tell of messages, and customers end them. */
export interface PublicDesk {
  /** `unknown`: there is no channel of that name and secret. */
  receive(name: string, secret: string, delivery: ReceiptDelivery): Promise<ReceiptOutcome | { kind: 'unknown' }>
  optOut(token: string): Promise<boolean>
  /** How the program is called from outside, where signatures are made over the address. */
  readonly publicUrl: string | null
}

/** WhatsApp gathers many events into one call. */
const RECEIPT_BYTES_MAX = 4 * 1024 * 1024
const SECRET_MAX = 512
const TOKEN = z.string().regex(/^[A-Za-z0-9_-]{16,64}$/, 'must be a token of one of our messages')

const receiptParams = z.strictObject({ name: textSchema(64), secret: textSchema(SECRET_MAX) })
/** Providers add what they like; these are the ones that are known. */
const receiptQuery = z.looseObject({
  'hub.mode': z.string().optional(),
  'hub.verify_token': z.string().optional(),
  'hub.challenge': z.string().optional(),
  key: z.string().optional(),
})

export function publicRoom(desk: PublicDesk) {
  return async (app: App): Promise<void> => {
    await app.register(async (scope) => {
      takeRawBodies(scope as App)
      addReceipts(scope as App, desk)
      addOptOut(scope as App, desk)
    })
  }
}

/** A signature is made over the body as it came, whatever its type says. */
function takeRawBodies(app: App): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: RECEIPT_BYTES_MAX }, (_request, body, done) =>
    done(null, body),
  )
}

function addReceipts(app: App, { receive, publicUrl }: PublicDesk): void {
  const common = {
    tags: ['channels'],
    params: receiptParams,
    querystring: receiptQuery,
    response: {
      200: z.string(),
      401: problemResponse(401),
      404: problemResponse(404),
      413: problemResponse(413),
    },
  }
  const take = async (
    method: 'GET' | 'POST',
    request: { params: z.output<typeof receiptParams>; query: unknown; headers: object; body: unknown; url: string },
  ): Promise<string> => {
    const { name, secret } = request.params
    const outcome = await receive(name, secret, {
      method,
      url: `${publicUrl ?? ''}${request.url}`,
      query: textsOf(request.query),
      headers: request.headers as Record<string, string | undefined>,
      rawBody: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    })
    if (outcome.kind === 'unknown') throw problem(404, 'There is no channel of that address.')
    if (outcome.kind === 'refused') throw problem(401, outcome.message)
    // Some providers send whatever text they are answered with to the customer who wrote.
    return outcome.kind === 'challenge' ? outcome.text : ''
  }
  app.get(
    '/v1/channels/:name/receipts/:secret',
    {
      config: { scope: 'public' },
      schema: {
        operationId: 'verifyReceipts',
        summary: 'Where a provider asks whether the address is ours',
        ...common,
      },
    },
    async (request, reply) => reply.type('text/plain; charset=utf-8').send(await take('GET', request)),
  )
  app.post(
    '/v1/channels/:name/receipts/:secret',
    {
      config: { scope: 'public' },
      schema: {
        operationId: 'receiveReceipts',
        summary: 'Where a provider tells what became of messages',
        description: 'The address to enter at the provider; `secret` is `receipts.secret` of the channel file.',
        ...common,
      },
    },
    async (request, reply) => reply.type('text/plain; charset=utf-8').send(await take('POST', request)),
  )
}

/** A parameter that is given twice is taken as not given. */
const textsOf = (query: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(query as Record<string, unknown>).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  )

const page = (title: string, body: string): string =>
  `<!doctype html><html lang="pt-BR"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
  `<title>${title}</title><main><h1>${title}</h1>${body}</main></html>`

const ASK = page(
  'Não receber mais mensagens',
  '<p>Confirme para não receber mais mensagens neste endereço.</p>' +
    '<form method="post"><button type="submit">Não quero mais receber</button></form>',
)
const DONE = page('Pronto', '<p>Você não receberá mais mensagens neste endereço.</p>')

/** Links are opened by mail programs before anybody sees them: only a POST ends messages (RFC 8058). */
function addOptOut(app: App, { optOut }: PublicDesk): void {
  const common = {
    tags: ['channels'],
    params: z.strictObject({ token: TOKEN }),
    response: { 200: z.string(), 404: problemResponse(404) },
  }
  app.get(
    '/v1/opt-outs/:token',
    {
      config: { scope: 'public' },
      schema: { operationId: 'askOptOut', summary: 'The page that a message links to, in Portuguese', ...common },
    },
    async (_request, reply) => reply.type('text/html; charset=utf-8').send(ASK),
  )
  app.post(
    '/v1/opt-outs/:token',
    {
      config: { scope: 'public' },
      schema: {
        operationId: 'optOut',
        summary: 'End messages to the address that this one was sent to (RFC 8058, one click)',
        ...common,
      },
    },
    async (request, reply) => {
      if (!(await optOut(request.params.token))) throw problem(404, 'There is no message of that token.')
      return reply.type('text/html; charset=utf-8').send(DONE)
    },
  )
}
