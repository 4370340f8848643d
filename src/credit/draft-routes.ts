import { z } from 'zod'
import type { App } from '../app.ts'
import type { Clock } from '../kernel/clock.ts'
import { requireUnbound } from '../web/auth.ts'
import { problemResponse } from '../web/openapi.ts'
import { type Problem, problem } from '../web/problems.ts'
import {
  activationRequestSchema,
  draftParamsSchema,
  draftRequestSchema,
  draftSchema,
  listedDraftSchema,
  rehearsalRequestSchema,
  rehearsalSchema,
} from './draft-schema.ts'
import type { DraftRefusal, Drafts, OpenedDraft } from './drafts.ts'
import type { PolicyHistory } from './policies-history.ts'
import { addVersions } from './policies-routes.ts'

const TAGS = ['credit']
const DRAFTS = '/v1/policies/drafts'
const REFUSALS = { 404: problemResponse(404), 409: problemResponse(409), 422: problemResponse(422) }

/** Versions of the policy, and drafts of the next one. */
export function policyRoom(drafts: Drafts, history: PolicyHistory, clock: Pick<Clock, 'format'>) {
  return async (app: App): Promise<void> => {
    addVersions(app, history, clock)
    addDrafts(app, drafts, clock)
    addChanges(app, drafts, clock)
    addTrials(app, drafts)
  }
}

function addDrafts(app: App, drafts: Drafts, clock: Pick<Clock, 'format'>): void {
  app.post(
    DRAFTS,
    {
      config: { scope: 'operate' },
      schema: {
        operationId: 'createPolicyDraft',
        summary: 'Keep a draft of a policy',
        description:
          'One with faults is refused (422) with line and field. It decides nothing until it is made active.',
        tags: TAGS,
        body: draftRequestSchema,
        response: { 201: draftSchema, 409: problemResponse(409), 422: problemResponse(422) },
      },
    },
    async (request, reply) => {
      requireUnbound(request)
      const made = allowed(await drafts.create(request.body, request))
      return reply.code(201).send(draftToWire(made, clock))
    },
  )
  app.get(
    DRAFTS,
    {
      config: { scope: 'operate' },
      schema: {
        operationId: 'listPolicyDrafts',
        summary: 'List the drafts, the newest first',
        tags: TAGS,
        response: { 200: z.object({ drafts: z.array(listedDraftSchema) }) },
      },
    },
    async (request) => {
      requireUnbound(request)
      const listed = await drafts.list()
      return {
        drafts: listed.map(({ isRehearsed, createdAt, changedAt, ...draft }) => ({
          ...draft,
          ...{ createdAt: clock.format(createdAt), changedAt: clock.format(changedAt), rehearsed: isRehearsed },
        })),
      }
    },
  )
  app.get(
    `${DRAFTS}/:id`,
    {
      config: { scope: 'operate' },
      schema: {
        operationId: 'readPolicyDraft',
        summary: 'Read a draft, its last rehearsal, and how it differs from what is in force',
        tags: TAGS,
        params: draftParamsSchema,
        response: { 200: draftSchema, 404: problemResponse(404) },
      },
    },
    async (request) => {
      requireUnbound(request)
      return draftToWire(allowed((await drafts.find(request.params.id)) ?? { refused: 'unknown' }), clock)
    },
  )
}

function addChanges(app: App, drafts: Drafts, clock: Pick<Clock, 'format'>): void {
  app.put(
    `${DRAFTS}/:id`,
    {
      config: { scope: 'operate' },
      schema: {
        operationId: 'changePolicyDraft',
        summary: 'Change a draft',
        description: 'Another text has to be rehearsed again. One that became a version stays as it is (409).',
        tags: TAGS,
        params: draftParamsSchema,
        body: draftRequestSchema,
        response: { 200: draftSchema, ...REFUSALS },
      },
    },
    async (request) => {
      requireUnbound(request)
      return draftToWire(allowed(await drafts.change(request.params.id, request.body, request)), clock)
    },
  )
  app.delete(
    `${DRAFTS}/:id`,
    {
      config: { scope: 'operate' },
      schema: {
        operationId: 'deletePolicyDraft',
        summary: 'Delete a draft',
        description: 'One that became a version stays (409).',
        tags: TAGS,
        params: draftParamsSchema,
        response: { 204: z.undefined().describe('Deleted'), 404: problemResponse(404), 409: problemResponse(409) },
      },
    },
    async (request, reply) => {
      requireUnbound(request)
      allowed(await drafts.remove(request.params.id, request))
      return reply.code(204).send()
    },
  )
}

