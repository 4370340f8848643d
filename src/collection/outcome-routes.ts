import { problemResponse } from '../web/openapi.ts'
import { type Problem, problem } from '../web/problems.ts'
import { type Done, isRefusal, type Refusal } from './care-act.ts'

/** How every route of a customer's story answers what was not done. */
export function refuse({ refused, message, path }: Refusal): Problem {
  if (refused === 'unknown') return problem(404, message)
  if (refused === 'conflict') return problem(409, message)
  return problem(
    422,
    path === undefined ? message : `${path} ${message}.`,
    path === undefined ? [] : [{ path, message }],
  )
}

export function doneOf<T>(outcome: Done<T> | Refusal): Done<T> {
  if (isRefusal(outcome)) throw refuse(outcome)
  return outcome
}

export const noCustomer = () => problem(404, 'This source has no customer of that id.')

export const TAGS = ['collection']
export const REFUSALS = { 404: problemResponse(404), 409: problemResponse(409), 415: problemResponse(415) }
export const MAKING_REFUSALS = { ...REFUSALS, 422: problemResponse(422) }
/** What stands already is answered with 200, what was made with 201. */
export const statusOf = ({ isNew }: { readonly isNew: boolean }): 200 | 201 => (isNew ? 201 : 200)
