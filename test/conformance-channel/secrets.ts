import { Secret } from '../../src/sync/secret.ts'

export const WRONG_SECRET = 'not-the-right-secret-0815'

export interface Exchanged {
  readonly path: string
  readonly secret: Secret
  readonly settings: Record<string, unknown>
}

/** For each secret the settings with a wrong one in its place, or with itself as literal text where `wrong` is null. */
export function exchangeSecrets(settings: Readonly<Record<string, unknown>>, wrong: string | null): Exchanged[] {
  return Object.entries(settings).flatMap(([key, value]): Exchanged[] => {
    if (value instanceof Secret) {
      const exchanged = wrong === null ? value.reveal() : new Secret(wrong)
      return [{ path: key, secret: value, settings: { ...settings, [key]: exchanged } }]
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
    return exchangeSecrets(value as Record<string, unknown>, wrong).map((inner) => ({
      ...inner,
      path: `${key}.${inner.path}`,
      settings: { ...settings, [key]: inner.settings },
    }))
  })
}
