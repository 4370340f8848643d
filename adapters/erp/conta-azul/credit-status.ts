import type { CreditMark, CreditStatusPort } from '../../../src/sync/contract.ts'
import type { Api } from './api.ts'
import { markOf } from './mapping.ts'

/**
 * Conta Azul has no credit block: what refuses a sale is that the person is inactive, for everybody and everything.
 * The two calls change nothing else, and may be repeated.
 * https://developers.contaazul.com/open-api-docs/open-api-person/v1/desativarpessoasemlote (read 2026-11-22)
 */
export const createCreditStatus = (api: Api): CreditStatusPort => ({
  read: async (customerExternalId, signal) => {
    const person = await api.get(`/pessoas/${encodeURIComponent(customerExternalId)}`, signal)
    return person === null ? null : markOf(person)
  },
  isBlocked: (mark) => mark['ativo'] === false,
  blocked: (mark) => ({ ...mark, ativo: false }),
  write: async (customerExternalId, mark, signal) => {
    await api.post(pathFor(mark), { uuids: [customerExternalId] }, signal)
  },
})

function pathFor({ ativo }: CreditMark): string {
  if (typeof ativo !== 'boolean') throw new TypeError('the mark of a person in Conta Azul has "ativo"')
  return ativo ? '/pessoas/ativar' : '/pessoas/inativar'
}
