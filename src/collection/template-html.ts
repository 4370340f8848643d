/** What an e-mail's HTML may not hold, and what it says. Everything here takes one pass over the text, however it was made. */

const ELEMENT =
  /^\s*(script|style|img|iframe|form|input|button|object|embed|link|video|audio|svg|base|frame|picture)\b/i
const CODE = /^[^\s>]*\s(?:.*\s)?on[a-z]{2,20}\s*=|javascript:|url\s{0,9}\(|@import/is
const NAMED_RED = /[:\s"'](red|darkred|crimson|firebrick|tomato|orangered|indianred|maroon)\b(?=\s{0,9}[;"'!}])/i
const OTHER_FORM = /(?:hsla?|hwb|lab|lch|oklab|oklch|color)\s{0,9}\(/i
const HEX = /#([0-9a-f]{6}|[0-9a-f]{3})\b/gi
const RGB = /rgba?\(\s{0,9}(\d{1,3})[\s,]{1,9}(\d{1,3})[\s,]{1,9}(\d{1,3})/gi

/** A colour is red when it has much more red than anything else, and is not nearly black. */
const RED_MIN = 110
const RED_RATIO = 1.8

export function findUnfit(html: string): string[] {
  const tags = readTags(html).map(({ tag }) => tag)
  const elements = new Set(
    tags.map((tag) => ELEMENT.exec(tag)?.[1]?.toLowerCase()).filter((name) => name !== undefined),
  )
  return [
    ...[...elements].map((name) => `holds <${name}>: an e-mail is text, without images, forms or programs`),
    ...(tags.some((tag) => CODE.test(tag)) ? ['holds code, or fetches something: leave it out'] : []),
    ...(isRed(html) ? ['is in red, which shouts: use a calm colour'] : []),
    ...(tags.some((tag) => OTHER_FORM.test(tag)) ? ['has a colour that cannot be judged: write it as #1d4468'] : []),
  ]
}

function isRed(html: string): boolean {
  const hexes = [...html.matchAll(HEX)].map(([, hex = '']) => {
    const full = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex
    return [full.slice(0, 2), full.slice(2, 4), full.slice(4)].map((part) => Number.parseInt(part, 16))
  })
  const rgbs = [...html.matchAll(RGB)].map(([, ...parts]) => parts.map(Number))
  const isOne = ([red = 0, green = 0, blue = 0]: readonly number[]): boolean =>
    red >= RED_MIN && red > RED_RATIO * Math.max(green, blue)
  return NAMED_RED.test(html) || [...hexes, ...rgbs].some(isOne)
}

/** The text that a reader sees, with the addresses of its links. */
export function readHtml(html: string): string {
  const end = html.indexOf('</head>')
  const body = end === -1 ? html : html.slice(end)
  const [before = ''] = body.split('<', 1)
  return readTags(body)
    .reduce((text, { tag, after }) => `${text} ${/\shref="([^"]*)"/.exec(tag)?.[1] ?? ''} ${after}`, before)
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
}

function readTags(html: string): { tag: string; after: string }[] {
  return html
    .split('<')
    .slice(1)
    .map((chunk) => {
      const end = chunk.indexOf('>')
      return end === -1 ? { tag: chunk, after: '' } : { tag: chunk.slice(0, end), after: chunk.slice(end + 1) }
    })
}
