import fastify from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { answerSchema } from '../../src/credit/answer-schema.ts'
import { checkRequestSchema } from '../../src/credit/request.ts'

/** The yardstick: a Fastify route with the same input and output schemas that does nothing. Prints its address. */
const ANSWER = {
  id: 'chk_01M804AX0XWZGYJHBD443J17K8',
  mode: 'check',
  decision: 'approved' as const,
  releasable: false,
  reasons: [],
  remedies: [],
  limit: { mode: 'amount' as const, amount: '5000.00' },
  exposure: {
    open: '3100.00',
    overdue: '0.00',
    orders: '0.00',
    held: '0.00',
    drafts: '0.00',
    credits: '0.00',
    total: '3100.00',
    available: '1900.00',
  },
  account: null,
  hold: null,
  policy: { name: 'default', version: 1 },
  dataAsOf: '2026-11-21T10:00:00-03:00',
  checkedAt: '2026-11-21T10:00:02-03:00',
}

const app = fastify().withTypeProvider<ZodTypeProvider>()
app.setValidatorCompiler(validatorCompiler)
app.setSerializerCompiler(serializerCompiler)
app.post(
  '/v1/credit-checks',
  { schema: { body: checkRequestSchema, response: { 200: answerSchema } } },
  async () => ANSWER,
)
process.stdout.write(`address   ${await app.listen({ host: '127.0.0.1', port: 0 })}\n`)
