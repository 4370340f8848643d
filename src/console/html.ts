import htm from 'htm'
import { type ComponentChildren, h, type VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'

/** What may stand inside a tag. Text is escaped when it is rendered. */
export type Html = ComponentChildren

type Tag = (strings: TemplateStringsArray, ...values: unknown[]) => VNode

/** htm would keep parts that never change and hand out the same nodes again; pages of other people must share none. */
const NO_SHARING = 3

function create(
  this: number[],
  type: string,
  props: Record<string, unknown> | null,
  ...children: ComponentChildren[]
): VNode {
  this[0] = NO_SHARING
  return h(type, props, ...children)
}

/** Markup as a tagged template. Every value in it is escaped, attributes too; there is no way to put raw text in. */
export const html: Tag = (htm as unknown as { bind(create: unknown): Tag }).bind(create)

export const renderFragment = (content: Html): string => renderToString(h('div', null, content)).slice(5, -6)

export const renderDocument = (page: VNode): string => `<!doctype html>${renderToString(page)}`
