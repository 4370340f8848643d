import { BlockList, isIP } from 'node:net'

const CHARS_MAX = 2_000
/** Blanks and control characters are dropped by URL parsers, and a backslash is read as a slash: what is shown is what is called. */
const MISLEADING = /[\s\p{Cc}\\]/u
const INSIDE_NAME = /^[^.]+$|\.(?:localhost|local|internal|lan|home\.arpa)$/
const METADATA_NAMES = new Set(['metadata.google.internal', 'metadata', 'instance-data'])

const inside = new BlockList()
for (const [net, prefix] of [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  inside.addSubnet(net, prefix, 'ipv4')
}
inside.addAddress('::1', 'ipv6')
inside.addSubnet('fc00::', 7, 'ipv6')

/** Link-local addresses are where clouds keep the credentials of their machines; the others are nobody's. */
const never = new BlockList()
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['192.0.0.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  never.addSubnet(net, prefix, 'ipv4')
}
never.addAddress('100.100.100.200', 'ipv4')
never.addAddress('fd00:ec2::254', 'ipv6')
never.addAddress('::', 'ipv6')
for (const [net, prefix] of [
  ['64:ff9b::', 96],
  ['2002::', 16],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  never.addSubnet(net, prefix, 'ipv6')
}

/**
 * The address to post to, or what stands against it. http and https, without user, password or fragment, of at most 2,000
 * characters. Hosts inside the house (loopback, private networks, names without a dot and names such as `erp.local`) are
 * allowed, since that is where ERPs live and only an admin sets an address; they may use plain http. Anybody else needs
 * https, unless `allowsPlainHttp`. Link-local and multicast addresses and what clouds call metadata are refused always.
 * Names are not resolved here: one that points into the house is believed, and whoever can change its DNS can move it.
 */
export function readWebhookUrl(text: string, allowsPlainHttp: boolean): { url: string } | { fault: string } {
  if (MISLEADING.test(text)) return { fault: 'must not hold blanks, control characters or backslashes' }
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol)) return { fault: 'must be an http or https URL' }
  if (`${url.username}${url.password}${url.hash}` !== '')
    return { fault: 'must be an http or https URL without a user, a password or a fragment' }
  if (text.length > CHARS_MAX || url.href.length > CHARS_MAX)
    return { fault: `must have at most ${CHARS_MAX} characters` }
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  const kind = kindOf(host)
  if (kind === 'never') return { fault: 'must not be a link-local, multicast or metadata address' }
  if (kind === 'outside' && url.protocol === 'http:' && !allowsPlainHttp) {
    return { fault: 'must be https: plain http is only for hosts inside, such as 192.168.0.10, localhost or erp.local' }
  }
  return { url: url.href }
}

function kindOf(host: string): 'inside' | 'outside' | 'never' {
  const version = isIP(host)
  if (version === 0) {
    if (METADATA_NAMES.has(host)) return 'never'
    return INSIDE_NAME.test(host) ? 'inside' : 'outside'
  }
  // An IPv4 address that is written as IPv6 is looked up as IPv4 by BlockList itself.
  const family = version === 4 ? 'ipv4' : 'ipv6'
  if (never.check(host, family)) return 'never'
  return inside.check(host, family) ? 'inside' : 'outside'
}
