import type { Stage } from './drive.ts'
import type { Subject } from './vendor.ts'

/** One promise that every adapter keeps. */
export interface Check {
  /** What holds, as a person reads it in the list of tests. */
  readonly title: string
  /** False where the adapter's capabilities leave nothing to look at: then the check is absent, not passed. */
  readonly concerns?: (subject: Subject) => boolean
  run(stage: Stage): Promise<void>
}
