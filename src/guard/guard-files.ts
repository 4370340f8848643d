import { join } from 'node:path'
import { type FileFault, listAdapterFiles } from '../adapter-files.ts'
import { type Environment, lookUpSecrets, readYaml } from '../config-files.ts'
import { type Fault, faultsOf } from '../kernel/text.ts'
import { GUARD_NAME, type Guard, guardFileSchema } from './guard-file.ts'

/** Guard files that can be used, and what is wrong with the others. One bad file does not stop the others. */
export interface GuardFiles {
  readonly guards: readonly Guard[]
  readonly faults: readonly FileFault[]
}

const FILES_MAX = 50

/** The guards that Fiado keeps: those whose files are not switched off. */
export async function readGuardFiles(configFolder: string, environment: Environment): Promise<GuardFiles> {
  const { guards, faults } = await readAllGuardFiles(configFolder, environment)
  return { guards: guards.filter(({ enabled }) => enabled), faults }
}

/** Reads `config/guards/*.yaml`, without `*.example.yaml`. The name of a file is the name of its guard. */
export async function readAllGuardFiles(configFolder: string, environment: Environment): Promise<GuardFiles> {
  const folder = join(configFolder, 'guards')
  const { names, faults } = await listAdapterFiles(folder, FILES_MAX)
  const guards: Guard[] = []
  for (const file of names) {
    const read = await readGuard(join(folder, file), file.replace(/\.ya?ml$/, ''), environment)
    const isTaken = 'guard' in read && guards.some(({ name }) => name === read.guard.name)
    if (isTaken)
      faults.push({ file: join(folder, file), faults: [{ path: '', message: 'has the name of another file' }] })
    else if ('faults' in read) faults.push({ file: join(folder, file), faults: read.faults })
    else guards.push(read.guard)
  }
  return { guards, faults }
}

export async function readGuard(
  file: string,
  name: string,
  environment: Environment,
): Promise<{ guard: Guard } | { faults: readonly Fault[] }> {
  if (!GUARD_NAME.test(name))
    return {
      faults: [{ path: '', message: "the file's name must be 1 to 40 of a-z, 0-9 and -, such as pedidos.yaml" }],
    }
  const content = await readYaml(file)
  if ('fault' in content) return { faults: [content.fault] }
  const missing: Fault[] = []
  const resolved = await lookUpSecrets(content.value, environment, missing)
  const { success, data: found, error } = guardFileSchema.safeParse(resolved)
  const faults = (success ? [] : faultsOf(error)).filter(({ path }) => !missing.some((secret) => secret.path === path))
  if (missing.length > 0 || !success) return { faults: [...missing, ...faults] }
  return { guard: { ...found, name } }
}
