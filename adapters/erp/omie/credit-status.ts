import type { CreditMark, CreditStatusPort } from '../../../src/sync/contract.ts'
import { SyncError } from '../../../src/sync/errors.ts'
import type { Api } from './api.ts'
import { markOf } from './mapping.ts'
import { customersById } from './reading.ts'
import { customerRowSchema } from './rows.ts'

/** "Bloquear o faturamento": the customer may order, and nothing is invoiced. There is no field for the reason. */
export function createCreditStatus(api: Api): CreditStatusPort {
  return {
    read: async (customerExternalId, signal) => {
      if (!isCode(customerExternalId)) return null
      const [row] = await customersById(api, [customerExternalId], signal)
      if (row === undefined) return null
      const parsed = customerRowSchema.pick({ bloquear_faturamento: true }).safeParse(row)
      if (!parsed.success) throw new SyncError('bad_record', 'bloquear_faturamento is neither S nor N')
      return markOf(parsed.data)
    },
    isBlocked: (mark) => mark['bloquear_faturamento'] === 'S',
    blocked: (mark) => ({ ...mark, bloquear_faturamento: 'S' }),
    write: async (customerExternalId, mark, signal) => {
      if (!isCode(customerExternalId)) throw noSuchCustomer()
      // What is not named stays as it is.
      const param = { codigo_cliente_omie: Number(customerExternalId), bloquear_faturamento: flagOf(mark) }
      const answer = await api.ask('AlterarCliente', param, signal)
      if (answer.kind === 'nothing') throw noSuchCustomer()
    },
  }
}

const isCode = (id: string): boolean => /^\d{1,15}$/.test(id)

function flagOf(mark: CreditMark): 'S' | 'N' {
  const flag = mark['bloquear_faturamento']
  if (flag === 'S' || flag === 'N') return flag
  throw new TypeError('bloquear_faturamento is either S or N')
}

const noSuchCustomer = (): SyncError => new SyncError('bad_record', 'Omie has no such customer')
