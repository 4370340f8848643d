import { expect, it } from 'vitest'
import { createDatabaseUrl } from '../harness/databases.ts'
import { startProgram } from '../harness/program.ts'

/** More than an address may try in wrong keys at once (auth.ts). */
const REVOCATIONS = 100

it('does not take a valid key for a guess because keys are revoked', async () => {
  const { url, drop } = await createDatabaseUrl('sqlite')
  const program = await startProgram({ url })
  try {
    for (let turn = 0; turn < REVOCATIONS; turn++) {
      const answer = await program.call('DELETE', `/v1/keys/key_${turn}`)
      expect(answer.status).toBe(404)
    }
    expect((await program.call('GET', '/v1/keys')).status).toBe(200)
  } finally {
    await program.stop()
    await drop()
  }
})
