// Asks Fiado about every order that Bling tells of, and moves a refused one to a situation of its own.
// node credit-hook.mjs credit-hook.json        (Node 20 or later, nothing to install; see README.md beside the adapter)
import { createHmac, timingSafeEqual } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'

const config = JSON.parse(readFileSync(process.argv[2] ?? 'credit-hook.json', 'utf8'))
const { port, source, fiadoUrl, fiadoKey, clientId, clientSecret, tokensFile } = config
const { checkSituations, blockedSituation, cashPaymentForms = [] } = config
const blingUrl = config.blingUrl ?? 'https://api.bling.com.br/Api/v3'

// Bling waits five seconds for the answer to a webhook.
const FIADO_MS = 2_000
const BLING_MS = 1_200
const BODY_BYTES_MAX = 1_000_000
const RENEW_BEFORE_MS = 60_000

let renewal = null

const readTokens = () => JSON.parse(readFileSync(tokensFile, 'utf8'))

function keepTokens(tokens) {
  writeFileSync(`${tokensFile}.new`, JSON.stringify(tokens), { mode: 0o600 })
  renameSync(`${tokensFile}.new`, tokensFile)
}

/** The refresh token changes with every use: it is written down before the new access token is used. */
async function renewToken() {
  const kept = readTokens()
  if (kept.accessToken && kept.expiresAt - RENEW_BEFORE_MS > Date.now()) return kept.accessToken
  const reply = await fetch(`${blingUrl}/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}`, 'enable-jwt': '1' },
    body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: kept.refreshToken }),
    signal: AbortSignal.timeout(BLING_MS),
  })
  if (!reply.ok) throw new Error(`Bling gives no token (${reply.status}): authorise the app of this script again`)
  const { access_token: accessToken, refresh_token: refreshToken, expires_in: seconds } = await reply.json()
  keepTokens({ accessToken, refreshToken, expiresAt: Date.now() + seconds * 1_000 })
  return accessToken
}

async function askBling(method, path) {
  renewal ??= renewToken().finally(() => {
    renewal = null
  })
  const headers = { authorization: `Bearer ${await renewal}`, 'enable-jwt': '1' }
  const reply = await fetch(blingUrl + path, { method, headers, signal: AbortSignal.timeout(BLING_MS) })
  if (reply.status === 404) return null
  // Bling asks again, and a new token is got then.
  if (reply.status === 401) keepTokens({ ...readTokens(), expiresAt: 0 })
  if (!reply.ok) throw new Error(`${method} ${path} answered ${reply.status}`)
  return reply.status === 204 ? null : (await reply.json()).data
}

const askFiado = (path, body) =>
  fetch(fiadoUrl + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${fiadoKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(FIADO_MS),
  })

/** Throws when Fiado or Bling is away: the order stays as it is, neither approved nor refused, and Bling asks again. */
async function judge(id, changedAt) {
  const order = await askBling('GET', `/pedidos/vendas/${id}`)
  if (!order || !checkSituations.includes(order.situacao.id) || !(order.total > 0)) return
  const isCash =
    order.parcelas.length > 0 && order.parcelas.every((term) => cashPaymentForms.includes(term.formaPagamento.id))
  const reply = await askFiado('/v1/credit-checks', {
    source,
    mode: 'reserve',
    customer: { externalId: String(order.contato.id) },
    order: {
      id: String(order.id),
      // Each change of the order is asked anew; the same webhook twice is one question.
      revision: Math.floor(Date.parse(changedAt) / 1_000),
      amount: order.total.toFixed(2),
      payment: { kind: isCash ? 'cash' : 'credit' },
    },
  })
  // 409 and 422 are about this order, and asking again would not change them.
  if (!reply.ok && reply.status !== 409 && reply.status !== 422) throw new Error(`Fiado answered ${reply.status}`)
  const { decision, reasons = [], title } = await reply.json()
  console.log(`pedido ${order.numero}: ${decision ?? title}`, reasons.map(({ message }) => message).join(' '))
  if (decision === 'blocked') await askBling('PATCH', `/pedidos/vendas/${id}/situacoes/${blockedSituation}`)
}

async function take({ event, date, data }) {
  if (event === 'order.created' || event === 'order.updated') await judge(data.id, date)
  if (event === 'order.deleted') await askFiado(`/v1/orders/${data.id}/cancel`, { source })
}

function isSigned(body, given = '') {
  const wanted = Buffer.from(`sha256=${createHmac('sha256', clientSecret).update(body).digest('hex')}`)
  const received = Buffer.from(given)
  return received.length === wanted.length && timingSafeEqual(received, wanted)
}

async function statusFor(request) {
  const chunks = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += chunk.length
    if (bytes > BODY_BYTES_MAX) return 413
    chunks.push(chunk)
  }
  const body = Buffer.concat(chunks)
  if (!isSigned(body, request.headers['x-bling-signature-256'])) return 401
  try {
    await take(JSON.parse(body))
    return 204
  } catch (error) {
    console.error(`not checked, Bling will ask again: ${error.message}`)
    return 503
  }
}

const server = createServer(async (request, response) => {
  response.writeHead(await statusFor(request)).end()
})
server.listen(port, () => console.log(`listening on ${server.address().port}`))
