import { type Saboteurs, withAdapter } from './spoil.ts'

export const webhookSaboteurs: Saboteurs = {
  'a webhook that is not verified is refused': {
    'believes everybody': withAdapter({
      receive: () => ({ kind: 'changed', deliveryId: null, records: [{ stream: 'customers', externalId: '1' }] }),
    }),
    shrugs: withAdapter({ receive: () => ({ kind: 'nothing' }) }),
    'breaks on what is no JSON': withAdapter({
      receive: (_settings, { rawBody }) => ({ kind: 'refused', message: String(JSON.parse(rawBody.toString())) }),
    }),
  },
}
