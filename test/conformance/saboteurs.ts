import { changeSaboteurs } from './saboteurs/changes.ts'
import { faultSaboteurs } from './saboteurs/faults.ts'
import { listingSaboteurs } from './saboteurs/listing.ts'
import { promiseSaboteurs } from './saboteurs/promises.ts'
import { readingSaboteurs } from './saboteurs/reading.ts'
import type { Saboteurs } from './saboteurs/spoil.ts'
import { valueSaboteurs } from './saboteurs/values.ts'
import { webhookSaboteurs } from './saboteurs/webhooks.ts'
import { writeBackSaboteurs } from './saboteurs/write-back.ts'

/** Faults that adapters have had or could have: each is the template's adapter but for one thing. */
export const saboteurs: Saboteurs = {
  ...promiseSaboteurs,
  ...listingSaboteurs,
  ...valueSaboteurs,
  ...changeSaboteurs,
  ...readingSaboteurs,
  ...faultSaboteurs,
  ...writeBackSaboteurs,
  ...webhookSaboteurs,
}
