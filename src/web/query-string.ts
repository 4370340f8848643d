/** Set where the query could not be decoded: the schema of the route then refuses the request. */
export const UNDECODABLE: unique symbol = Symbol('undecodable query')

/** What most requests have: made once, and known by its identity. */
export const NO_QUERY: Record<string | symbol, unknown> = Object.freeze(Object.create(null))

const PAIRS_MAX = 100

/**
 * Reads `a=1&b=2`; a name that is given twice becomes a list, which schemas of single values refuse. Our own, because
 * the usual parsers turn a malformed percent-encoding into replacement characters, and this one may not throw either:
 * it runs before the error handler can.
 */
export function parseQueryString(text: string): Record<string | symbol, unknown> {
  if (text === '') return NO_QUERY
  const query: Record<string | symbol, unknown> = Object.create(null)
  const pairs = text.split('&', PAIRS_MAX + 1)
  if (pairs.length > PAIRS_MAX) query[UNDECODABLE] = true
  for (const pair of pairs) {
    if (pair === '') continue
    const at = pair.indexOf('=')
    const name = decode(at < 0 ? pair : pair.slice(0, at))
    const value = at < 0 ? '' : decode(pair.slice(at + 1))
    if (name === null || value === null) query[UNDECODABLE] = true
    else query[name] = name in query ? [query[name], value].flat() : value
  }
  return query
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return null
  }
}
