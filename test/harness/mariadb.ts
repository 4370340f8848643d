import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { accessSync, constants, rmSync } from 'node:fs'
import { mkdtemp, readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { createConnection } from 'mysql2/promise'
import { startGuard } from './guard.ts'

/** A private MariaDB server: own folder, own port, gone with the process that started it. */
export interface Mariadb {
  /** `mysql://root@127.0.0.1:PORT`, without a database; stays the same over restarts. */
  readonly url: string
  readonly port: number
  /** The process id of the server that runs now; another one after `restart()`. */
  readonly pid: number
  /** Where its files are, until `stop`. */
  readonly folder: string
  /** Shuts down in order and deletes every file. */
  stop(): Promise<void>
  /** Sends the signal and waits until the server is gone; the files stay. For crash tests: `kill('SIGKILL')`. */
  kill(signal: NodeJS.Signals): Promise<void>
  /** Starts it again on the same port with the same files, after a `kill` or in order when it still runs. */
  restart(): Promise<void>
}

export interface MariadbOptions {
  /** Further options for mariadbd, such as `--innodb-buffer-pool-size=1G`. */
  readonly serverOptions?: readonly string[]
  /** Where its files go; the folder for temporary files if none is given. */
  readonly base?: string
}

const INSTALL = 'apt-get update && apt-get install -y mariadb-server'
const START_ATTEMPTS_MAX = 3
const PROBES_MAX = 600
const PROBE_INTERVAL_MS = 50
const STOP_TIMEOUT_MS = 15_000

/** Starts a server and answers once it accepts connections; throws with the command to run when none is installed. */
export async function startMariadb(options: MariadbOptions = {}): Promise<Mariadb> {
  const mariadbd = findProgram('mariadbd')
  const folder = await mkdtemp(join(options.base ?? tmpdir(), 'fiado-mariadb-'))
  const guard = startGuard(
    '[ -f "$1/mariadbd.pid" ] && kill -KILL "$(cat "$1/mariadbd.pid")"; sleep 0.2; rm -rf "$1"',
    folder,
  )
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  try {
    await createSystemTables(folder)
    const port = await freePort()
    const command = [...serverArguments(folder, port), ...(options.serverOptions ?? [])]
    let server = await launch(mariadbd, command, folder, port)
    const stopServer = async (): Promise<void> => {
      await endProcess(server, 'SIGTERM')
    }
    return {
      url: `mysql://root@127.0.0.1:${port}`,
      port,
      folder,
      get pid() {
        return server.pid as number
      },
      async stop() {
        await stopServer()
        remove()
        guard.ref()
        await endProcess(guard, 'SIGKILL')
      },
      async kill(signal) {
        await endProcess(server, signal)
      },
      async restart() {
        await stopServer()
        server = await launch(mariadbd, command, folder, port)
      },
    }
  } catch (cause) {
    guard.stdin?.end() // The guard kills what is left of the server and deletes the folder.
    throw cause
  }
}

/** A fresh empty database on that server. `drop` deletes it again. */
export async function createMariadbDatabase(serverUrl: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `fiado_${randomBytes(8).toString('hex')}`
  await execute(serverUrl, `CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`)
  return { url: `${serverUrl}/${name}`, drop: () => execute(serverUrl, `DROP DATABASE IF EXISTS ${name}`) }
}

async function execute(serverUrl: string, statement: string): Promise<void> {
  const connection = await createConnection({ uri: serverUrl, connectTimeout: 5_000 })
  try {
    await connection.query(statement)
  } finally {
    await connection.end()
  }
}

function findProgram(name: string): string {
  // Debian keeps servers in sbin, which the PATH of an ordinary user lacks.
  for (const folder of [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/usr/local/sbin']) {
    const path = join(folder, name)
    try {
      accessSync(path, constants.X_OK)
      return path
    } catch {
      // Not in this folder: the next one is tried, and the end of the list throws.
    }
  }
  throw new Error(`${name} is not installed, and the tests need a real MariaDB. Install it: ${INSTALL}`)
}

async function createSystemTables(folder: string): Promise<void> {
  const options = ['--no-defaults', `--datadir=${folder}/data`, '--auth-root-authentication-method=normal']
  await promisify(execFile)(
    findProgram('mariadb-install-db'),
    [...options, '--skip-test-db', '--skip-name-resolve', ...asUser()],
    // Servers that start at once, in containers with process ids alike, would take each other's temporary tables.
    { timeout: 60_000, env: { ...process.env, TMPDIR: folder } },
  )
}

function serverArguments(folder: string, port: number): string[] {
  return [
    '--no-defaults',
    `--datadir=${folder}/data`,
    `--tmpdir=${folder}`,
    `--socket=${folder}/mariadbd.sock`,
    `--pid-file=${folder}/mariadbd.pid`,
    `--log-error=${folder}/mariadbd.log`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    '--skip-networking=0',
    '--skip-name-resolve',
    '--max-connections=300',
    // A commit that was answered is on the disk: the durability that production has to run with.
    '--innodb-flush-log-at-trx-commit=1',
    ...asUser(),
  ]
}

function asUser(): string[] {
  return process.getuid?.() === 0 ? ['--user=root'] : []
}

async function launch(mariadbd: string, command: string[], folder: string, port: number): Promise<ChildProcess> {
  for (let attempt = 1; ; attempt++) {
    const server = spawn(mariadbd, command, { stdio: 'ignore' })
    if (await accepts(server, port)) return server
    await endProcess(server, 'SIGKILL')
    if (attempt === START_ATTEMPTS_MAX) throw new Error(`mariadbd did not start:\n${await lastLines(folder)}`)
  }
}

async function accepts(server: ChildProcess, port: number): Promise<boolean> {
  for (let probe = 0; probe < PROBES_MAX && !hasEnded(server); probe++) {
    try {
      await execute(`mysql://root@127.0.0.1:${port}`, 'SELECT 1')
      return true
    } catch {
      await sleep(PROBE_INTERVAL_MS) // Not ready yet; the number of probes bounds the wait.
    }
  }
  return false
}

async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (hasEnded(child)) return
  const ended = once(child, 'exit')
  child.kill(signal)
  const timeout = AbortSignal.timeout(STOP_TIMEOUT_MS)
  const forceful = (): boolean => child.kill('SIGKILL')
  timeout.addEventListener('abort', forceful, { once: true })
  await ended
  timeout.removeEventListener('abort', forceful)
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null
}

async function lastLines(folder: string): Promise<string> {
  const log = await readFile(`${folder}/mariadbd.log`, 'utf8').catch(() => '(no log was written)')
  return log.split('\n').slice(-15).join('\n')
}

async function freePort(): Promise<number> {
  const probe = createServer()
  probe.listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('no free port on 127.0.0.1')
  return address.port
}
