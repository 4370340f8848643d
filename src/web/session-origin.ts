import type { IncomingHttpHeaders } from 'node:http'
import type { PeopleSettings } from '../people/people-files.ts'

/** What a browser's headers tell of where it is and where a request comes from. */

/**
 * Whether another site sent it. Browsers of today say so themselves, where they speak https or to this machine; over
 * plain http they send the Origin of every form. What says neither is no browser, and carries no cookie by accident.
 */
export function isCrossSite(headers: IncomingHttpHeaders, publicUrl: string | null): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  const { origin } = headers
  if (origin === undefined) return false
  // The scheme is left out: where TLS ends in front of this process, it sees http.
  return origin !== publicUrl && (!URL.canParse(origin) || new URL(origin).host !== headers.host)
}

/**
 * Whether a cookie may have Secure, without which it must not travel. `auto`: by `publicUrl`, else by the scheme that
 * the browser or a proxy names, else always, unless the host is this machine or one of the own network, which a first
 * start has by plain http. A public name by plain http gets Secure, and no login, until `cookies: plain` allows it.
 */
export function isSecure(
  headers: IncomingHttpHeaders,
  { cookies, publicUrl }: Pick<PeopleSettings, 'cookies' | 'publicUrl'>,
): boolean {
  if (cookies !== 'auto') return cookies === 'secure'
  if (publicUrl !== null) return publicUrl.startsWith('https:')
  const isHttps = headers.origin?.startsWith('https:') || /^https\b/i.test(String(headers['x-forwarded-proto'] ?? ''))
  return isHttps || !isOwnNetwork(headers.host)
}

const OWN_NETWORK =
  /^(?:[a-z0-9_-]+|.+\.(?:localhost|local|lan|internal|home\.arpa)|127\..+|10\..+|192\.168\..+|172\.(?:1[6-9]|2\d|3[01])\..+|\[::1\]|\[f[cde][0-9a-f]{2}:.*\])$/

function isOwnNetwork(host: string | undefined): boolean {
  const url = `http://${host ?? ''}`
  if (!URL.canParse(url)) return false
  const { hostname } = new URL(url)
  // An address is an address only with four numbers: 10.example.com is somebody's public name.
  const isNamed = /[a-z]/.test(hostname) && !hostname.startsWith('[')
  return OWN_NETWORK.test(hostname) && !(isNamed && /^(?:10|127|192\.168|172\.\d+)\./.test(hostname))
}
