import { type Config, maskPassword } from './config.ts'
import { DEMO_SOURCE } from './demo/company.ts'
import type { DemoState } from './demo/load.ts'
import { SHOWCASE_ID } from './demo/showcase.ts'

export interface StartScreen {
  readonly version: string
  /** Such as `http://127.0.0.1:3000`. */
  readonly address: string
  readonly config: Config
  /** The demonstration company, where it is all that the database holds. */
  readonly demo: DemoState | null
  /** Shown only when the program made it up for the demonstration; otherwise its owner knows it. */
  readonly demoKey: string | null
  /** The first person, whose password is shown this once. */
  readonly admin: { readonly login: string; readonly password: string } | null
  /** Such as `policy    default, version 3`: one line for each thing a capability says about itself. */
  readonly lines: readonly string[]
}

/** What a person sees who starts the program by hand: where it is, what it did, and what to paste next. */
export function renderStartScreen(screen: StartScreen): string {
  const { version, address, config, demo } = screen
  const facts = [
    `address   ${address}`,
    `docs      ${address}/docs`,
    ...describeAdmin(screen),
    `database  ${maskPassword(config.databaseUrl)}`,
    ...screen.lines,
    ...(config.frozenAt === null ? [] : [`clock     stands still at ${config.frozenAt} (FIADO_NOW)`]),
    ...(demo === null ? [] : describeDemo(demo)),
    ...describeKey(screen),
  ]
  const example = demo === null ? `curl -sS ${address}/readyz` : exampleCheck(screen)
  return [
    '',
    `  Fiado ${version}: may this customer buy on credit?`,
    '',
    ...facts.map((fact) => `  ${fact}`),
    '',
    '  Try it:',
    '',
    ...example.split('\n').map((line) => `    ${line}`),
    '',
    '',
  ].join('\n')
}

function describeDemo({ name, customers, receivables, isNew }: DemoState): string[] {
  const size = `${customers} customers, ${receivables} receivables`
  return [
    `company   ${name}, made up: ${size}, ${isNew ? 'loaded into the empty database' : 'loaded by an earlier start'}`,
    '          (FIADO_DEMO=0 and an empty database start without it)',
  ]
}

const describeAdmin = ({ address, admin }: StartScreen): string[] =>
  admin === null
    ? [`pages     ${address}/`]
    : [
        `pages     ${address}/, as ${admin.login} with the password ${admin.password}`,
        '          (shown this once; it has to be changed at the first login)',
      ]

function describeKey({ config, demoKey }: StartScreen): string[] {
  if (demoKey !== null) {
    return [
      `key       ${demoKey}`,
      '          (made up for the demonstration, a new one at each start; set FIADO_API_KEY to keep one)',
    ]
  }
  return config.apiKey === null ? ['key       FIADO_API_KEY is not set: only keys made earlier work'] : []
}

/** The check of the README: an order of a customer whose limit has room, and who has not paid two titles. */
function exampleCheck({ address, demoKey }: StartScreen): string {
  return `curl -sS ${address}/v1/credit-checks \\
  -H "Authorization: Bearer ${demoKey ?? '$FIADO_API_KEY'}" -H 'Content-Type: application/json' -d '{
    "source": "${DEMO_SOURCE}", "mode": "reserve",
    "customer": { "externalId": "${SHOWCASE_ID}" },
    "order": { "id": "PED-9931", "revision": 1, "amount": "1250.00", "payment": { "kind": "credit" } }
  }'`
}
