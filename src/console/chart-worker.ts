import { parentPort } from 'node:worker_threads'
import { type BarChart, drawBars } from './chart.ts'

/** Draws what it is sent, one picture a message: see `charts.ts`. */
parentPort?.on('message', ({ labels, series, width }: BarChart) =>
  parentPort?.postMessage(drawBars(labels, series, width)),
)
