import { join } from 'node:path'
import { listFiles, readYaml } from '../config-files.ts'
import { type Fault, faultsOf } from '../kernel/text.ts'
import { type OrdersSettings, ordersSettingsSchema } from './orders-settings.ts'

const FILE = 'orders.yaml'

/**
 * Reads `config/orders.yaml`; without it every line is its default. Throws where it has faults: whoever may release orders
 * is not to be guessed.
 */
export async function readOrdersSettings(configFolder: string): Promise<OrdersSettings> {
  if (!(await listFiles(configFolder)).includes(FILE)) return ordersSettingsSchema.parse({})
  const file = join(configFolder, FILE)
  const read = await readYaml(file)
  const { success, data: settings, error } = ordersSettingsSchema.safeParse('fault' in read ? {} : read.value)
  const faults: readonly Fault[] = 'fault' in read ? [read.fault] : success ? [] : faultsOf(error)
  if (faults.length > 0 || !success)
    throw new Error(faults.map(({ path, message }) => `${file} ${path}: ${message}`).join('\n'))
  return settings
}
