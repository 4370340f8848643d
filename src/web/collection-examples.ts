import type { Example } from './examples.ts'

/** Examples of the operations of collection and of jobs. */
export const COLLECTION_EXAMPLES: Readonly<Record<string, Example>> = {
  previewCollection: { body: { source: 'omie-matriz', customer: { externalId: '1042' } } },
  rehearseCollection: { body: { source: 'omie-matriz', days: 30 } },
  previewLetter: {
    body: { source: 'omie-matriz', customer: { externalId: '1042' }, template: 'aviso', channel: 'email' },
  },
  stopSending: { body: { stopped: false }, answer: { stopped: false } },
  resolveMessage: { body: { outcome: 'not_sent', note: 'Não consta no painel do provedor.' } },
  addNote: { body: { text: 'Falei com a Dona Lúcia, do financeiro: pediu a segunda via do boleto.' } },
  addContactPoint: { body: { channel: 'email', address: 'contas@boavista.example.com', name: 'Contas a pagar' } },
  markAddress: {
    body: {
      channel: 'email',
      address: 'contas@boavista.example.com',
      mark: 'good',
      reason: 'Confirmado por telefone.',
    },
  },
  makePromise: { body: { amount: '480.00', promisedOn: '2026-11-27', note: 'Paga na sexta, por Pix.' } },
  cancelPromise: { body: { reason: 'Registrada no cliente errado.' } },
  openDispute: { body: { reason: 'Veio uma caixa a menos.', receivables: ['T-1'] } },
  resolveDispute: { body: { resolution: 'Nota de crédito emitida.' } },
  setPause: { body: { kind: 'paused', until: '2026-11-30', reason: 'Loja em obras até o fim do mês.' } },
  liftPause: { body: { reason: 'A loja reabriu.' } },
  addTask: { body: { title: 'Ligar para combinar o pagamento', dueOn: '2026-11-24', kind: 'call' } },
  completeTask: { body: { outcome: 'Prometeu pagar na sexta.' } },
  runJob: { body: {} },
  checkChannel: { body: {}, answer: { ok: true, facts: { server: 'smtp.example.com' } } },
}
