import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { actionWords, detailWords, findsText, subjectWords } from '../../src/console/audit-words.ts'

const SRC = join(import.meta.dirname, '../../src')
const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(join(SRC, file), 'utf8'))
  .join('\n')

/** Of every call that writes a line, the codes that stand in it as text. */
function codesOf(call: RegExp, prefix = ''): string[] {
  const CODES = /'([a-z_]+(?:\.[a-z_]+)?)'/g
  return [...sources.matchAll(call)].flatMap(([, given = '']) =>
    [...given.matchAll(CODES)].map(([, code]) => `${prefix}${code}`),
  )
}

const told = (action: string, subject = '', detail: object = {}, name: string | null = null) => ({
  ...{ action, subject, name, detail: detail as Record<string, unknown> },
})

describe('the words of the audit trail', () => {
  it('stand for every code that the program writes', () => {
    const codes = new Set([
      // The code is the third of what a trail is given, and stands before the subject.
      ...codesOf(/\btrail\(\s*(?:sql|db),\s*(?:request|act|\{[^}]*\}),\s*([^,]+),/g),
      ...codesOf(/\brecord\(sql, ('[^']+'),/g),
      ...codesOf(/\brecordAudit\(sql, \{[^}]*\baction: ('[^']+')/g),
      ...codesOf(/\btellStory\(sql, deps, request, customer, ([^,]+),/g),
      ...codesOf(/\btellHistory\(sql, deps, request, actor, [\w.]+, ([^{]+),/g, 'order.'),
      ...codesOf(/\bconst kind = (.*)/g, 'order.').filter((code) => code.startsWith('order.release')),
    ])
    expect([...codes].length).toBeGreaterThan(45)
    expect([...codes]).toEqual(expect.arrayContaining(['login', 'order.payment_sent', 'order.release_rejected']))
    expect([...codes].filter((code) => actionWords(code) === code)).toEqual([])
    expect(actionWords('something.new')).toBe('something.new')
  })

  it.each([
    [
      {
        release: 'rel_1',
        reason: 'Paga na sexta',
        amount: '18750.00',
        expiresAt: '2026-11-26T23:59:59-03:00',
        by: 'Ana',
      },
      'R$ 18.750,00 · vale até 26/11/2026, 23:59 · Paga na sexta',
    ],
    [{ channel: 'email', amount: '1830.00' }, 'R$ 1.830,00 · por e-mail'],
    [{ role: 'rep', active: false, salesRep: 'rep-07' }, 'Representante · não pode mais entrar · vendedor rep-07'],
    [{ reason: 'wrong_password' }, 'senha errada'],
    [{ by: 'password and code' }, 'com senha e código'],
    [{ version: 3, draft: 'drf_1', reason: 'Menos risco', forced: true }, 'Menos risco · versão 3 · sem ensaio'],
    [
      { customers: 1, receivables: 1_204, orders: 0 },
      '1 cliente encerrado · 1.204 títulos encerrados · 0 pedidos encerrados',
    ],
    [{ name: 'ERP', scopes: ['check', 'write'], source: 'omie' }, 'ERP · só a conexão omie · pode check, write'],
    [{}, ''],
  ])('%j reads as %s', (detail, words) => {
    expect(detailWords(told('x', 'x', detail))).toBe(words)
  })

  it('leave out what nobody has named, ids, and what is not of the kind that it should be', () => {
    const detail = {
      secret: 'abc',
      password: 'abc',
      passwordHash: 'x',
      id: 'tsk_1',
      amount: 12,
      name: { a: 1 },
      types: [],
    }
    expect(detailWords(told('x', 'x', { ...detail, version: '3', active: 'yes', by: 'Ana (usr_1)' }))).toBe('')
  })

  it('name what it was about, and no id', () => {
    expect(subjectWords(told('user.changed', 'usr_01KB0000000000000000000003', {}, 'Rafael'))).toBe('Rafael')
    expect(subjectWords(told('user.changed', 'usr_01KB0000000000000000000003'))).toBe('')
    expect(subjectWords(told('order.confirmed', 'omie/PED/1'))).toBe('PED/1')
    expect(subjectWords(told('note.added', 'omie/1042', {}, 'Padaria'))).toBe('Padaria')
    expect(subjectWords(told('note.added', 'omie/1042'))).toBe('1042')
    expect(subjectWords(told('snapshot.completed', 'omie/snp_1'))).toBe('omie')
    expect(subjectWords(told('policy.activated', 'default'))).toBe('')
    expect(subjectWords(told('login.refused', 'unknown'))).toBe('Usuário desconhecido')
    expect(subjectWords(told('group.changed', 'cnpj:12ABC345'))).toBe('cnpj:12ABC345')
  })

  it('are found by what stands there, whatever the case and the accents', () => {
    const line = {
      ...told('order.release_signed', 'omie/PED-1', { amount: '18750.00' }),
      actor: 'Cláudia Menezes (usr_9)',
    }
    for (const text of [
      'CLAUDIA',
      'liberacao assinada',
      'Liberação',
      'release_signed',
      'ped-1',
      '18.750',
      'usr_9',
      ' ',
      '',
    ])
      expect([text, findsText(text)(line)]).toEqual([text, true])
    for (const text of ['recusada', 'PED-2', '%', '_x', '.*', '18750.01'])
      expect([text, findsText(text)(line)]).toEqual([text, false])
  })
})
