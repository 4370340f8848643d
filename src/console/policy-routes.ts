import { z } from 'zod'
import type { CsvSheet, Desk, Shown, Visit } from './desk.ts'
import { wordsField } from './forms.ts'
import { originWords, type PolicyModel, policyPage, versionPage } from './pages/policy-page.ts'
import { decisionWords, LATER } from './pages/rehearsal.ts'
import type { PolicyVersion, Rehearsal } from './policy-port.ts'
import type { ConsolePorts } from './ports.ts'

const BODY_MAX = 100_000
const NOTE_MAX = 500

const draftForm = z.strictObject({
  body: z
    .string('Política: falta preencher.')
    .min(1, 'Política: falta preencher.')
    .max(BODY_MAX, `Política: no máximo ${BODY_MAX} caracteres.`)
    .transform((text) => text.replaceAll('\r\n', '\n')),
  note: wordsField('O que se quer com esta mudança', NOTE_MAX),
})
const rehearsalForm = z.strictObject({
  days: z.enum(['30', '60', '90'], 'Escolha 30, 60 ou 90 dias.').transform(Number),
})
const noForm = z.strictObject({})

/** What is in force, what it was, and what it would be. */
export function addPolicy(desk: Desk, { policy }: ConsolePorts): void {
  const read = async (
    { person, frame }: Visit,
    problem: string | null = null,
    written: PolicyModel['written'] = null,
  ): Promise<Shown> => ({
    title: 'Política de crédito',
    content: policyPage({ frame, view: await policy.read(person), problem, written }),
  })
  desk.page('/politica', 'policy.see', [], (visit) => read(visit))
  desk.page('/politica/versoes/:version', 'policy.see', [], async ({ params }) => {
    const version = /^[1-9]\d{0,8}$/.test(params['version'] ?? '') ? Number(params['version']) : 0
    const [before, after] = await Promise.all([policy.body(version - 1), policy.body(version)])
    if (after === null) return null
    return { title: `Política, versão ${version}`, content: versionPage({ version, before: before ?? '', after }) }
  })

  desk.csv('/politica/versoes.csv', 'policy.see', [], {
    name: 'politica',
    columns: VERSION_COLUMNS,
    read: async ({ person }) => (await policy.read(person)).versions,
  })
  desk.csv('/politica/rascunho/ensaio.csv', 'policy.see', [], {
    name: 'ensaio',
    columns: EXAMPLE_COLUMNS,
    read: async ({ person }) => (await policy.read(person)).draft?.rehearsal?.examples ?? [],
  })
  const base = {
    ability: 'policy.change',
    next: () => '/politica',
    refused: (visit: Visit, message: string) => read(visit, message),
  } as const
  desk.post({
    ...{ ...base, path: '/politica/rascunho', form: draftForm, done: 'rascunho' },
    act: ({ person }, wanted) => policy.saveDraft(person, wanted),
    refused: (visit, message, { body = '', note = '' }) => read(visit, message, { body, note }),
  })
  desk.post({
    ...{ ...base, path: '/politica/rascunho/:id/ensaio', form: rehearsalForm, done: 'ensaio' },
    act: ({ person, params }, { days }) => policy.rehearse(person, params['id'] as string, days),
  })
  desk.post({
    ...{ ...base, path: '/politica/rascunho/:id/ativacao', form: noForm, done: 'ativada' },
    act: ({ person, params }) => policy.activate(person, params['id'] as string),
  })
  desk.post({
    ...{ ...base, path: '/politica/rascunho/:id/descarte', form: noForm, done: 'descartado' },
    act: ({ person, params }) => policy.discard(person, params['id'] as string),
  })
}

const VERSION_COLUMNS: CsvSheet<PolicyVersion>['columns'] = [
  ['Versão', ({ version }) => version],
  ['Desde', ({ loadedAt }) => loadedAt],
  ['Por', ({ loadedBy }) => loadedBy],
  ['Origem', ({ origin }) => originWords(origin)],
]

const EXAMPLE_COLUMNS: CsvSheet<Rehearsal['examples'][number]>['columns'] = [
  ['Consulta', ({ checkId }) => checkId],
  ['Quando', ({ checkedAt }) => checkedAt],
  ['Conexão', ({ customer }) => customer.source],
  ['Código', ({ customer }) => customer.externalId],
  ['Cliente', ({ customer }) => customer.name],
  ['Pedido', ({ orderId }) => orderId],
  ['Valor', ({ amount }) => ({ amount })],
  ['Foi', ({ was }) => decisionWords(was)],
  ['Seria', ({ would }) => decisionWords(would)],
  ['Por quê', ({ because }) => because],
  ['Depois', ({ later }) => (later === null ? null : LATER[later][1])],
]
