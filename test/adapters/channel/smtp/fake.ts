import type { AddressInfo, Socket } from 'node:net'
import { simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerSession } from 'smtp-server'
import { Secret } from '../../../../src/sync/secret.ts'
import type { ArrivedMessage, FakeProvider, ProviderFault } from '../../../conformance-channel/vendor.ts'
import { CERTIFICATE_PEM, KEY_PEM } from '../../../sync/localhost-certificate.ts'

const USER = 'cobranca@fiado.example'
const PASSWORD = 'correio-s3nha-90a1'

/** A real mail server: STARTTLS with a certificate of its own, a login, and one mailbox that there is not. */
export async function startMailServer(host = '127.0.0.1'): Promise<FakeProvider> {
  const arrived: ArrivedMessage[] = []
  const sockets = new Set<Socket>()
  let fault: ProviderFault | null = null
  let left = 0
  let calls = 0
  let hasClosed = false
  const server = new SMTPServer({
    key: KEY_PEM,
    cert: CERTIFICATE_PEM,
    disableReverseLookup: true,
    hideENHANCEDSTATUSCODES: false,
    onAuth: ({ username, password }, _session, done) => {
      if (username === USER && password === PASSWORD) done(null, { user: username })
      else done(reply(535, `5.7.8 the password ${password} of ${username} is wrong`))
    },
    onRcptTo: ({ address }, _session, done) => {
      calls++
      if (fault?.kind === 'throttled' && left-- > 0) return done(reply(450, `4.7.1 rate limit of ${USER} exceeded`))
      if (address.startsWith('nobody@')) return done(reply(550, `5.1.1 <${address}>: user unknown`))
      done()
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        void readMail(Buffer.concat(chunks), session).then((mails) => {
          arrived.push(...mails)
          const wrong = left-- > 0 ? fault : null
          if (wrong?.kind === 'silent') return
          if (wrong?.kind === 'broken') for (const socket of sockets) socket.destroy()
          else done()
        })
      })
    },
  })
  server.on('error', () => undefined)
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => {
    server.listen(0, host, resolve)
  })
  return {
    settings: {
      host,
      port: (server.server.address() as AddressInfo).port,
      security: 'starttls',
      user: USER,
      password: new Secret(PASSWORD),
      from: { name: 'Distribuidora Aço & Cia', address: 'cobranca@fiado.example' },
      replyTo: 'financeiro@fiado.example',
      timeoutMs: 1_000,
      messagesPerMinute: 600_000,
      ca: new Secret(CERTIFICATE_PEM),
    },
    secrets: [PASSWORD],
    arrived,
    get calls() {
      return calls
    },
    misbehave: (how, times = Number.POSITIVE_INFINITY) => {
      fault = how
      left = how === null ? 0 : times
    },
    close: async () => {
      if (hasClosed) return
      hasClosed = true
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

const reply = (responseCode: number, message: string): Error => Object.assign(new Error(message), { responseCode })

/** The mail as its reader sees it, once for each address that the envelope names. */
async function readMail(raw: Buffer, { envelope }: SMTPServerSession): Promise<ArrivedMessage[]> {
  const mail = await simpleParser(raw)
  const to = Array.isArray(mail.to) ? mail.to[0] : mail.to
  const headers = Object.fromEntries(mail.headerLines.map(({ key, line }) => [key, line]))
  const one = {
    providerId: mail.messageId ?? null,
    key: /^<(.+)@fiado\.example>$/.exec(mail.messageId ?? '')?.[1] ?? null,
    recipientName: to?.value[0]?.name ?? '',
    subject: mail.subject ?? null,
    text: plain(mail.text),
    html: plain(mail.html || ''),
    unsubscribeUrl: /^list-unsubscribe: <(.+)>$/i.exec(headers['list-unsubscribe'] ?? '')?.[1] ?? null,
    headers,
  }
  return envelope.rcptTo.map(({ address }) => ({ ...one, recipient: address }))
}

const plain = (text = ''): string => text.replaceAll('\r\n', '\n').replace(/\n$/, '')
