import { SCOPES, type Scope } from '../access/key.ts'
import type { Role } from './person.ts'

/**
 * What each role amounts to in the scopes of API keys: a key has to hold them to make or change such a person, and a
 * person who manages keys gives them no others. Otherwise one would be a way around the limits of the other.
 */
export const SCOPES_OF_ROLE: Readonly<Record<Role, readonly Scope[]>> = {
  rep: ['check', 'read'],
  collector: ['read', 'operate'],
  analyst: ['read', 'operate'],
  manager: ['read', 'operate'],
  admin: SCOPES,
  integrator: ['check', 'write', 'read'],
}
