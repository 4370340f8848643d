import type { Person } from '../../people/person.ts'
import { problem } from '../../web/problems.ts'

/** Where an answer or an act is about every source. */
export function requireUnbound({ source }: Person): void {
  if (source !== null) throw problem(403, 'This is about every source, and the person is bound to one.')
}

/** Asked by every port again: what is of another source does not exist for whoever is bound to one. */
export const isOfPerson = ({ source: bound }: Pick<Person, 'source'>, source: string): boolean =>
  bound === null || bound === source

export const DONE = { kind: 'done' } as const
export const UNKNOWN = { kind: 'unknown' } as const

/** `message` is shown as it is, in pt-BR. */
export const refuse = (message: string) => ({ kind: 'refused', message }) as const
