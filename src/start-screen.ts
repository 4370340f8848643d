import { type Config, maskPassword } from './config.ts'

export interface StartScreen {
  readonly version: string
  /** Such as `http://127.0.0.1:3000`. */
  readonly address: string
  readonly config: Config
  /** Shown only when the program made it up for the demonstration; otherwise its owner knows it. */
  readonly demoKey: string | null
  /** Such as `policy  default, version 3`: one line for each thing a capability says about itself. */
  readonly lines: readonly string[]
  /** What the reader can paste next; `$KEY` stands for the key. */
  readonly example: string
}

/** What a person sees who starts the program by hand: where it is, and what to paste next. */
export function renderStartScreen(screen: StartScreen): string {
  const { config, demoKey } = screen
  const key = demoKey ?? '$FIADO_API_KEY'
  const facts = [
    `address   ${screen.address}`,
    `docs      ${screen.address}/docs`,
    `database  ${maskPassword(config.databaseUrl)}`,
    ...screen.lines,
    ...(config.frozenAt === null ? [] : [`clock     stands still at ${config.frozenAt} (FIADO_NOW)`]),
    ...(demoKey === null ? [] : [`key       ${demoKey} (made for this demonstration)`]),
    ...(demoKey === null && config.apiKey === null
      ? ['key       FIADO_API_KEY is not set: only keys made earlier work']
      : []),
  ]
  return [
    '',
    `  Fiado ${screen.version}: may this customer buy on credit?`,
    '',
    ...facts.map((fact) => `  ${fact}`),
    '',
    '  Try it:',
    '',
    ...screen.example
      .replaceAll('$ADDRESS', screen.address)
      .replaceAll('$KEY', key)
      .split('\n')
      .map((line) => `    ${line}`),
    '',
    '',
  ].join('\n')
}
