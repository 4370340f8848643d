import { Secret, TOTP } from 'otpauth'
import type { EpochMs } from '../kernel/clock.ts'

/** RFC 6238 as every authenticator app has it: SHA-1, six digits, 30 seconds. */
const PERIOD_S = 30
/** One step earlier and one later, for clocks that differ. */
const DRIFT_STEPS = 1
const SECRET_BYTES = 20

export const createTotpSecret = (): string => new Secret({ size: SECRET_BYTES }).base32

/** What an authenticator app takes, by its camera or by hand. */
export const totpUri = (secret: string, login: string): string =>
  new TOTP({ issuer: 'Fiado', label: login, secret, period: PERIOD_S }).toString()

/**
 * The step that the code belongs to; `null` when it is wrong, or when one of that step or a later one was taken before:
 * who reads a code over a shoulder cannot use it again.
 */
export function stepOfCode(secret: string, code: string, now: EpochMs, lastStep: number | null): number | null {
  const digits = code.replace(/[\s-]/g, '')
  if (!/^\d{6}$/.test(digits)) return null
  const delta = TOTP.validate({
    ...{ token: digits, secret: Secret.fromBase32(secret), period: PERIOD_S },
    ...{ timestamp: now, window: DRIFT_STEPS },
  })
  if (delta === null) return null
  const step = TOTP.counter({ period: PERIOD_S, timestamp: now }) + delta
  return lastStep !== null && step <= lastStep ? null : step
}
