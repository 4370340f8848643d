import { join } from 'node:path'
import { createAdapter, describeNewAdapter } from './sync/new-adapter.ts'

/** `npm run adapter:new <id>`. */
const EXIT_UNUSABLE = 2

const [id, ...others] = process.argv.slice(2)
if (id === undefined || others.length > 0) {
  process.stderr.write('npm run adapter:new <id>, with an id such as "sol-erp"\n')
  process.exitCode = EXIT_UNUSABLE
} else {
  const made = await createAdapter(join(import.meta.dirname, '..'), id)
  if ('fault' in made) {
    process.stderr.write(`${made.fault}\n`)
    process.exitCode = EXIT_UNUSABLE
  } else process.stdout.write(describeNewAdapter(id, made.files))
}
