import type { VNode } from 'preact'
import { isAble } from '../../people/abilities.ts'
import type { GuardsPort } from '../guard-port.ts'
import { type Html, html } from '../html.ts'
import { icon } from '../icons.ts'
import type { Frame } from '../layout.ts'
import type { IntegrationsPort, QuarantinedRecord, SourceState, SyncRun } from '../operation-port.ts'
import type { Paged } from '../outcome.ts'
import {
  badge,
  csvLink,
  emptyState,
  heading,
  live,
  moreLink,
  postForm,
  problemNotice,
  type Tone,
  table,
} from '../parts.ts'
import { groupDigits, instant, plural } from '../words.ts'
import { fileFaults } from './cadences-page.ts'
import { guardsSection } from './guards-page.ts'

export interface IntegrationsModel {
  readonly frame: Frame
  readonly view: Awaited<ReturnType<IntegrationsPort['sources']>>
  readonly guarded: Awaited<ReturnType<GuardsPort['list']>>
  readonly problem: string | null
}

export const sourcePath = (source: string): string => `/integracoes/${encodeURIComponent(source)}`

export const integrationsPage = (model: IntegrationsModel): VNode => html`<div class="page">
  ${heading('Integrações', 'De onde vêm os dados, e se estão em dia.', csvLink('/integracoes.csv'))}
  ${problemNotice(model.problem)}
  ${live('lista', '/integracoes', integrationsPart(model))}
</div>`

export function integrationsPart({ frame, view, guarded }: IntegrationsModel): VNode {
  const { sources, faults } = view
  return html`<div class="stack">
    ${fileFaults(faults)}
    ${sources.length === 0 ? emptyState('Nenhum ERP conectado', 'Descreva a conexão em config/sources, ou deixe o ERP enviar pela API.', 'integrations') : sources.map((state) => sourceCard(state, frame, html`<a href=${sourcePath(state.source)}>${state.source}</a>`))}
    ${guardsSection(guarded, frame)}
  </div>`
}

const REMEDY_WORDS: Record<string, string> = {
  settings: 'Corrija a configuração desta conexão.',
  auth: 'O ERP recusou as credenciais: renove-as.',
  throttled: 'O ERP pediu para ir mais devagar; tentamos de novo sozinhos.',
  unavailable: 'O ERP não responde; tentamos de novo sozinhos.',
  bad_record: 'Há registros que não podem ser lidos: veja a quarentena.',
}
export const WRITE_BACK_WORDS = {
  off: 'desligada',
  dry_run: 'em ensaio',
  on: 'ligada',
  lift: 'só desbloqueia',
} as const

/** Nobody reads it: the ERP sends what it has. */
const isPushed = ({ adapter }: Pick<SourceState, 'adapter'>): boolean => adapter === 'push'

function healthOf(state: SourceState): readonly [Tone, string] {
  const { failures, isRunning, lastDoneAt } = state
  if (isPushed(state)) return lastDoneAt === null ? ['warn', 'Ainda não enviou nada'] : ['calm', 'Envia pela API']
  if (failures > 0) return ['bad', 'Com problema']
  if (isRunning) return ['calm', 'Sincronizando']
  return lastDoneAt === null ? ['warn', 'Ainda não leu nada'] : ['good', 'Em dia']
}

/** The state of one connection, which is asked for again while it is read. */
export const sourcePart = (state: SourceState, frame: Frame): VNode => sourceCard(state, frame, 'Situação')

function sourceCard(state: SourceState, { now, person, csrf }: Frame, title: Html): VNode {
  const [tone, words] = healthOf(state)
  const { source, adapter, lastDoneAt, failures, failingSince, remedy, message, quarantined, writeBack } = state
  return html`<article class="card">
    <header class="row"><h2>${title}</h2>${badge(tone, words)}</header>
    <dl class="facts">
      <div><dt>Adaptador</dt><dd>${isPushed(state) ? 'nenhum' : adapter}</dd></div>
      <div><dt>${isPushed(state) ? 'Última notícia do ERP' : 'Última leitura completa'}</dt><dd>${lastDoneAt === null ? 'nunca' : instant(lastDoneAt, now)}</dd></div>
      <div><dt>Em quarentena</dt><dd>${quarantined === 0 ? 'nada' : html`<a href=${`${sourcePath(source)}#quarentena`}>${plural(quarantined, 'registro', 'registros')}</a>`}</dd></div>
      <div><dt>Escrita no ERP</dt><dd>${isPushed(state) ? 'nenhuma' : writeBack.isStopped ? 'interrompida' : WRITE_BACK_WORDS[writeBack.mode]}${writeBack.mode === 'on' ? ` · ${writeBack.blocksToday} de ${writeBack.dailyCap} hoje` : ''}</dd></div>
    </dl>
    ${
      failures === 0
        ? null
        : html`<div class="notice bad">${icon('blocked')}<div>
            <p><strong>${remedy === null ? 'A última leitura falhou.' : (REMEDY_WORDS[remedy] ?? remedy)}</strong></p>
            ${message === null ? null : html`<p>${message}</p>`}
            <p class="meta">${plural(failures, 'falha seguida', 'falhas seguidas')}${failingSince === null ? null : html`, desde ${instant(failingSince, now)}`}</p>
          </div></div>`
    }
    ${isAble(person.role, 'integration.act') && !isPushed(state) ? operations(state, csrf) : null}
  </article>`
}

