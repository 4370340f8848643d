import { type AddressInfo, createServer, type Socket } from 'node:net'

/** What the server does at one step: answers this line, says nothing, or hangs up. */
export type Step = string | 'silent' | 'drop' | 'trickle'

export interface Script {
  readonly greeting?: Step
  readonly ehlo?: Step
  readonly starttls?: Step
  readonly mail?: Step
  readonly rcpt?: Step
  readonly data?: Step
  /** Hangs up at the MAIL that is this one of all. */
  readonly dropAtMail?: number
  /** As soon as the first byte of the message comes. */
  readonly during?: 'silent' | 'drop'
  /** After the point that ends the message. */
  readonly end?: Step
}

export interface ScriptedSmtp {
  readonly port: number
  /** Messages of which the end has come. */
  readonly taken: string[]
  /** Commands in order, without their arguments. */
  readonly commands: string[]
  readonly connections: () => number
  close(): Promise<void>
}

const TRICKLE_MS = 20
const ANSWERS = {
  greeting: '220 ready',
  ehlo: '250-here\r\n250 ENHANCEDSTATUSCODES',
  starttls: '502 5.5.1 no such command',
  mail: '250 2.1.0 ok',
  rcpt: '250 2.1.5 ok',
  data: '354 go on',
  end: '250 2.0.0 queued',
} as const

const STEPS: Readonly<Record<string, Exclude<keyof typeof ANSWERS, 'greeting' | 'end'>>> = {
  EHLO: 'ehlo',
  HELO: 'ehlo',
  STARTTLS: 'starttls',
  MAIL: 'mail',
  RCPT: 'rcpt',
  DATA: 'data',
}
const CONTENT_END = '\r\n.\r\n'

/** A server that does at each step what the script says, as real ones do on bad days, and goes on soundly otherwise. */
export async function startScriptedSmtp(script: Script): Promise<ScriptedSmtp> {
  const taken: string[] = []
  const commands: string[] = []
  const sockets = new Set<Socket>()
  let connections = 0
  const stepOf = (line: string): Step => {
    const command = line.split(/[ :]/)[0]?.toUpperCase() ?? ''
    commands.push(command)
    if (command === 'QUIT') return '221 bye'
    const step = STEPS[command]
    const mails = commands.filter((one) => one === 'MAIL').length
    if (step === 'mail' && mails === script.dropAtMail) return 'drop'
    return step ? (script[step] ?? ANSWERS[step]) : '250 ok'
  }
  const server = createServer((socket) => {
    connections++
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    converse(socket, script, stepOf, (content) => taken.push(content))
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    taken,
    commands,
    connections: () => connections,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function converse(
  socket: Socket,
  script: Script,
  stepOf: (line: string) => Step,
  take: (content: string) => void,
): void {
  const perform = (step: Step): void => {
    if (step === 'drop') socket.destroy()
    else if (step === 'trickle') trickle(socket)
    else if (step !== 'silent') socket.write(`${step}\r\n`)
  }
  let text = ''
  let isContent = false
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString()
    if (isContent && script.during) return script.during === 'drop' ? void socket.destroy() : undefined
    for (;;) {
      const mark = isContent ? CONTENT_END : '\r\n'
      const end = text.indexOf(mark)
      if (end < 0) return
      const part = text.slice(0, end)
      text = text.slice(end + mark.length)
      if (isContent) take(part)
      const step = isContent ? (script.end ?? ANSWERS.end) : stepOf(part)
      isContent = !isContent && part.toUpperCase() === 'DATA' && step.startsWith('3')
      perform(step)
    }
  })
  perform(script.greeting ?? ANSWERS.greeting)
}

/** Says something again and again that never comes to an end: no limit of silence notices. */
function trickle(socket: Socket): void {
  const timer = setInterval(() => socket.write('250-still here\r\n'), TRICKLE_MS)
  socket.on('close', () => clearInterval(timer))
}
