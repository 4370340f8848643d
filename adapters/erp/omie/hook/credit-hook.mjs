// Asks Fiado about every order that Omie tells of, and moves it to the stage of the answer.
// node credit-hook.mjs credit-hook.json        (Node 20 or later, nothing to install; see README.md beside the adapter)
import { timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const config = JSON.parse(readFileSync(process.argv[2] ?? 'credit-hook.json', 'utf8'))
const { port, secret, source, fiadoUrl, fiadoKey, appKey, appSecret } = config
// Never a stage that is checked as well: the move itself comes back as a webhook.
const { checkStages, blockedStage, approvedStage = null } = config
const omieUrl = config.omieUrl ?? 'https://app.omie.com.br/api/v1'

const FIADO_MS = 2_000
const OMIE_MS = 10_000
const BODY_BYTES_MAX = 1_000_000
const ASKED = new Set(['VendaProduto.Incluida', 'VendaProduto.Alterada', 'VendaProduto.EtapaAlterada'])
const ENDED = new Set(['VendaProduto.Cancelada', 'VendaProduto.Excluida'])

if (checkStages.includes(blockedStage) || checkStages.includes(approvedStage))
  throw new Error('blockedStage and approvedStage must not be among checkStages')

const askFiado = (path, body) =>
  fetch(fiadoUrl + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${fiadoKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(FIADO_MS),
  })

async function move(codigo_pedido, etapa) {
  const call = { call: 'TrocarEtapaPedido', app_key: appKey, app_secret: appSecret, param: [{ codigo_pedido, etapa }] }
  const reply = await fetch(`${omieUrl}/produtos/pedido/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(call),
    signal: AbortSignal.timeout(OMIE_MS),
  })
  const { faultstring } = await reply.json()
  if (faultstring || !reply.ok) throw new Error(`TrocarEtapaPedido: ${faultstring ?? reply.status}`)
}

/** Throws when Fiado or Omie is away: the order stays in its stage, neither approved nor refused, and Omie asks again. */
async function judge({ idPedido, idCliente, etapa, valorPedido, numeroPedido }) {
  if (!checkStages.includes(etapa) || !(valorPedido > 0)) return
  const reply = await askFiado('/v1/credit-checks', {
    source,
    mode: 'reserve',
    customer: { externalId: String(idCliente) },
    order: {
      id: String(idPedido),
      // Each webhook is a later state of the order than the one before.
      revision: Math.floor(Date.now() / 1_000),
      amount: valorPedido.toFixed(2),
      payment: { kind: 'credit' },
    },
  })
  // 409 and 422 are about this order, and asking again would not change them.
  if (!reply.ok && reply.status !== 409 && reply.status !== 422) throw new Error(`Fiado answered ${reply.status}`)
  const { decision, reasons = [], title } = await reply.json()
  console.log(`pedido ${numeroPedido}: ${decision ?? title}`, reasons.map(({ message }) => message).join(' '))
  if (decision === 'blocked') await move(idPedido, blockedStage)
  if (decision === 'approved' && approvedStage) await move(idPedido, approvedStage)
}

async function take({ topic, event }) {
  if (ASKED.has(topic)) await judge(event)
  if (!ENDED.has(topic)) return
  // 404: Fiado was never asked about it.
  const reply = await askFiado(`/v1/orders/${event.idPedido}/cancel`, { source })
  if (!reply.ok && reply.status !== 404 && reply.status !== 409) throw new Error(`Fiado answered ${reply.status}`)
}

function isSecret(given) {
  const [wanted, received] = [Buffer.from(`/${secret}`), Buffer.from(given)]
  return received.length === wanted.length && timingSafeEqual(received, wanted)
}

async function readBody(request) {
  const chunks = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += chunk.length
    if (bytes > BODY_BYTES_MAX) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

async function statusFor(request) {
  // Omie signs nothing: who knows the address, and the key of the app, is Omie.
  if (!isSecret(request.url)) return 404
  const body = await readBody(request)
  if (body === null) return 413
  try {
    const delivery = JSON.parse(body)
    if (delivery.ping === 'omie') return 200
    if (String(delivery.appKey) !== appKey) return 401
    await take(delivery)
    return 200
  } catch (error) {
    console.error(`not checked, Omie will ask again: ${error.message}`)
    return 503
  }
}

const server = createServer(async (request, response) => {
  response.writeHead(await statusFor(request)).end()
})
server.listen(port, () => console.log(`listening on ${server.address().port}`))
