import { setImmediate as turn } from 'node:timers/promises'
import type { ChannelLink } from '../../src/channels/contract.ts'
import { openSmtp } from '../../src/channels/smtp.ts'
import { createHttpFactory } from '../../src/sync/http.ts'
import type { VendorClock } from '../conformance/vendor.ts'

export interface TestChannelLink extends ChannelLink {
  /** Everything that was logged, as text. */
  readonly logged: string[]
  readonly shown: string[]
}

/** What the core lends to a channel, with waits that pass at once. */
export function createChannelLink(clock: VendorClock): TestChannelLink {
  const logged: string[] = []
  const shown: string[] = []
  const pace = {
    now: clock.now,
    random: () => 0.5,
    sleep: async (_ms: number, signal: AbortSignal) => {
      await turn()
      signal.throwIfAborted()
    },
  }
  const http = createHttpFactory(pace, (line) => logged.push(JSON.stringify(line)))
  return {
    clock,
    logged,
    shown,
    http: (options) => http('channel:conformance', options),
    smtp: openSmtp,
    receiptsUrl: (key) => `https://fiado.example/v1/channels/conformance/receipts/receipts-s3cret-0123?key=${key}`,
    show: (line) => void shown.push(line),
  }
}
