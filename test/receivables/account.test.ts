import { describe, expect, it } from 'vitest'
import { dialects } from '../harness/databases.ts'
import { programsOn } from './programs.ts'
import { customer, driftOf, erp, invoice } from './records.ts'

const MATRIZ = '12ABC34501DE35'
const FILIAL = '12ABC345000269'
const CPF = '52998224725'

describe.each(dialects)('the credit account on %s', (dialect) => {
  const start = programsOn(dialect)

  it('is the group, else the CNPJ root, else the customer alone, over all sources', async () => {
    const program = await start()
    const [one, two] = [erp(program, 'omie'), erp(program, 'bling')]
    await one.take(
      'customers',
      customer('g1', { group: 'Sul', document: MATRIZ }),
      customer('m', { document: MATRIZ }),
      customer('cpf', { document: CPF }),
      customer('bare'),
    )
    await two.take(
      'customers',
      customer('g2', { group: 'Sul', document: CPF }),
      customer('f', { document: FILIAL }),
      customer('cpf', { document: CPF }),
      customer('bare'),
    )
    await one.take('receivables', ...['g1', 'm', 'cpf', 'bare'].map((id) => invoice(`T-${id}`, id)))
    await two.take(
      'receivables',
      ...['g2', 'f', 'cpf', 'bare'].map((id) => invoice(`T-${id}`, id, { openAmount: '1.00' })),
    )
    const expected = {
      g1: ['Sul', 2, '101.00'],
      m: ['cnpj:12ABC345', 2, '101.00'],
      cpf: ['customer:omie/cpf', 1, '100.00'],
      bare: ['customer:omie/bare', 1, '100.00'],
    }
    for (const [id, [key, members, open]] of Object.entries(expected)) {
      const { account, exposure } = await one.credit(id)
      expect([account.key, account.members, account.exposure.open], id).toEqual([key, members, open])
      expect(exposure.open).toBe('100.00')
    }
    expect((await two.credit('f')).account.exposure.open).toBe('101.00')
    expect((await two.credit('f')).exposure.open).toBe('1.00')
  })

  it('follows a customer who moves, with all that they owe', async () => {
    const program = await start()
    const { take, credit, reserve } = erp(program, 'moves')
    await take('customers', customer('1', { group: 'A' }), customer('2', { group: 'A' }), customer('3', { group: 'B' }))
    await take('receivables', invoice('T1', '1'), invoice('T2', '2'), invoice('T3', '3'))
    await reserve('P', '1', '50.00')
    await take('customers', customer('1', { group: 'B' }))
    expect((await credit('2')).account).toMatchObject({ members: 1, exposure: { total: '100.00' } })
    expect((await credit('3')).account).toMatchObject({ members: 2, exposure: { total: '250.00', held: '50.00' } })
    await take('customers', customer('1'))
    expect((await credit('1')).account).toMatchObject({ key: 'customer:moves/1', members: 1 })
    expect((await credit('3')).account).toMatchObject({ members: 1, exposure: { total: '100.00' } })
    expect(await driftOf(program)).toEqual([])
  })

  it('does not mistake a group named like another account', async () => {
    const program = await start()
    const { send, take, credit } = erp(program, 'names')
    await take('customers', customer('victim'))
    const told = await send('customers', [customer('x', { group: 'customer:names/victim' })])
    expect(told.body.rejected[0].errors[0].path).toBe('group')
    expect((await credit('victim')).account.members).toBe(1)
    await take('customers', customer('upper', { group: 'SUL' }), customer('lower', { group: 'sul' }))
    expect((await credit('upper')).account.members).toBe(1)
  })

  it('of everybody is remade at a start under another policy, and comes back', async () => {
    const { take } = erp(await start(), 'remade')
    await take('customers', customer('a', { group: 'G', document: MATRIZ }), customer('b', { group: 'G' }))
    await take('receivables', invoice('T1', 'a'), invoice('T2', 'b', { company: 'filial' }))
    const keys = async (policy: string): Promise<string[]> => {
      const program = await start({ policy })
      expect(await driftOf(program), policy).toEqual([])
      const { account } = await erp(program, 'remade').credit('a')
      return [account.key, `${account.members}`, account.exposure.open]
    }
    expect(await keys('accountBy: []')).toEqual(['customer:remade/a', '1', '100.00'])
    // The first test of this file left three more customers of that root.
    expect(await keys('accountBy: [cnpj_root, group]')).toEqual(['cnpj:12ABC345', '4', '301.00'])
    expect(await keys('accountBy: [group]')).toEqual(['G', '2', '200.00'])
    expect(await keys('perCompany: true')).toEqual(['G', '2', '100.00'])
    expect(await keys('')).toEqual(['G', '2', '200.00'])
  })
})