function operations({ source, isRunning, writeBack }: SourceState, csrf: string): VNode {
  const path = sourcePath(source)
  const stop = html`<input type="hidden" name="stopped" value=${writeBack.isStopped ? 'nao' : 'sim'} />`
  return html`<footer class="buttons">
    ${isRunning ? null : postForm(`${path}/leitura`, csrf, html`<button>Ler agora<span class="unseen"> ${source}</span></button>`)}
    ${postForm(`${path}/teste`, csrf, html`<button class="quiet">Testar conexão<span class="unseen"> ${source}</span></button>`)}
    ${
      writeBack.mode === 'off'
        ? null
        : writeBack.isStopped
          ? postForm(`${path}/escrita`, csrf, html`${stop}<button>Voltar a escrever</button>`)
          : postForm(`${path}/escrita`, csrf, html`${stop}<button class="danger">Parar escrita no ERP</button>`, {
              confirm: `Parar de escrever bloqueios em ${source}?`,
            })
    }
  </footer>`
}

export interface SourceModel {
  readonly frame: Frame
  readonly state: SourceState
  readonly runs: readonly SyncRun[]
  readonly quarantine: Paged<QuarantinedRecord>
}

const STREAM_WORDS: Record<string, string> = { customers: 'clientes', receivables: 'títulos', orders: 'pedidos' }
const RECORD_WORDS: Record<string, string> = { customers: 'Cliente', receivables: 'Título', orders: 'Pedido' }
export const RUN_KIND_WORDS = {
  changes: 'Novidades',
  nightly: 'Conferência',
  full: 'Completa',
  refetch: 'Busca pontual',
} as const
export const RUN_STATES: Record<SyncRun['state'], readonly [Tone, string]> = {
  running: ['calm', 'Em andamento'],
  done: ['good', 'Feita'],
  failed: ['bad', 'Falhou'],
  interrupted: ['warn', 'Interrompida'],
}

/** One connection: what was read lately, and what could not be taken. */
export function sourcePage({ frame, state, runs, quarantine }: SourceModel): VNode {
  const { source } = state
  return html`<div class="page">
    <p class="back"><a href="/integracoes">Integrações</a></p>
    ${heading(source, leadOf(state))}
    ${live('estado', sourcePath(source), sourcePart(state, frame))}
    ${
      isPushed(state) && runs.length === 0
        ? null
        : html`<section class="card flush">
            <div class="row"><h2>Leituras</h2>${csvLink(`${sourcePath(source)}/leituras.csv`, 'das leituras')}</div>
            ${runs.length === 0 ? html`<p class="meta">Nenhuma leitura ainda.</p>` : runTable(runs, frame.now)}
          </section>`
    }
    <section class="card flush" id="quarentena">
      <div class="row"><h2>Quarentena</h2>${csvLink(`${sourcePath(source)}/quarentena.csv`, 'da quarentena')}</div>
      ${quarantine.entries.length === 0 ? emptyState('Nada em quarentena', 'Tudo o que o ERP enviou pôde ser lido.', 'good') : quarantineTable(quarantine.entries, frame.now)}
    </section>
    ${moreLink(sourcePath(source), 'depois', quarantine.next)}
  </div>`
}

function leadOf(state: SourceState): string {
  if (isPushed(state)) return 'O ERP envia os dados pela API: o Fiado não lê nem escreve nele.'
  const read = state.streams.map((stream) => STREAM_WORDS[stream] ?? stream)
  return `Adaptador ${state.adapter}${read.length === 0 ? '' : ` · lê ${read.join(', ')}`}`
}

export const sumOf = ({ progress }: SyncRun, field: 'accepted' | 'rejected'): number =>
  Object.values(progress).reduce((sum, one) => sum + (one?.[field] ?? 0), 0)

const runTable = (runs: readonly SyncRun[], now: string): VNode =>
  table(
    'Leituras',
    [
      { label: 'Quando', kind: 'head', cell: ({ startedAt }) => instant(startedAt, now) },
      { label: 'Tipo', cell: ({ kind }) => RUN_KIND_WORDS[kind] },
      {
        label: 'Situação',
        cell: ({ state, message }) =>
          html`${badge(RUN_STATES[state][0], RUN_STATES[state][1])}${message === null ? null : html` <span class="meta">${message}</span>`}`,
      },
      { label: 'Lidos', kind: 'amount', cell: (run) => groupDigits(sumOf(run, 'accepted')) },
      { label: 'Recusados', kind: 'amount', cell: (run) => groupDigits(sumOf(run, 'rejected')) },
    ],
    runs,
  )

const RECORD_CHARS_SHOWN = 600

const quarantineTable = (records: readonly QuarantinedRecord[], now: string): VNode =>
  table(
    'Registros em quarentena',
    [
      {
        label: 'Registro',
        kind: 'head',
        cell: ({ kind, externalId }) => html`${RECORD_WORDS[kind] ?? kind} <bdi>${externalId ?? 'sem código'}</bdi>`,
      },
      {
        label: 'O que há de errado',
        kind: 'words',
        cell: ({ errors }) =>
          html`<ul class="plain">${errors.map(({ path, message }) => html`<li><code>${path}</code> ${message}</li>`)}</ul>`,
      },
      { label: 'Recebido', cell: ({ receivedAt }) => instant(receivedAt, now) },
      {
        label: 'Conteúdo',
        cell: ({ record }) =>
          html`<details><summary>Ver</summary><pre>${(JSON.stringify(record, null, 1) ?? '').slice(0, RECORD_CHARS_SHOWN)}</pre></details>`,
      },
    ],
    records,
  )
