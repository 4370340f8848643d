import type { Role } from '../people/person.ts'

/** Where each role begins its day. */
export const START_PATHS: Record<Role, string> = {
  rep: '/',
  analyst: '/aprovacoes',
  collector: '/cobranca',
  manager: '/painel',
  admin: '/painel',
  integrator: '/integracoes',
}