function addTrials(app: App, drafts: Drafts): void {
  app.post(
    `${DRAFTS}/:id/rehearse`,
    {
      config: { scope: 'operate' },
      schema: {
        operationId: 'rehearsePolicyDraft',
        summary: 'See what a draft would have held and freed of the checks of the last days',
        description:
          'The stored facts are decided again with the draft. Of each order the newest `check` or `reserve` of a day ' +
          'counts, and an order once among the held and once among the freed. Each decision stands alone: room that the ' +
          'draft would not have given is not given to others. `unpaidMeans` says what is taken as not paid: a title of ' +
          'the order (else any of the customer issued within 30 days after) that is open or returned past its effective ' +
          'due day, was paid more than 15 days late, or written off. One rehearsal at a time (409).',
        tags: TAGS,
        params: draftParamsSchema,
        body: rehearsalRequestSchema,
        response: { 200: rehearsalSchema, ...REFUSALS },
      },
    },
    async (request) => {
      requireUnbound(request)
      return allowed(await drafts.rehearse(request.params.id, request.body.days))
    },
  )
  app.post(
    `${DRAFTS}/:id/activate`,
    {
      config: { scope: 'operate' },
      schema: {
        operationId: 'activatePolicyDraft',
        summary: 'Make a draft the policy in force',
        description:
          'It becomes the next version, here at once and in other processes at their next decision or within ten ' +
          'seconds. The policy file takes over again when it is changed, not when it is read. A draft that was not ' +
          'rehearsed since it was changed is refused (409) without `force`.',
        tags: TAGS,
        params: draftParamsSchema,
        body: activationRequestSchema,
        response: { 200: z.object({ name: z.string(), version: z.int() }), ...REFUSALS },
      },
    },
    async (request) => {
      requireUnbound(request)
      const { version } = allowed(await drafts.activate(request.params.id, request.body, request))
      return { name: 'default', version }
    },
  )
}

function draftToWire({ changes, createdAt, changedAt, ...draft }: OpenedDraft, clock: Pick<Clock, 'format'>) {
  return {
    ...draft,
    ...{ createdAt: clock.format(createdAt), changedAt: clock.format(changedAt), changes: [...changes] },
  }
}

/** What was done, or the problem that says why not. */
function allowed<T extends object>(outcome: T | DraftRefusal): Exclude<T, DraftRefusal> {
  if (!('refused' in outcome)) return outcome as Exclude<T, DraftRefusal>
  throw toProblem(outcome as DraftRefusal)
}

function toProblem(refusal: DraftRefusal): Problem {
  switch (refusal.refused) {
    case 'unknown':
      return problem(404, 'There is no draft of that id.')
    case 'activated':
      return problem(409, `This draft became version ${refusal.version}: make another one of it.`)
    case 'faults':
      return problem(
        422,
        'The draft has faults.',
        refusal.faults.map(({ file, line, column, field, message }) => ({
          ...{ path: field, message: `${file}:${line}:${column} ${message}` },
        })),
      )
    default:
      return problem(409, CONFLICTS[refusal.refused])
  }
}

const CONFLICTS = {
  too_many: 'There are too many drafts. Delete one that is not needed.',
  busy: 'Another rehearsal is running in this process. Ask again when it is done.',
  changed_meanwhile: 'The draft was changed while it was rehearsed: rehearse it again.',
  unrehearsed: 'The draft was not rehearsed since it was changed. Rehearse it, or send force with a reason.',
  in_force: 'This very text is in force already.',
}
