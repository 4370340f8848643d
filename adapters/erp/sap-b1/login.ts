import { z } from 'zod'
import { isAborted, SyncError } from '../../../src/sync/errors.ts'
import type { HttpClient, HttpReply } from '../../../src/sync/http.ts'
import type { Settings } from './settings.ts'

const replySchema = z.looseObject({ SessionId: z.string().min(1), Version: z.string().nullish() })

export interface Login {
  /** `B1SESSION=…; ROUTEID=…`: the second one tells the balancer which node knows the session. */
  readonly cookie: string
  readonly version: string | null
}

/** One session with the Service Layer: every one takes a licence until it is ended or times out. */
interface LoginKeeper {
  login(signal: AbortSignal): Promise<Login>
  /** After a 401: the session timed out, usually after 30 minutes without a call. */
  renew(signal: AbortSignal): Promise<void>
  logout(): Promise<void>
}

const LOGOUT_MS = 5_000

/** `http` has to be a client of its own: a login happens while a call of the other one waits for it. */
export function createLoginKeeper(http: HttpClient, settings: Settings): LoginKeeper {
  let current: Promise<Login> | null = null
  const enter = async (signal: AbortSignal): Promise<Login> => {
    const { companyDb, userName, password } = settings
    const body = { CompanyDB: companyDb, UserName: userName, Password: password.reveal() }
    return loginOf(await http.request({ method: 'POST', path: '/Login', body, signal }))
  }
  const login = (signal: AbortSignal): Promise<Login> => {
    current ??= enter(signal).catch((error: unknown) => {
      current = null
      throw error
    })
    return current
  }
  return {
    login,
    renew: async (signal) => {
      current = null
      await login(signal)
    },
    logout: async () => {
      const standing = current
      current = null
      if (standing) await leave(http, standing)
    },
  }
}

function loginOf(reply: HttpReply): Login {
  const parsed = replySchema.safeParse(reply.json)
  if (!parsed.success) throw new SyncError('unavailable', 'POST /Login answered without a session')
  const { SessionId, Version } = parsed.data
  // `B1SESSION=…;HttpOnly;` has no path and ends in a semicolon: cookie jars drop it, so it is cut out by hand.
  const cookies = reply.cookies.map((cookie) => cookie.split(';')[0]?.trim() ?? '').filter((cookie) => cookie !== '')
  const hasSession = cookies.some((cookie) => cookie.startsWith('B1SESSION='))
  return {
    cookie: [...(hasSession ? [] : [`B1SESSION=${SessionId}`]), ...cookies].join('; '),
    version: Version ?? null,
  }
}

async function leave(http: HttpClient, standing: Promise<Login>): Promise<void> {
  try {
    const { cookie } = await standing
    const signal = AbortSignal.timeout(LOGOUT_MS)
    await http.request({ method: 'POST', path: '/Logout', headers: { cookie }, expect: [401], signal })
  } catch (error) {
    // A session that cannot be ended ends by itself: nothing is lost with it.
    if (!(error instanceof SyncError || isAborted(error) || isTimeout(error))) throw error
  }
}

const isTimeout = (error: unknown): boolean => error instanceof Error && error.name === 'TimeoutError'
