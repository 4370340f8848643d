import { z } from 'zod'

/** Rows as Bling writes them, so far as they are needed; whatever else they have passes unread. */

const text = z.union([z.string(), z.number()]).nullish()
const amount = z.union([z.number(), z.string()])
const id = z.int().nonnegative()

/** PHP writes an object without fields as `[]`. */
const maybe = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (Array.isArray(value) && value.length === 0 ? undefined : value), schema.nullish())

export const contactSituations = ['A', 'I', 'S', 'E'] as const

/** Listed contacts lack everything from `email` on. */
export const contactSchema = z.looseObject({
  id,
  nome: text,
  situacao: z.enum(contactSituations),
  numeroDocumento: text,
  telefone: text,
  celular: text,
  fantasia: text,
  email: text,
  emailNotaFiscal: text,
  endereco: maybe(z.looseObject({ geral: maybe(z.looseObject({ municipio: text, uf: text })) })),
  financeiro: maybe(z.looseObject({ limiteCredito: amount.nullish() })),
})

/** Listed titles lack `saldo`. */
export const titleSchema = z.looseObject({
  id,
  situacao: z.int(),
  vencimento: z.string(),
  valor: amount,
  saldo: amount.nullish(),
  dataEmissao: z.string().nullish(),
  contato: z.looseObject({ id }),
  formaPagamento: maybe(z.looseObject({ codigoFiscal: z.coerce.number().nullish() })),
  origem: maybe(z.looseObject({ id: id.nullish(), tipoOrigem: text, numero: text, dataEmissao: z.string().nullish() })),
})

export const orderSchema = z.looseObject({
  id,
  total: amount,
  contato: z.looseObject({ id }),
  situacao: z.looseObject({ id }),
})
