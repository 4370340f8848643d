import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { BarChart } from './chart.ts'

/**
 * Draws charts in a thread that lives while charts are wanted: the library takes 90 MB and half a second, which a program
 * that answers order screens does not pay for a page that is looked at now and then.
 */
export interface Charts {
  /** The picture as SVG text. Throws when it is not drawn in time. */
  draw(chart: BarChart): Promise<string>
}

const IDLE_MS = 30_000
const DRAWN_WITHIN_MS = 15_000

export function createCharts(): Charts {
  let worker: Worker | null = null
  let idle: NodeJS.Timeout | undefined
  let last: Promise<unknown> = Promise.resolve()

  const end = (): void => {
    void worker?.terminate()
    worker = null
  }
  const drawNow = async (chart: BarChart): Promise<string> => {
    clearTimeout(idle)
    worker ??= new Worker(new URL('./chart-worker.ts', import.meta.url))
    // Nobody keeps a program from ending by having looked at a chart.
    worker.unref()
    try {
      const drawn = once(worker, 'message', { signal: AbortSignal.timeout(DRAWN_WITHIN_MS) })
      worker.postMessage(chart)
      const [svg] = (await drawn) as [string]
      return svg
    } catch (error) {
      end()
      throw error
    } finally {
      idle = setTimeout(end, IDLE_MS).unref()
    }
  }
  return {
    // One after the other: what comes back is the answer to what was sent last.
    draw: (chart) => {
      const drawn = last.then(
        () => drawNow(chart),
        () => drawNow(chart),
      )
      last = drawn
      return drawn
    },
  }
}
