import { join } from 'node:path'
import { z } from 'zod'
import { type Environment, lookUpSecrets, readYaml } from '../config-files.ts'
import { type Fault, faultsOf } from '../kernel/text.ts'
import { Secret, secretSchema } from '../sync/secret.ts'
import { ROLES, type Role } from './person.ts'

/** What `config/people.yaml` says; every key may be left out:
 *
 *     publicUrl: https://fiado.example.com      # where browsers find it; needed for oidc
 *     cookies: auto                             # auto | secure | plain: see src/web/session.ts
 *     oidc:
 *       issuer: https://login.example.com       # or { env: NAME }, as clientId
 *       clientId: fiado
 *       clientSecret: { env: FIADO_OIDC_CLIENT_SECRET }
 *       loginClaim: email                       # the claim that is the login: an e-mail has to be verified, and
 *                                               # another one must be nothing that people choose for themselves
 *       scope: openid email profile
 *       createAs: rep                           # without it only users that exist may enter
 *       roles: { claim: groups, map: { fiado-analistas: analyst } }   # the first one that fits, at every login here;
 *                                               # who is in none of them any more goes back to createAs, or stays out
 *
 * The issuer has to allow `<publicUrl>/entrar/retorno` as redirect URI.
 */
export interface PeopleSettings {
  readonly publicUrl: string | null
  readonly cookies: 'auto' | 'secure' | 'plain'
  readonly oidc: OidcSettings | null
}

export interface OidcSettings {
  readonly issuer: URL
  readonly clientId: string
  readonly clientSecret: Secret
  readonly redirectUri: string
  readonly loginClaim: string
  readonly scope: string
  readonly createAs: Role | null
  readonly roles: { readonly claim: string; readonly map: Readonly<Record<string, Role>> } | null
}

/** The path that the company's login sends people back to. */
export const OIDC_RETURN_PATH = '/entrar/retorno'

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/
const SECURE_URL = 'must be an https URL without user, query or fragment (http only on this machine)'

function isSecureUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, password, search, hash } = new URL(text)
  if (`${username}${password}${search}${hash}` !== '') return false
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname))
}

const plainOrSecret = (what: string) =>
  z
    .union([z.string().min(1).max(500), secretSchema], `must be ${what}, or { env: NAME }`)
    .transform((value) => (value instanceof Secret ? value.reveal() : value))

const claimSchema = z.string().regex(/^[\w:/.-]{1,200}$/, 'must be the name of a claim, such as "email"')

const oidcSchema = z.strictObject({
  issuer: plainOrSecret('the URL of the issuer')
    .refine(isSecureUrl, SECURE_URL)
    .transform((text) => new URL(text)),
  clientId: plainOrSecret('the id that the issuer knows this program by'),
  clientSecret: secretSchema,
  loginClaim: claimSchema.default('email'),
  scope: z
    .string()
    .max(500)
    .refine((scope) => scope.split(' ').includes('openid'), 'must name openid, such as "openid email profile"')
    .default('openid email profile'),
  createAs: z
    .enum(ROLES, `must be one of ${ROLES.join(', ')}`)
    .refine((role) => role !== 'admin', 'must not be admin: make administrators by hand, or map a group')
    .nullable()
    .default(null),
  roles: z
    .strictObject({
      claim: claimSchema,
      map: z.record(z.string().min(1).max(200), z.enum(ROLES, `must be one of ${ROLES.join(', ')}`)),
    })
    .nullable()
    .default(null),
})

const peopleSchema = z
  .strictObject({
    publicUrl: z
      .string(SECURE_URL)
      .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), 'must be an http or https URL')
      .transform((text) => new URL(text).origin)
      .nullable()
      .default(null),
    cookies: z.enum(['auto', 'secure', 'plain'], 'must be auto, secure or plain').default('auto'),
    oidc: oidcSchema.nullable().default(null),
  })
  .refine(({ oidc, publicUrl }) => oidc === null || publicUrl !== null, {
    ...{ path: ['publicUrl'], message: 'must say where browsers find this program, for oidc' },
  })
  .refine(({ oidc, publicUrl }) => oidc === null || publicUrl === null || isSecureUrl(publicUrl), {
    ...{ path: ['publicUrl'], message: SECURE_URL },
  })

const DEFAULTS: PeopleSettings = { publicUrl: null, cookies: 'auto', oidc: null }

/** Reads `config/people.yaml`. With a fault anywhere it is as if there were no file: people enter by password. */
export async function readPeopleFile(
  configFolder: string,
  environment: Environment,
): Promise<{ readonly file: string; readonly settings: PeopleSettings; readonly faults: readonly Fault[] }> {
  const file = join(configFolder, 'people.yaml')
  const read = await readYaml(file)
  if ('fault' in read) {
    const isMissing = read.fault.message.includes('ENOENT')
    return { file, settings: DEFAULTS, faults: isMissing ? [] : [read.fault] }
  }
  const faults: Fault[] = []
  const found = peopleSchema.safeParse(await lookUpSecrets(read.value, environment, faults))
  if (!found.success)
    faults.push(...faultsOf(found.error).filter(({ path }) => !faults.some((one) => one.path === path)))
  if (faults.length > 0 || !found.success) return { file, settings: DEFAULTS, faults }
  const { publicUrl, cookies, oidc } = found.data
  const redirectUri = `${publicUrl}${OIDC_RETURN_PATH}`
  return { file, settings: { publicUrl, cookies, oidc: oidc && { ...oidc, redirectUri } }, faults }
}
