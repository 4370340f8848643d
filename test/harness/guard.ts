import { type ChildProcess, spawn } from 'node:child_process'
import { Socket } from 'node:net'

/**
 * A small shell that waits for the end of our pipe, which the kernel closes however this process dies (vitest ends its
 * own with a signal), and then runs a script. Detached, so that Ctrl-C does not take it along.
 */
export function startGuard(script: string, ...args: readonly string[]): ChildProcess {
  const guard = spawn('/bin/sh', ['-c', `cat >/dev/null; ${script}`, 'fiado-guard', ...args], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  guard.unref()
  if (guard.stdin instanceof Socket) guard.stdin.unref() // An open pipe alone must not keep this process alive.
  return guard
}
