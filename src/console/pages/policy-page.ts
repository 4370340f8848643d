import type { VNode } from 'preact'
import { isAble } from '../../people/abilities.ts'
import { diffLines, shortenDiff } from '../diff.ts'
import { html } from '../html.ts'
import { icon } from '../icons.ts'
import type { Frame } from '../layout.ts'
import {
  badge,
  choice,
  csvLink,
  disclosure,
  emptyState,
  field,
  heading,
  postForm,
  problemNotice,
  table,
} from '../parts.ts'
import type { PolicyDraft, PolicyVersion, PolicyView } from '../policy-port.ts'
import { actorWords, instant } from '../words.ts'
import { rehearsalCard } from './rehearsal.ts'

export interface PolicyModel {
  readonly frame: Frame
  readonly view: PolicyView
  readonly problem: string | null
  /** A draft that was not taken: it is not lost. */
  readonly written: { readonly body: string; readonly note: string } | null
}

/** The policy in force, and the draft that is tried on what was asked before it decides anything. */
export function policyPage(model: PolicyModel): VNode {
  const { frame, view, problem } = model
  const { inForce, draft, versions } = view
  return html`<div class="page">
    ${heading('Política de crédito', html`Versão <strong>${inForce.version}</strong> em vigor desde ${instant(inForce.loadedAt, frame.now)}${inForce.loadedBy === null ? '' : `, por ${actorWords(inForce.loadedBy)}`}`)}
    ${problemNotice(problem)}
    ${draft === null ? null : draftCard(draft, inForce.body, frame)}
    ${isAble(frame.person.role, 'policy.change') ? editor(model) : null}
    <section class="card"><h2>Em vigor</h2><pre class="code" tabindex="0" aria-label="Texto da política em vigor">${inForce.body}</pre></section>
    <section class="card flush"><div class="row"><h2>Versões</h2>${csvLink('/politica/versoes.csv', 'das versões')}</div>${versionTable(versions, frame.now)}</section>
  </div>`
}

export const originWords = (origin: PolicyVersion['origin']): string =>
  origin === 'draft' ? 'Rascunho ativado' : 'Arquivo'

const versionTable = (versions: readonly PolicyVersion[], now: string): VNode =>
  table(
    'Versões da política',
    [
      { label: 'Versão', kind: 'head', cell: ({ version }) => html`Versão ${version}` },
      { label: 'Desde', cell: ({ loadedAt }) => instant(loadedAt, now) },
      { label: 'Por', cell: ({ loadedBy }) => html`<bdi>${loadedBy === null ? 'Fiado' : actorWords(loadedBy)}</bdi>` },
      { label: 'Origem', cell: ({ origin }) => originWords(origin) },
      {
        label: 'O que mudou',
        kind: 'action',
        cell: ({ version }) =>
          version <= 1
            ? null
            : html`<a href=${`/politica/versoes/${version}`}>O que mudou<span class="unseen"> na versão ${version}</span></a>`,
      },
    ],
    versions,
  )

const editor = ({ frame, view, written }: PolicyModel): VNode => {
  const { draft, inForce } = view
  const form = postForm(
    '/politica/rascunho',
    frame.csrf,
    html`
      ${field('rascunho', 'body', 'Política (YAML)', { rows: 18, maxlength: 100_000, value: written?.body ?? draft?.body ?? inForce.body, hint: 'Guardar não muda nada do que está em vigor.' })}
      ${field('rascunho', 'note', 'O que se quer com esta mudança', { maxlength: 500, value: written?.note ?? draft?.note })}
      <button class="primary">Guardar rascunho</button>
    `,
    { className: 'editor' },
  )
  return disclosure(draft === null ? 'Começar um rascunho' : 'Mudar o rascunho', form, {
    className: draft === null ? 'card wide' : 'card wide again',
    open: written !== null,
  })
}

function draftCard(draft: PolicyDraft, body: string, frame: Frame): VNode {
  const { faults, rehearsal, note, createdBy, changedAt } = draft
  return html`<section class="card draft">
    <h2 class="row">Rascunho ${faults.length > 0 ? badge('bad', 'Com erros') : rehearsal === null ? badge('warn', 'Ainda não ensaiado') : badge('good', 'Ensaiado')}</h2>
    <p><bdi>${note}</bdi></p>
    <p class="meta"><bdi>${actorWords(createdBy)}</bdi>, ${instant(changedAt, frame.now)}</p>
    ${faultList(faults)}
    ${disclosure('O que muda', diffView(body, draft.body), { className: 'plain', open: faults.length === 0 })}
    ${rehearsal === null ? null : rehearsalCard(rehearsal, frame.now)}
    ${isAble(frame.person.role, 'policy.change') ? draftActions(draft, frame) : null}
  </section>`
}

const faultList = (faults: PolicyDraft['faults']): VNode | null =>
  faults.length === 0
    ? null
    : html`<div class="notice bad">${icon('blocked')}<ul>${faults.map(({ line, field: name, message }) => html`<li>${line === null ? null : html`<strong>linha ${line}</strong> `}<code>${name}</code> ${message}</li>`)}</ul></div>`

function draftActions({ id, faults, rehearsal }: PolicyDraft, { csrf }: Frame): VNode {
  const path = `/politica/rascunho/${encodeURIComponent(id)}`
  return html`<footer class="buttons">
    ${
      faults.length > 0
        ? null
        : postForm(
            `${path}/ensaio`,
            csrf,
            html`${choice(
              'ensaio',
              'days',
              'Ensaiar sobre',
              [
                ['30', '30 dias'],
                ['60', '60 dias'],
                ['90', '90 dias'],
              ],
              '90',
            )}<button class=${rehearsal === null ? 'primary' : ''}>Ensaiar</button>`,
            { className: 'inline' },
          )
    }
    ${
      faults.length > 0 || rehearsal === null
        ? null
        : postForm(`${path}/ativacao`, csrf, html`<button class="primary">Ativar esta política</button>`, {
            confirm: 'Ativar agora? Passa a valer já na próxima consulta.',
          })
    }
    ${postForm(`${path}/descarte`, csrf, html`<button class="quiet">Descartar rascunho</button>`, { confirm: 'Descartar o rascunho?' })}
  </footer>`
}

const SIGNS = { added: '+', removed: '−', same: ' ' } as const

function diffView(before: string, after: string): VNode {
  const lines = shortenDiff(diffLines(before, after))
  if (lines.every((line) => line === 'gap')) return html`<p class="meta">Nada: os dois textos são iguais.</p>`
  return html`<div class="diff" tabindex="0" role="group" aria-label="Linhas que mudam">
    ${lines.map((line) =>
      line === 'gap'
        ? html`<p class="gap">⋯</p>`
        : html`<p class=${line.kind}><span class="sign">${SIGNS[line.kind]}</span>${line.kind === 'same' ? null : html`<span class="unseen">${line.kind === 'added' ? 'entra: ' : 'sai: '}</span>`}<code>${line.text}</code></p>`,
    )}
  </div>`
}

export interface VersionModel {
  readonly version: number
  readonly before: string
  readonly after: string
}

export const versionPage = ({ version, before, after }: VersionModel): VNode => html`<div class="page">
  <p class="back"><a href="/politica">Política de crédito</a></p>
  ${heading(`O que mudou na versão ${version}`)}
  <section class="card">${before === '' ? emptyState('É a primeira versão', 'Não há outra antes desta.', 'policy') : diffView(before, after)}</section>
</div>`
