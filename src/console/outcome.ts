/**
 * What became of something a person asked for. `message` is shown as it is, in pt-BR; `unknown` also stands for what
 * the person may not see.
 */
export type Outcome = { readonly kind: 'done' } | { readonly kind: 'refused'; readonly message: string } | Unknown

interface Unknown {
  readonly kind: 'unknown'
}

/** Done, with something that is shown this once and never again. */
export type Revealing<Secret> = (Secret & { readonly kind: 'done' }) | Exclude<Outcome, { kind: 'done' }>

/** A list that is read at once. `isCut`: there is more than is read. */
export interface Whole<Entry> {
  readonly entries: readonly Entry[]
  readonly isCut: boolean
}

/** One page of a list; `next` goes into `depois=` to read on, null at the end. */
export interface Paged<Entry> {
  readonly entries: readonly Entry[]
  readonly next: string | null
}
