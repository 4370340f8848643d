// Everything works without this file. It asks before dangerous posts, filters lists, copies text, and looks for news
// where somebody waits for them.
const POLL_MS = 5_000
const NEWS_MS = 700
const POLL_MAX_MS = 60_000

document.addEventListener('submit', (event) => {
  const form = event.target
  const question = form.dataset.confirm
  if (question && !window.confirm(question)) {
    event.preventDefault()
    return
  }
  if (form.method === 'post') {
    // After the form was read: a button that is off would not be sent along.
    setTimeout(() => {
      for (const button of form.querySelectorAll('button')) button.disabled = true
    })
  }
})
// Coming back by the browser's own button finds the page as it was left.
window.addEventListener('pageshow', () => {
  for (const button of document.querySelectorAll('form button:disabled')) button.disabled = false
})

for (const input of document.querySelectorAll('[data-filter]')) {
  const list = document.getElementById(input.dataset.filter)
  if (!list) continue
  input.parentElement.hidden = false
  const bare = (text) =>
    text
      .normalize('NFD')
      .replace(/\p{Diacritic}/gu, '')
      .toLowerCase()
  input.addEventListener('input', () => {
    const wanted = bare(input.value.trim())
    for (const row of list.querySelectorAll('[data-row], tbody tr'))
      row.hidden = !bare(row.textContent).includes(wanted)
  })
}

for (const button of document.querySelectorAll('[data-copy]')) {
  if (!navigator.clipboard) continue
  button.hidden = false
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent)
    button.textContent = 'Copiado'
  })
}

/** Nobody is interrupted: not while they type, read an unfolded part or hold the focus inside. */
const isBusy = (part) => part.contains(document.activeElement) || part.querySelector('details[open]') !== null

/** Exchanges what differs and leaves the rest as it stands, so that the news alone is read out. */
function renew(old, fresh) {
  const [before, after] = [[...old.childNodes], [...fresh.childNodes]]
  if (before.length !== after.length) return old.replaceChildren(...after)
  before.forEach((node, place) => {
    const other = after[place]
    if (node.isEqualNode(other)) return
    if (node.firstChild && other.firstChild && node.cloneNode().isEqualNode(other.cloneNode())) renew(node, other)
    else node.replaceWith(other)
  })
}

/** Asked for again and again; a fault has it asked less often, and who may not ask any more stops. */
function poll(everyMs, ask) {
  let wait = everyMs
  const next = async () => {
    try {
      if (!document.hidden && (await ask()) === 'over') return
      wait = everyMs
    } catch {
      wait = Math.min(wait * 2, POLL_MAX_MS)
    }
    setTimeout(next, wait)
  }
  setTimeout(next, wait)
}

/** `null` from where the session is over: over plain http the server does not see that a script asks, and leads to the login. */
async function read(address) {
  const answer = await fetch(address, { redirect: 'manual', signal: AbortSignal.timeout(POLL_MS) })
  if (answer.type === 'opaqueredirect' || answer.status === 401 || answer.status === 403) return null
  if (!answer.ok) throw new Error(String(answer.status))
  return answer.text()
}

/** Those that are still asked for. */
const looks = new Set()
for (const part of document.querySelectorAll('[data-live]')) {
  let asked = 0
  const look = async () => {
    if (!looks.has(look)) return 'over'
    if (isBusy(part)) return
    const mine = ++asked
    const text = await read(part.dataset.live)
    if (text === null) {
      looks.delete(look)
      return 'over'
    }
    const fresh = part.cloneNode()
    fresh.innerHTML = text
    // An answer that was overtaken by a later question is the older one.
    if (mine === asked && !isBusy(part)) renew(part, fresh)
  }
  looks.add(look)
  poll(POLL_MS, look)
}
if (looks.size > 0) {
  let known = null
  poll(NEWS_MS, async () => {
    if (looks.size === 0) return 'over'
    const position = await read('/novidades')
    if (position === null) return 'over'
    // The first answer may be younger than the page.
    if (position !== known) await Promise.all([...looks].map((look) => look()))
    known = position
  })
}
