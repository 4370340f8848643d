import type { Policy } from './policy.ts'
import { formatPolicy } from './policy-format.ts'

/** A value of a policy as its file would have it; a list is one value, and `null` is a key that is not there. */
export type PolicyValue = string | number | boolean | null | unknown[]

/** One key that differs. `path` is such as `rules.overdue_count.max`, `riskClasses.A.graceDays`, `custom.big_order.when`. */
export interface PolicyChange {
  readonly path: string
  readonly before: PolicyValue
  readonly after: PolicyValue
}

type Leaves = Map<string, PolicyValue>
type Tree = Readonly<Record<string, unknown>>

/**
 * What differs between two policies, complete as they are in force: a default that was written out is no difference. A
 * risk class is told only where it does not merely follow the base policy. In the order of the file's keys.
 */
export function diffPolicies(before: Policy, after: Policy): PolicyChange[] {
  const [first, second] = [treeOf(before), treeOf(after)]
  const base = { before: leavesOf(first.base), after: leavesOf(second.base) }
  const classes = [...new Set([...Object.keys(first.classes), ...Object.keys(second.classes)])].sort()
  return [
    ...changesOf(base.before, base.after),
    ...classes.flatMap((name) => {
      const was = classLeaves(first, name, base.before)
      const is = classLeaves(second, name, base.after)
      const changes = changesOf(was, is)
      const own = changes.filter(
        ({ path }) => was.get(path) !== base.before.get(path) || is.get(path) !== base.after.get(path),
      )
      return own.map((change) => ({ ...change, path: `riskClasses.${name}.${change.path}` }))
    }),
    ...changesOf(leavesOf(first.custom), leavesOf(second.custom), 'custom.'),
  ]
}

interface PolicyTree {
  readonly base: Tree
  readonly classes: Readonly<Record<string, Tree>>
  readonly custom: Tree
}

/** Rules of one's own are known by their codes: where they stand in the list means nothing. */
function treeOf(policy: Policy): PolicyTree {
  const { riskClasses, custom, ...base } = formatPolicy(policy)
  const rules = custom as { code: string }[]
  const byCode = Object.fromEntries(rules.map(({ code, ...rule }) => [code, rule]))
  return { base, classes: riskClasses as PolicyTree['classes'], custom: byCode }
}

/** A class that a policy does not name is the base policy there, of which it takes what a class may have. */
function classLeaves({ classes, base }: PolicyTree, name: string, baseLeaves: Leaves): Leaves {
  const own = Object.hasOwn(classes, name) ? classes[name] : undefined
  if (own) return leavesOf(own)
  const structural = STRUCTURAL.filter((key) => key in base)
  return new Map([...baseLeaves].filter(([path]) => !structural.includes(path)))
}

/** What cannot differ from one class to the next. */
const STRUCTURAL = ['name', 'accountBy', 'perCompany', 'contagion', 'maxDataAge', 'recheck']

function changesOf(before: Leaves, after: Leaves, prefix = ''): PolicyChange[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])]
  return paths.flatMap((path) => {
    const [was, is] = [before.get(path) ?? null, after.get(path) ?? null]
    return JSON.stringify(was) === JSON.stringify(is) ? [] : [{ path: `${prefix}${path}`, before: was, after: is }]
  })
}

function leavesOf(tree: Tree, prefix = ''): Leaves {
  const leaves: Leaves = new Map()
  for (const [key, value] of Object.entries(tree)) {
    const path = `${prefix}${key}`
    if (typeof value !== 'object' || value === null || Array.isArray(value)) leaves.set(path, value as PolicyValue)
    else for (const [inner, leaf] of leavesOf(value as Tree, `${path}.`)) leaves.set(inner, leaf)
  }
  return leaves
}
