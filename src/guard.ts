import { setTimeout as sleep } from 'node:timers/promises'
import { readConfig } from './config.ts'
import { runGuardCommand } from './guard/command.ts'
import { describeSettingFaults } from './start-faults.ts'

/** `npm run guard`. */
const EXIT_SETTINGS = 78 // EX_CONFIG of sysexits.h

const settings = readConfig()
if ('faults' in settings) {
  process.stderr.write(describeSettingFaults(settings.faults))
  process.exitCode = EXIT_SETTINGS
} else {
  const { configFolder, environment } = settings.config
  process.exitCode = await runGuardCommand(process.argv.slice(2), {
    ...{ configFolder, environment },
    pace: { sleep: (ms, signal) => sleep(ms, undefined, { signal }) },
    write: (text) => void process.stdout.write(text),
    fail: (text) => void process.stderr.write(text),
  })
}
