import { isIP } from 'node:net'
import { z } from 'zod'
import { parseInstant } from './kernel/clock.ts'
import { type Fault, faultsOf } from './kernel/text.ts'

/** The settings of one process, frozen. */
export interface Config {
  readonly databaseUrl: string
  readonly host: string
  readonly port: number
  /** The secret that seeds one full-scope key; `null` leaves the keys of the database as they are. */
  readonly apiKey: string | null
  /** The folder with `policies/*.yaml`. */
  readonly configFolder: string
  readonly timeZone: string
  /** RFC 3339: where the clock stands still; `null` lets it run. */
  readonly frozenAt: string | null
  /** Load the demonstration company if the database is empty. */
  readonly demo: boolean
  readonly logLevel: (typeof LOG_LEVELS)[number]
  /** Requests a second and key; 0 is no limit. */
  readonly rateLimit: number
  /** Addresses and networks whose `X-Forwarded-For` is believed: what a login comes from is read there. */
  readonly trustedProxies: readonly string[]
  /** Where the secrets are that source files refer to by name. */
  readonly environment: Readonly<Record<string, string | undefined>>
}

export type ConfigResult =
  | { readonly config: Config; readonly unknownNames: readonly string[] }
  | { readonly faults: readonly Fault[] }

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
const PREFIX = 'FIADO_'
const PORT_MAX = 65_535
const RATE_LIMIT_MAX = 1_000_000

const WRONG_DATABASE =
  'must be "sqlite:<file>", such as "sqlite:./data/fiado.db", or "mysql://user:password@host:3306/database"'
const WRONG_KEY =
  'must be 1 to 512 visible ASCII characters without spaces, such as the output of `openssl rand -hex 32`'
const WRONG_PROXIES = 'must be addresses or networks with commas between them, such as "10.0.0.7" or "172.18.0.0/16"'

const environmentSchema = z.object({
  FIADO_DATABASE_URL: z.string().refine(isDatabaseUrl, WRONG_DATABASE).default('sqlite:./data/fiado.db'),
  FIADO_HOST: z.string().default('127.0.0.1'),
  FIADO_PORT: wholeNumber(PORT_MAX).default(3000),
  FIADO_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]{1,512}$/, WRONG_KEY)
    .optional(),
  FIADO_CONFIG: z.string().default('config'),
  FIADO_TIME_ZONE: z
    .string()
    .refine(isTimeZone, 'must be an IANA time zone, such as "America/Sao_Paulo"')
    .default('America/Sao_Paulo'),
  FIADO_NOW: z
    .string()
    .refine(
      (text) => parseInstant(text) !== null,
      'must be an instant such as "2026-11-21T10:00:00-03:00", or be unset',
    )
    .optional(),
  FIADO_DEMO: z.enum(['0', '1'], 'must be 0 or 1').default('1'),
  FIADO_LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
  FIADO_RATE_LIMIT: wholeNumber(RATE_LIMIT_MAX).default(2000),
  FIADO_TRUSTED_PROXIES: z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .refine((parts) => parts.every(isNetwork), WRONG_PROXIES)
    .default([]),
})

/**
 * Reads the settings; every fault is reported at once, by the name of its variable. A variable that is set to nothing
 * counts as unset, since Compose files and service units cannot unset one.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): ConfigResult {
  const given = Object.entries(environment).filter(([name, value]) => name.startsWith(PREFIX) && value !== '')
  const parsed = environmentSchema.safeParse(Object.fromEntries(given))
  if (!parsed.success) return { faults: faultsOf(parsed.error) }
  const values = parsed.data
  const config: Config = {
    databaseUrl: values.FIADO_DATABASE_URL,
    host: values.FIADO_HOST,
    port: values.FIADO_PORT,
    apiKey: values.FIADO_API_KEY ?? null,
    configFolder: values.FIADO_CONFIG,
    timeZone: values.FIADO_TIME_ZONE,
    frozenAt: values.FIADO_NOW ?? null,
    demo: values.FIADO_DEMO === '1',
    logLevel: values.FIADO_LOG_LEVEL,
    rateLimit: values.FIADO_RATE_LIMIT,
    trustedProxies: values.FIADO_TRUSTED_PROXIES,
    environment,
  }
  const unknownNames = given.map(([name]) => name).filter((name) => !(name in environmentSchema.shape))
  return { config: Object.freeze(config), unknownNames }
}

/** The URL without its password, for screens and logs. */
export function maskPassword(databaseUrl: string): string {
  if (databaseUrl.startsWith('sqlite:')) return databaseUrl
  const url = new URL(databaseUrl)
  if (url.password !== '') url.password = '***'
  return url.href
}

function wholeNumber(max: number) {
  return z
    .string()
    .regex(/^\d{1,9}$/, `must be a whole number from 0 to ${max}`)
    .transform(Number)
    .refine((value) => value <= max, `must be a whole number from 0 to ${max}`)
}

function isDatabaseUrl(text: string): boolean {
  if (text.startsWith('sqlite:')) return text.length > 'sqlite:'.length
  if (!URL.canParse(text)) return false
  const { protocol, hostname, pathname } = new URL(text)
  return protocol === 'mysql:' && hostname !== '' && pathname.length > 1 && !pathname.slice(1).includes('/')
}

/** An IP address, or one with the length of a prefix (RFC 4632). */
function isNetwork(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/')
  const bits = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0
  const isPrefix = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits)
  return bits > 0 && isPrefix && rest.length === 0
}

function isTimeZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }) !== null
  } catch {
    return false
  }
}
