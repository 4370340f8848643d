import type { VNode } from 'preact'
import { html } from './html.ts'

/** Strokes on a grid of 24, drawn for this console. */
const PATHS = {
  orders: 'M6 3h12l2 5v11a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V8zM4 8h16M9 12h6',
  approvals: 'M4 20h16M7 16l1-4 8.5-8.500 3 3L11 15zM14 7l3 3',
  customers: 'M4 21V8l8-5 8 5v13M9 21v-6h6v6M8.500 10.500h.01M15.500 10.500h.01',
  collection: 'M21 12a8 8 0 0 1-11.500 7.200L4 21l1.500-5A8 8 0 1 1 21 12zM9 12h.01M13 12h.01M17 12h.01',
  dashboard: 'M4 20V10M10 20V4M16 20v-8M22 20H2',
  cadences: 'M12 7v5l3 2M21 12a9 9 0 1 1-3-6.700M21 3v5h-5',
  policy: 'M12 3v18M5 7h14M5 7l-3 7a3.200 3.200 0 0 0 6 0zM19 7l-3 7a3.200 3.200 0 0 0 6 0zM8 21h8',
  integrations: 'M9 3v5M15 3v5M6 8h12v4a6 6 0 0 1-12 0zM12 18v3',
  people:
    'M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM2 21a7 7 0 0 1 14 0M16 3.500a4 4 0 0 1 0 7.500M18 14.500a7 7 0 0 1 4 6.500',
  keys: 'M8 20a5 5 0 1 0 0-10 5 5 0 0 0 0 10zM11.500 11.500 20 3M16 7l3 3',
  webhooks: 'M4 12h10M10 7l5 5-5 5M15 4h3a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2h-3',
  menu: 'M4 7h16M4 12h16M4 17h16',
  blocked: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM6 6l12 12',
  waiting: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 2',
  good: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8 12l3 3 5-6',
  note: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5M12 8h.01',
  hand: 'M12 3l8 3v6c0 5-3.500 7.500-8 9-4.500-1.500-8-4-8-9V6z',
  calm: 'M4 13c2-3 4-3 6 0s4 3 6 0 3-3 4-2M4 18c2-3 4-3 6 0s4 3 6 0 3-3 4-2M12 3v4M6 5l1.500 2.500M18 5l-1.500 2.500',
} as const

export type IconName = keyof typeof PATHS

/** Beside a word, which says the same: hidden from screen readers. */
export const icon = (name: IconName): VNode =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${PATHS[name]} /></svg>`
