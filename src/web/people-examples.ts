import type { Example } from './examples.ts'

const ANA = {
  ...{ login: 'ana@example.com', name: 'Ana Ribeiro', role: 'rep', salesRep: 'rep-07', source: 'omie-matriz' },
}

/** Examples of the operations on people. */
export const PEOPLE_EXAMPLES: Readonly<Record<string, Example>> = {
  createUser: {
    body: ANA,
    answer: {
      ...{ id: 'usr_01M805F96DQWN5FDGP6B56MA5W', ...ANA, active: true, mustChange: true, hasPassword: true },
      ...{ hasTotp: false, lockedUntil: null, createdAt: '2026-11-21T10:00:00-03:00', lastLoginAt: null },
      password: '7Q2K-M4XA-9TRC-E5WN',
    },
  },
  changeUser: { body: { role: 'analyst', salesRep: null, source: null } },
  resetPassword: { answer: { password: '7Q2K-M4XA-9TRC-E5WN' } },
}
