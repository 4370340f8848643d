import { describe, expect, it } from 'vitest'
import { SyncError } from '../../src/sync/errors.ts'
import { Secret } from '../../src/sync/secret.ts'
import { clientOf, judge, mailServerOf, message, serverOf, signal, verdictOf } from './smtp-stage.ts'

describe('encryption', () => {
  it('trusts no certificate that nobody vouches for', async () => {
    const { server, port, access } = await mailServerOf()
    const client = clientOf(port, { ...access, ca: undefined })
    expect(verdictOf(await client.send(message, signal))).toBe('failed settings')
    await expect(client.check(signal)).rejects.toMatchObject({ remedy: 'settings' })
    expect(server.arrived).toEqual([])
  })

  it('trusts no certificate of another host', async () => {
    // This machine by an address that the certificate does not name.
    const host = '127.0.0.2'
    const { server, port, access } = await mailServerOf(host)
    const client = clientOf(port, { ...access, host })
    expect(verdictOf(await client.send(message, signal))).toBe('failed settings')
    expect(server.arrived).toEqual([])
  })

  it('sends nothing in the clear where STARTTLS is required and missing', async () => {
    const { server, verdict } = await judge({}, { security: 'starttls' })
    expect(verdict).toBe('failed settings')
    expect(server.commands).not.toContain('MAIL')
    expect(server.commands).not.toContain('AUTH')
  })

  it('sends no password in the clear to a server that asks for none', async () => {
    const { server, verdict } = await judge({}, { user: 'fiado', password: new Secret('s3nha-do-correio') })
    expect(verdict).toBe('accepted')
    expect(server.commands).not.toContain('AUTH')
  })

  it('TLS to a port that speaks plainly is a setting to mend', async () => {
    const { verdict, server } = await judge({}, { security: 'tls', timeoutMs: 2_000 })
    expect(verdict).toBe('failed settings')
    expect(server.taken).toEqual([])
  })
})

describe('the check', () => {
  it('logs in and sends nothing', async () => {
    const { server, port, access } = await mailServerOf()
    const good = clientOf(port, access)
    await expect(good.check(signal)).resolves.toBeUndefined()
    const bad = clientOf(port, { ...access, password: new Secret('errada-123') })
    const error = await bad.check(signal).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(SyncError)
    expect(error).toMatchObject({ remedy: 'auth' })
    expect(server.calls).toBe(0)
  })

  it('ends when it is aborted', async () => {
    const server = await serverOf({ greeting: 'silent' })
    const client = clientOf(server.port, { timeoutMs: 60_000 })
    const stop = new AbortController()
    const checked = client.check(stop.signal).catch((error: unknown) => error)
    await expect.poll(server.connections).toBe(1)
    stop.abort(new Error('stopped'))
    expect(await checked).toEqual(new Error('stopped'))
    await expect(client.check(AbortSignal.abort(new Error('before')))).rejects.toThrow('before')
  })
})
