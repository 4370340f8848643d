import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { type Program, startProgram } from '../harness/program.ts'
import { HOSTILE_TEXTS } from './hostile.ts'
import {
  amountLimit,
  creditOf,
  customerOf,
  expectNoDrift,
  invoiceOf,
  put,
  reserve,
  reserveOf,
  SOURCE,
} from './requests.ts'

const POLICY = `
rules:
  overdue_receivables: off
  first_payment_default: off
custom:
  - code: big_order_of_boss
    when: order.salesRep == "boss" && order.amountCents > 100
    level: block
    message: Só o gerente vende isso.
`

describe.each(dialects)('any text in any field on %s', (dialect) => {
  let program: Program
  let drop: () => Promise<void>
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fiado-texts-'))
    await mkdir(join(folder, 'policies'))
    await writeFile(join(folder, 'policies/default.yaml'), POLICY)
    const database = await createDatabaseUrl(dialect)
    drop = database.drop
    program = await startProgram({ url: database.url, configFolder: folder })
  })
  afterAll(async () => {
    await expectNoDrift(program)
    await program.stop()
    await drop()
    await rm(folder, { recursive: true })
  })

  it('is kept as it came, and is nothing but text', async () => {
    const texts = HOSTILE_TEXTS.filter((text) => text.trim() === text)
    const customers = texts.map((text) =>
      customerOf(text, { limit: amountLimit('100.00'), city: text, phone: text.slice(0, 30) }),
    )
    await put(program, 'customers', customers)
    await put(
      program,
      'receivables',
      texts.map((text) =>
        invoiceOf(text, text, '1.50', { dueOn: '2026-01-06', number: text, orderId: text, paymentMethod: text }),
      ),
    )
    for (const text of texts) {
      const credit = await creditOf(program, text)
      expect(credit.account.key).toBe(`customer:${SOURCE}/${text}`)
      expect(credit.exposure).toMatchObject({ open: '1.50', overdue: '1.50' })

      const { body } = await reserve(program, reserveOf(text, text, '3.00', { salesRep: text, company: text }))
      expect(body).toMatchObject({ decision: 'approved', hold: { orderId: text, amount: '1.50' } })
      const { facts } = (await program.call('GET', `/v1/credit-checks/${body.id}`)).body
      expect(facts).toMatchObject({
        customer: { externalId: text },
        order: { id: text, company: text, salesRep: text },
        own: { titles: [{ externalId: text, number: text, openAmount: '150' }] },
      })
      const path = `/v1/orders/${encodeURIComponent(text)}`
      const confirmed = await program.call('POST', `${path}/confirm`, { source: SOURCE })
      expect(confirmed.body).toMatchObject({ orderId: text, status: 'confirmed', amount: '3.00' })
      const subject = encodeURIComponent(`${SOURCE}/${text}`)
      const audit = await program.call('GET', `/v1/audit?subject=${subject}`)
      expect(audit.body.entries).toMatchObject([{ action: 'order.confirmed', subject: `${SOURCE}/${text}` }])
      expect((await creditOf(program, text)).exposure).toMatchObject({ open: '1.50', orders: '1.50', total: '3.00' })
    }
  })

  it('names a group as it came', async () => {
    for (const text of HOSTILE_TEXTS.filter((one) => one.trim() === one)) {
      const { status, body } = await program.call('PUT', `/v1/groups/${encodeURIComponent(text)}`, {
        limit: amountLimit('10.00'),
      })
      expect({ status, body }).toEqual({ status: 200, body: { key: text, members: 0 } })
    }
  })

  it('is no part of a rule', async () => {
    await put(program, 'customers', [customerOf('ruled', { limit: amountLimit('100.00') })])
    const decisionOf = async (salesRep: string) => {
      const request = { ...reserveOf('ruled', 'order', '2.00', { salesRep }), mode: 'check' }
      return (await reserve(program, request)).body.decision
    }
    expect(await decisionOf('boss')).toBe('blocked')
    for (const salesRep of ['boss" || true || "', '" || order.amountCents > 0 || "', 'BOSS', 'bo\u200bss', 'boss\\'])
      expect(await decisionOf(salesRep)).toBe('approved')
  })

  it('tells apart ids that differ only in case, accents, width or form, and none that differ in outer blanks', async () => {
    const ids = [
      'a',
      'A',
      'á',
      'Á',
      'à',
      'ａ',
      'a\u0301',
      'ss',
      'ß',
      'SS',
      'ı',
      'i',
      'İ',
      'I',
      'K',
      '\u212a',
      'a.',
      'a\u200b',
    ]
    await put(
      program,
      'customers',
      ids.map((id, index) => customerOf(id, { limit: amountLimit(`${1_000 + index}.00`) })),
    )
    await reserve(program, reserveOf('A', 'x', '5.00'))
    await reserve(program, reserveOf('á', 'X', '7.00'))
    for (const [index, id] of ids.entries()) {
      const { limit, exposure } = await creditOf(program, id)
      expect({ id, limit: limit.amount, held: exposure.held }).toEqual({
        id,
        limit: `${1_000 + index}.00`,
        held: { A: '5.00', á: '7.00' }[id] ?? '0.00',
      })
    }
    await put(program, 'customers', [customerOf(' a\u00a0 ', { limit: amountLimit('9.00') })])
    expect((await creditOf(program, 'a')).limit.amount).toBe('9.00')
    expect((await creditOf(program, ' a ')).limit.amount).toBe('9.00')
  })
})
