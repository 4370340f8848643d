import { z } from 'zod'
import { type Cents, parseCents } from '../kernel/cents.ts'
import { isDay } from '../kernel/day.ts'

/** What people type into forms, with refusals in their language. */

const LINE_BREAKS = /[\n\r\t]/g
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]/u

const readable = (text: string): boolean => text.isWellFormed() && !CONTROL.test(text.replace(LINE_BREAKS, ' '))

/** Text of one or several lines. */
export const wordsField = (label: string, lengthMax: number) =>
  z
    .string(`${label}: falta preencher.`)
    .trim()
    .min(1, `${label}: falta preencher.`)
    .max(lengthMax, `${label}: no máximo ${lengthMax} caracteres.`)
    .refine(readable, `${label}: há caracteres que não podem ser lidos.`)

/** Empty is null. */
export const optionalField = (label: string, lengthMax: number) =>
  z
    .string()
    .trim()
    .max(lengthMax, `${label}: no máximo ${lengthMax} caracteres.`)
    .refine(readable, `${label}: há caracteres que não podem ser lidos.`)
    .transform((text) => (text === '' ? null : text))
    .default(null)

/** `1.250,00` as people write it, `1250,5`, `R$ 1.250` and `1250.50`; a point before three digits separates thousands. */
export function readBrl(text: string): Cents | null {
  const bare = text.replace(/^\s*R\$/, '').replace(/\s/g, '')
  const isBrazilian = /^\d{1,3}(\.\d{3})+(,\d{1,2})?$|^\d+(,\d{1,2})?$/.test(bare)
  return parseCents(isBrazilian ? bare.replaceAll('.', '').replace(',', '.') : bare)
}

export const amountField = (label: string) =>
  z
    .string(`${label}: falta preencher.`)
    .max(40, `${label}: não é um valor.`)
    .transform((text, context) => {
      const cents = readBrl(text)
      if (cents !== null && cents > 0n) return cents
      context.addIssue({ code: 'custom', message: `${label}: escreva um valor maior que zero, como 1.250,00.` })
      return z.NEVER
    })

export const dayField = (label: string) =>
  z.string(`${label}: falta preencher.`).refine(isDay, `${label}: escolha um dia que exista.`)

export const optionalDay = z
  .string()
  .refine((text) => text === '' || isDay(text), 'Escolha um dia que exista.')
  .transform((text) => (text === '' ? null : text))
  .default(null)

export const yesNoField = z.enum(['sim', 'nao'], 'Escolha de novo.').transform((text) => text === 'sim')

/** Checkboxes of one name: none, one or several. */
export const choicesField = <const Value extends string>(values: readonly Value[]) =>
  z
    .union([z.string().transform((one) => [one]), z.array(z.string()).max(values.length)])
    .default([])
    .transform((given) => values.filter((value) => given.includes(value)))

/** What was typed, to be shown again beside the refusal. */
export function writtenOf(body: unknown): Record<string, string> {
  if (typeof body !== 'object' || body === null) return {}
  const entries = Object.entries(body).filter(([name, value]) => typeof value === 'string' && name !== '_csrf')
  return Object.fromEntries(entries as [string, string][])
}
