import { z } from 'zod'

/** What the settings of every adapter that speaks HTTP have in common; spread into its `z.strictObject`. */
export const httpSettings = {
  /** One call, from connecting to the last byte. */
  timeoutMs: z.int().min(10).max(300_000).default(30_000),
  pageSize: z.int().min(1).max(5_000).optional(),
  /** Lower or raise the vendor's limits: a contract may have others, and other programs may share them. */
  requestsPerMinute: z.int().min(1).max(600_000).optional(),
  parallel: z.int().min(1).max(64).optional(),
}

/** `https://erp.example.com` with or without path; no query, no credentials, no slash at the end. */
export const baseUrlSchema = z
  .string('must be a URL such as "https://erp.example.com"')
  .refine((text) => {
    if (!URL.canParse(text)) return false
    const { protocol, username, password, search, hash } = new URL(text)
    return (protocol === 'https:' || protocol === 'http:') && `${username}${password}${search}${hash}` === ''
  }, 'must be an http or https URL without user, query or fragment')
  .transform((text) => {
    const { origin, pathname } = new URL(text)
    return `${origin}${pathname}`.replace(/\/+$/, '')
  })
