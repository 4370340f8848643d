import { join } from 'node:path'
import { listFiles, readYaml } from '../config-files.ts'
import { type Fault, faultsOf } from '../kernel/text.ts'
import { type Thresholds, thresholdsSchema } from './segment.ts'

const FILE = 'segments.yaml'

/**
 * Reads `config/segments.yaml`; without that file every threshold is its default. With faults there are no thresholds:
 * whoever judged by the defaults would change everybody's standing for a slip of the pen.
 */
export async function readThresholds(
  configFolder: string,
): Promise<{ thresholds: Thresholds } | { file: string; faults: readonly Fault[] }> {
  if (!(await listFiles(configFolder)).includes(FILE)) return { thresholds: thresholdsSchema.parse({}) }
  const file = join(configFolder, FILE)
  const read = await readYaml(file)
  if ('fault' in read) return { file, faults: [read.fault] }
  const parsed = thresholdsSchema.safeParse(read.value)
  return parsed.success ? { thresholds: parsed.data } : { file, faults: faultsOf(parsed.error) }
}
