import { z } from 'zod'
import { secretSchema } from '../../../src/sync/secret.ts'
import { baseUrlSchema, httpSettings } from '../../../src/sync/settings.ts'
import { STAGES } from './mapping.ts'

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

export const settingsSchema = z.strictObject({
  baseUrl: baseUrlSchema.default('https://app.omie.com.br/api/v1'),
  appKey: secretSchema,
  appSecret: secretSchema,
  /** Times come without an offset, in the time of the ERP. */
  timeZone: z.string().refine(isZone, 'must be a time zone such as "America/Sao_Paulo"').default('America/Sao_Paulo'),
  /** The stages in which an order is sold: in all others it counts nothing. `00` is the proposal. */
  soldStages: z.array(z.enum(STAGES)).min(1).default(['10', '20', '30', '40', '50', '60', '70', '80']),
  /** Goods that came back (payable titles of origin DEVP) come as credit notes. */
  salesReturns: z.boolean().default(true),
  /** How long a listing that was empty is left alone: Omie tells an empty list as an error, and ten errors close a method. */
  emptyPauseMinutes: z.int().min(0).max(1_440).default(15),
  ...httpSettings,
  timeoutMs: httpSettings.timeoutMs.default(60_000),
})
export type OmieSettings = z.output<typeof settingsSchema>
