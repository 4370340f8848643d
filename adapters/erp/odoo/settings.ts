import { z } from 'zod'
import { secretSchema } from '../../../src/sync/secret.ts'
import { baseUrlSchema, httpSettings } from '../../../src/sync/settings.ts'

const fieldName = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'must be the technical name of a field, such as "vat"')

export const settingsSchema = z
  .strictObject({
    baseUrl: baseUrlSchema,
    /** `json2` from Odoo 19 on; `jsonrpc` before, and until it is removed with Odoo 22. */
    api: z.enum(['json2', 'jsonrpc']).default('json2'),
    database: z.string().min(1).optional(),
    /** The login of the user that the key belongs to; JSON-2 knows it from the key. */
    login: z.string().min(1).optional(),
    apiKey: secretSchema,
    /** Odoo's company ids and what Fiado calls them; without, all companies of the user are `main`. */
    companies: z
      .record(z.string().regex(/^[1-9]\d{0,8}$/, 'must be the id of a company'), z.string().min(1).max(64))
      .refine((companies) => Object.keys(companies).length > 0, 'must name at least one company')
      .optional(),
    /** Where CNPJ and CPF stand; the first that holds a valid one counts. Fields that do not exist are passed over. */
    documentFields: z.array(fieldName).min(1).max(5).default(['vat', 'l10n_br_cnpj_cpf', 'cnpj_cpf']),
    /** What the write-back writes: `sale_warn` (to Odoo 18), or a boolean field of `res.partner`. */
    blockField: fieldName.default('sale_warn'),
    /** False where Sales is not installed. */
    orders: z.boolean().default(true),
    ...httpSettings,
  })
  .refine(({ api, database, login }) => api === 'json2' || (database !== undefined && login !== undefined), {
    path: ['database'],
    message: 'and login are needed with api: jsonrpc',
  })

export type Settings = z.output<typeof settingsSchema>
