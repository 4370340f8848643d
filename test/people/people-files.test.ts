import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readPeopleFile } from '../../src/people/people-files.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiado-people-'))
})
afterEach(() => rm(folder, { recursive: true }))

const ENVIRONMENT = { ISSUER: 'https://login.example.com/tenant', CLIENT: 'fiado', SECRET: 'the-secret' }
const OIDC = 'oidc: { issuer: { env: ISSUER }, clientId: { env: CLIENT }, clientSecret: { env: SECRET } }'

async function read(text: string | null, environment: Record<string, string> = ENVIRONMENT) {
  if (text !== null) await writeFile(join(folder, 'people.yaml'), text)
  return readPeopleFile(folder, environment)
}

it('asks for nothing: without the file people enter by password', async () => {
  const nothing = { publicUrl: null, cookies: 'auto', oidc: null }
  expect(await read(null)).toMatchObject({ settings: nothing, faults: [] })
  expect(await read('')).toMatchObject({ settings: nothing, faults: [] })
})

it("reads the company's login, and shows its secret to nobody", async () => {
  const { settings, faults } = await read(`publicUrl: https://fiado.example.com/\n${OIDC}`)
  expect(faults).toEqual([])
  expect(settings).toMatchObject({
    publicUrl: 'https://fiado.example.com',
    oidc: {
      ...{ clientId: 'fiado', redirectUri: 'https://fiado.example.com/entrar/retorno', loginClaim: 'email' },
      ...{ scope: 'openid email profile', createAs: null, roles: null },
    },
  })
  expect(settings.oidc?.issuer.href).toBe('https://login.example.com/tenant')
  expect(settings.oidc?.clientSecret.reveal()).toBe('the-secret')
  expect(JSON.stringify(settings)).not.toContain('the-secret')
})

it.each([
  ['cookies: sometimes', ['cookies']],
  ['publicUrl: ftp://x', ['publicUrl']],
  [OIDC, ['publicUrl']],
  [`publicUrl: http://fiado.example.com\n${OIDC}`, ['publicUrl']],
  [
    'publicUrl: https://f.example\noidc: { issuer: http://login.example.com, clientId: a, clientSecret: { env: SECRET } }',
    ['oidc.issuer'],
  ],
  [
    'publicUrl: https://f.example\noidc: { issuer: https://a.example, clientId: a, clientSecret: in-clear-text }',
    ['oidc.clientSecret'],
  ],
  [
    'publicUrl: https://f.example\noidc: { issuer: https://a.example, clientId: a, clientSecret: { env: NOT_SET } }',
    ['oidc.clientSecret'],
  ],
  [`publicUrl: https://f.example\n${OIDC.replace(/ }$/, ', createAs: admin }')}`, ['oidc.createAs']],
  ['unknown: 1', ['unknown']],
  ['{{{', ['']],
])('leaves out the file with faults: %s', async (text, paths) => {
  const { settings, faults } = await read(text)
  expect(settings).toEqual({ publicUrl: null, cookies: 'auto', oidc: null })
  expect(faults.map(({ path }) => path)).toEqual(paths)
  expect(JSON.stringify(faults)).not.toContain('in-clear-text')
})
