import type { ErpTableOptions } from '../../harness/erp-tables.ts'
import type { ExampleErp } from './example-erp.ts'

/** Three customers by how the ERP codes them, what its users see, and what Fiado is to make of it. */
export const CODES: Record<NonNullable<ErpTableOptions['customerType']>, readonly [string, string][]> = {
  'CHAR(6)': [
    ['000042', '000042'],
    ['A1', 'A1'],
    ['ZÇ 9', 'ZÇ 9'],
  ],
  'VARCHAR(20)': [
    ['000042', '000042'],
    ['A1   ', 'A1'],
    ["D'ÁGUA/1", "D'ÁGUA/1"],
  ],
  INT: [
    ['7', '7'],
    ['42', '42'],
    ['2147483647', '2147483647'],
  ],
  'DECIMAL(10,0)': [
    ['7', '7'],
    ['42', '42'],
    ['9999999999', '9999999999'],
  ],
}
export const NAMES = [`D'Água & "Açúcar" \\ 50%`, 'Não é; -- vírgula, `crase`', 'ÑANDÚ ÿ ß']

/** Every kind of title and every state of an order, of three customers. */
export async function fill(
  erp: ExampleErp,
  codes: readonly (readonly [string, string])[],
  emoji: string,
): Promise<void> {
  const customer = (index: number, loja: string) => ({ codigo: codes[index]?.[0] ?? '', loja })
  const rows = codes.map((_, index) => ({
    ...customer(index, '01'),
    nome: `${NAMES[index]}${emoji}`,
    cnpj: ['12.ABC.345/01DE-35', 'ISENTO', null][index] ?? null,
    limite: ['9999999999999.99', null, '0.00'][index] ?? null,
    bloqueado: ['N', 'S', ''][index] ?? 'N',
    email: ['compras@agua.example; outro@agua.example', '', null][index] ?? null,
    uf: ['sp', '', null][index] ?? null,
    cadastrado_em: ['2020-02-29', null, null][index] ?? null,
  }))
  await erp.insert('clientes', [...rows, { ...rows[0], loja: '2', nome: 'Filial' }])
  const title = { ...customer(0, '2'), emissao: '2026-10-01', vencimento: '2026-11-30', valor: '1234.50' }
  await erp.insert('titulos', [
    {
      numero: '000000001',
      parcela: '1',
      ...title,
      pedido: '00000007',
      tipo: 'NF',
      recebido: '234.50',
      situacao: 'A',
      baixado_em: null,
    },
    {
      numero: '000000001',
      parcela: '2',
      ...title,
      pedido: null,
      tipo: 'NF',
      recebido: '1234.50',
      situacao: 'B',
      baixado_em: '2026-11-20',
    },
    { numero: '2', parcela: 'A', ...title, pedido: '', tipo: 'NC', recebido: '0.00', situacao: 'A', baixado_em: null },
    { numero: '3', parcela: '', ...title, pedido: null, tipo: 'RA', recebido: '0.00', situacao: 'C', baixado_em: null },
    {
      numero: '4',
      parcela: '1',
      ...title,
      pedido: null,
      tipo: 'NF',
      recebido: '9999.00',
      situacao: 'P',
      baixado_em: null,
    },
  ])
  const order = { ...customer(0, '01'), valor: '0.01', faturado: '0.00' }
  await erp.insert('pedidos', [
    { numero: '00000007', ...order, ...customer(0, '2'), valor: '1234.50', faturado: '1234.50', situacao: 'F' },
    { numero: '00000008', ...order, situacao: 'A' },
    { numero: 'W-9', ...order, ...customer(1, '01'), valor: '9999999999999.99', faturado: '0.01', situacao: 'P' },
    { numero: '10', ...order, situacao: 'C' },
    { numero: '11', ...order, situacao: 'O' },
  ])
}
