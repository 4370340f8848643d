import type { Logger } from 'pino'
import type { App } from './app.ts'

const DRAIN_MS = 10_000
const SWEEP_MS = 100

/** Stops accepting and waits for requests in flight; what is not over by then is cut off. */
export async function drain(app: App, logger: Logger): Promise<void> {
  const cut = setTimeout(() => {
    logger.warn(`requests were still open after ${DRAIN_MS} ms and were cut off`)
    app.server.closeAllConnections()
  }, DRAIN_MS)
  // Node closes the connections that are idle now; one that falls idle while another still works would stay open.
  const sweep = setInterval(() => app.server.closeIdleConnections(), SWEEP_MS)
  await app.close()
  clearInterval(sweep)
  clearTimeout(cut)
}
