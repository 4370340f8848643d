import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { parse } from 'yaml'

/** A vendor's own description of its API, as far as it is asked for. */
interface OpenApi<Form extends string> {
  /** It lies beside the project, not in it. Where it is missing nothing is found wrong, and the fake's own forms stand alone. */
  readonly isThere: boolean
  faultsOf(form: Form, value: unknown): string[]
}

const SPECS = join(import.meta.dirname, '../../../../../shared/specs')
const known = new Map<string, OpenApi<string>>()

/** `forms`: where each of them stands in the document, as `#/…`. Read once, and before a time limit begins: it is large. */
export function readOpenApi<Form extends string>(file: string, forms: Readonly<Record<Form, string>>): OpenApi<Form> {
  const openApi = known.get(file) ?? read(join(SPECS, file), forms)
  known.set(file, openApi)
  return openApi
}

function read(path: string, forms: Readonly<Record<string, string>>): OpenApi<string> {
  if (!existsSync(path)) return { isThere: false, faultsOf: () => [] }
  const text = readFileSync(path, 'utf8')
  // Formats of OpenAPI are none of JSON Schema, and the documents themselves are not without faults.
  const ajv = new Ajv({ strict: false, validateSchema: false, validateFormats: false, logger: false })
  ajv.addSchema(chooseByName(path.endsWith('.json') ? JSON.parse(text) : parse(text)) as object, 'vendor')
  const validators = new Map(Object.entries(forms).map(([form, pointer]) => [form, ajv.getSchema(`vendor${pointer}`)]))
  return {
    isThere: true,
    faultsOf: (form, value) => {
      const validate = validators.get(form)
      if (!validate) return [`${path} has no ${form}`]
      // What JSON does not carry is not sent.
      const isRight = validate(JSON.parse(JSON.stringify(value)))
      return isRight
        ? []
        : (validate.errors ?? []).map(({ instancePath, message }) => `${form}${instancePath} ${message}`)
    },
  }
}

interface Choice {
  readonly oneOf: unknown
  readonly discriminator: { readonly propertyName: string; readonly mapping: Readonly<Record<string, string>> }
}

const isChoice = (node: object): node is Choice =>
  'oneOf' in node && 'mapping' in ((node as Partial<Choice>).discriminator ?? {})

/** In OpenAPI a discriminator says which of several schemas holds; JSON Schema would count how many do. */
function chooseByName(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(chooseByName)
  if (typeof node !== 'object' || node === null) return node
  if (!isChoice(node)) return Object.fromEntries(Object.entries(node).map(([name, part]) => [name, chooseByName(part)]))
  const { propertyName, mapping } = node.discriminator
  const rule = (name: string, $ref: string) => ({
    anyOf: [{ not: { properties: { [propertyName]: { const: name } } } }, { $ref }],
  })
  return {
    required: [propertyName],
    properties: { [propertyName]: { enum: Object.keys(mapping) } },
    allOf: Object.entries(mapping).map(([name, $ref]) => rule(name, $ref)),
  }
}
