import { hmacOf } from '../../../src/channels/signature.ts'
import type { Secret } from '../../../src/sync/secret.ts'

const SIGNATURE = /^[A-Za-z0-9+/]{27}=$/

/**
 * `X-Twilio-Signature`: HMAC-SHA1 in base64 over the address and the posted fields in the order of their names, each name
 * followed by its value (https://www.twilio.com/docs/usage/webhooks/webhooks-security). Twilio itself is not of one mind
 * whether the port of the scheme belongs to the address, so both ways count, as in its own libraries.
 */
export function isSignedByTwilio(
  authToken: Secret,
  url: string,
  fields: URLSearchParams,
  given: string | undefined,
): boolean {
  if (given === undefined || !SIGNATURE.test(given) || !URL.canParse(url)) return false
  const posted = [...new Set(fields.keys())]
    .sort()
    .flatMap((name) => valuesOf(fields, name).map((value) => name + value))
  const signatures = [url, withPort(url), withoutPort(url)].map((address) =>
    hmacOf('sha1', authToken.reveal(), address + posted.join('')).toString('base64'),
  )
  return signatures.map((wanted) => isEqual(wanted, given)).includes(true)
}

/** A name that comes several times is signed with each of its values once. */
const valuesOf = (fields: URLSearchParams, name: string): string[] => [...new Set(fields.getAll(name))].sort()

const ORIGIN = /^(https?):\/\/([^/?#:]+)(?::\d+)?/

const withPort = (url: string): string =>
  url.replace(/^(https?):\/\/([^/?#:]+)(?=[/?#]|$)/, (origin, scheme) => `${origin}:${scheme === 'https' ? 443 : 80}`)
const withoutPort = (url: string): string => url.replace(ORIGIN, '$1://$2')

/** As long for a wrong one as for the right one. */
function isEqual(wanted: string, given: string): boolean {
  let differences = wanted.length ^ given.length
  for (let index = 0; index < wanted.length; index++) differences |= wanted.charCodeAt(index) ^ given.charCodeAt(index)
  return differences === 0
}
