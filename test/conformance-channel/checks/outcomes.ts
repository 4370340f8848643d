import { expect } from 'vitest'
import type { OutgoingMessage, SendOutcome } from '../../../src/channels/contract.ts'
import { SyncError } from '../../../src/sync/errors.ts'
import { exchangeSecrets, WRONG_SECRET } from '../secrets.ts'
import { type ChannelCheck, type ChannelStage, reachesProvider } from '../stage.ts'
import type { ProviderFault } from '../vendor.ts'

const RETRY_AFTER_S = 90
const ENDS_WITHIN_MS = 3_000
/** What a time limit of 400 ms may take, with what a provider is asked beforehand. */
const ANSWERS_WITHIN_MS = 5_000

/** What providers and networks do to a message, and what has to be said of it. */
export const outcomeChecks: readonly ChannelCheck[] = [
  {
    title: 'an invalid recipient is refused',
    concerns: reachesProvider,
    run: async (stage) => {
      const outcome = await stage.send(stage.message({ recipient: stage.subject.invalidRecipient }))
      expect({ ...outcome, message: '' }).toEqual({ kind: 'refused', why: 'invalid_recipient', message: '' })
      expect(messageOf(outcome)).toMatch(/\S/)
      expect(stage.provider.arrived).toEqual([])
    },
  },
  {
    title: 'wrong credentials are failed: auth',
    concerns: reachesProvider,
    run: async (stage) => {
      const { provider, subject } = stage
      const wrong = subject.wrongSecret ?? WRONG_SECRET
      for (const { path, settings } of exchangeSecrets(provider.settings, wrong)) {
        const session = stage.open(settings)
        const outcome = await stage.send(stage.message(), session)
        // A secret may serve another purpose, such as signing receipts: one has to open the door.
        if (outcome.kind === 'accepted') continue
        expect(remedyOf(outcome), path).toEqual(['failed', 'auth'])
        expect(messageOf(outcome)).not.toContain(wrong)
        expect(await remedyOfCheck(stage, session), `check with a wrong ${path}`).toBe('auth')
        return
      }
      expect.fail('the provider took every wrong credential')
    },
  },
  {
    title: 'throttled says for how long, and sends nothing',
    concerns: reachesProvider,
    run: async (stage) => {
      stage.provider.misbehave({ kind: 'throttled', retryAfterS: RETRY_AFTER_S })
      const message = stage.message()
      const outcome = await stage.send(message)
      expect(remedyOf(outcome)).toEqual(['failed', 'throttled'])
      if (outcome.kind === 'failed' && !stage.subject.saysNoRetryAfter)
        expect(outcome.retryAfterMs).toBe(RETRY_AFTER_S * 1_000)
      expect(stage.provider.arrived).toEqual([])
      stage.provider.misbehave(null)
      expect((await stage.send(message)).kind, 'once there is room').toBe('accepted')
      stage.expectArrived(message)
    },
  },
  {
    title: 'a provider that is down is failed, not ambiguous',
    concerns: reachesProvider,
    run: async (stage) => {
      const session = stage.open()
      await stage.provider.close()
      expect(remedyOf(await stage.send(stage.message(), session))).toEqual(['failed', 'unavailable'])
      expect(await remedyOfCheck(stage, session), 'check').toBe('unavailable')
    },
  },
  taken({ kind: 'silent' }, 'silence after the message was taken is ambiguous'),
  taken({ kind: 'broken' }, 'a fault after the message was taken is ambiguous'),
  {
    title: 'an abort ends a message that hangs, and does not call it failed',
    concerns: reachesProvider,
    run: async (stage) => {
      const session = stage.open(timeLimit(stage, 60_000))
      const stop = new AbortController()
      stage.provider.misbehave({ kind: 'silent' })
      const message = stage.message()
      const ended = session.send(message, stop.signal).catch((error: unknown) => error)
      await expect.poll(() => stage.provider.arrived.length, { timeout: ENDS_WITHIN_MS }).toBe(1)
      const { calls } = stage.provider
      stop.abort()
      const outcome = await Promise.race([ended, hangsAfter(ENDS_WITHIN_MS)])
      if (outcome === 'hangs') expect.fail(`the call went on for ${ENDS_WITHIN_MS} ms after the abort`)
      // It rejects, or nobody knows: it is neither sent nor not sent.
      if (!(outcome instanceof Error)) expect((outcome as SendOutcome).kind).toBe('ambiguous')
      expect(outcome, 'an abort is no fault of the provider').not.toBeInstanceOf(SyncError)
      expect(stage.provider.calls - calls, 'calls after the abort').toBe(0)
      stage.provider.misbehave(null)
      const after = session.send(stage.message(), AbortSignal.abort()).catch((error: unknown) => error)
      const late = await after
      if (!(late instanceof Error)) expect((late as SendOutcome).kind, 'sent after the abort').not.toBe('accepted')
      expect(stage.provider.arrived, 'what was sent after the abort').toHaveLength(1)
    },
  },
]

function taken(how: ProviderFault, title: string): ChannelCheck {
  return {
    title,
    concerns: reachesProvider,
    run: async (stage) => {
      stage.provider.misbehave(how)
      const message = stage.message()
      const outcome = await Promise.race([stage.send(message), hangsAfter(ANSWERS_WITHIN_MS)])
      if (outcome === 'hangs') return expect.fail(`it still waits after ${ANSWERS_WITHIN_MS} ms`)
      expect(outcome.kind).toBe('ambiguous')
      expect(messageOf(outcome)).toMatch(/\S/)
      // Whoever does not honour the key must not have been asked twice.
      stage.expectArrived(message)
      stage.provider.misbehave(null)
      if (stage.subject.adapter.capabilities.honoursKey) await expectRepeatable(stage, message)
    },
  }
}

const hangsAfter = (ms: number): Promise<'hangs'> => new Promise((resolve) => setTimeout(resolve, ms, 'hangs'))

async function expectRepeatable(stage: ChannelStage, message: OutgoingMessage): Promise<void> {
  expect((await stage.send(message)).kind, 'sent again with its key').toBe('accepted')
  stage.expectArrived(message)
}

const messageOf = (outcome: SendOutcome): string => ('message' in outcome ? outcome.message : '')

const remedyOf = (outcome: SendOutcome): unknown => [
  outcome.kind,
  outcome.kind === 'failed' ? outcome.remedy : messageOf(outcome),
]

/** What `check` says has to be mended, or what it threw instead. */
async function remedyOfCheck(
  { signal }: ChannelStage,
  session: { check(signal: AbortSignal): Promise<unknown> },
): Promise<unknown> {
  return session.check(signal).then(
    () => 'nothing',
    (error: unknown) => (error instanceof SyncError ? error.remedy : error),
  )
}

const timeLimit = ({ provider }: ChannelStage, timeoutMs: number): { timeoutMs?: number } =>
  'timeoutMs' in provider.settings ? { timeoutMs } : {}
