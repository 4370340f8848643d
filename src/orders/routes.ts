import type { App } from '../app.ts'
import { requireSource } from '../web/auth.ts'
import { problemResponse } from '../web/openapi.ts'
import type { Orders } from './orders.ts'
import {
  blockedOrderSchema,
  idSchema,
  orderDetailSchema,
  ordersPageSchema,
  ordersQuerySchema,
  reasonSchema,
} from './orders-schema.ts'
import { actorOfKey, doneOf, REFUSALS, TAGS } from './outcome-routes.ts'
import { addReleases } from './release-routes.ts'

/** Orders that were refused, and what frees them. */
export const ordersRoom =
  (orders: Orders) =>
  async (app: App): Promise<void> => {
    addReading(app, orders)
    addKeeping(app, orders, 'keep-back', true)
    addKeeping(app, orders, 'let-go', false)
    addReleases(app, orders)
  }

function addReading(app: App, orders: Orders): void {
  app.get(
    '/v1/blocked-orders',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'listBlockedOrders',
        summary: 'Read the orders that were refused, the newest first',
        description:
          'One line an order, of its newest revision. A key that is bound to a source sees those of its source.',
        tags: TAGS,
        querystring: ordersQuerySchema,
        response: { 200: ordersPageSchema },
      },
    },
    async (request) => {
      const { source = null, state = null, salesRep = null, customer, before = null, limit } = request.query
      if (source !== null) requireSource(request, source)
      const named = source !== null && customer !== undefined ? { source, externalId: customer } : null
      return orders.list(actorOfKey(request), { source, state, salesRep, customer: named, before, limit })
    },
  )
  app.get(
    '/v1/blocked-orders/:id',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'readBlockedOrder',
        summary: 'Read an order that was refused: its decision, its releases and what happened to it',
        tags: TAGS,
        params: idSchema,
        response: { 200: orderDetailSchema, 404: problemResponse(404) },
      },
    },
    async (request) => doneOf(await orders.find(actorOfKey(request), request.params.id)),
  )
}

function addKeeping(app: App, orders: Orders, verb: 'keep-back' | 'let-go', isForced: boolean): void {
  app.post(
    `/v1/blocked-orders/:id/${verb}`,
    {
      config: { scope: 'operate' },
      schema: {
        operationId: isForced ? 'keepOrderBack' : 'letOrderGo',
        summary: isForced
          ? 'Keep a refused order back: nothing frees it but a person'
          : 'Let an order go that was kept back',
        description: isForced
          ? 'No payment and no change of a limit frees it, until it is let go or released.'
          : 'From now on it is freed by what frees others.',
        tags: TAGS,
        params: idSchema,
        body: reasonSchema,
        response: { 200: blockedOrderSchema, ...REFUSALS },
      },
    },
    async (request) =>
      doneOf(await orders.keepBack(actorOfKey(request), request.params.id, isForced, request.body.reason, request)),
  )
}
