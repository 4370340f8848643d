import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { childEnvironment } from '../harness/child-environment.ts'

const ROOT = join(import.meta.dirname, '../..')
const POLLS_MAX = 400
const POLL_INTERVAL_MS = 50

export interface Run {
  /** What it printed so far, on both outputs. */
  readonly output: { readonly text: string }
  /** Its exit code, when it is over. */
  readonly ended: Promise<number | null>
  /** Waits until it has printed this; throws with all it printed when it does not. */
  printed(pattern: RegExp): Promise<RegExpExecArray>
  /** Ends it as a person would, by Ctrl+C. */
  interrupt(): Promise<number | null>
}

/** Runs a command in the repository's folder as a stranger has it: the environment is what is given, and the PATH. */
export function runProcess(command: readonly string[], environment: Readonly<Record<string, string>>): Run {
  const [program, ...args] = command as [string, ...string[]]
  const child = spawn(program, args, {
    cwd: ROOT,
    env: childEnvironment(environment),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { text: '' }
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output.text += chunk
    })
  }
  const ended = once(child, 'close').then(([code]) => code as number | null)
  return {
    output,
    ended,
    async printed(pattern) {
      for (let poll = 0; poll < POLLS_MAX && child.exitCode === null; poll++) {
        const match = pattern.exec(output.text)
        if (match) return match
        await sleep(POLL_INTERVAL_MS)
      }
      throw new Error(`${command.join(' ')} did not print ${pattern}:\n${output.text}`)
    },
    interrupt() {
      child.kill('SIGINT')
      return ended
    },
  }
}
