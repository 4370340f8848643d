/** What a post did, told on the page that it leads to. Codes travel in the address, never the words. */
const DONE_WORDS = {
  liberacao: 'Liberação pedida. Quem assina a vê em Aprovações; acompanhe por aqui.',
  aprovada: 'Aprovado. Se era a última assinatura, o pedido está livre e o ERP já sabe.',
  recusada: 'Recusado. O representante vê o motivo no pedido.',
  retirada: 'Pedido de liberação retirado.',
  retido: 'Feito: ficou registrado no pedido.',
  enviada: 'Registrado: o envio da forma de pagamento está no histórico do pedido.',
  anotado: 'Anotação guardada.',
  prometido: 'Promessa registrada. A régua espera por ela.',
  tarefa: 'Tarefa criada.',
  concluida: 'Tarefa concluída.',
  envio: 'Feito. Vale para todos os canais desde já.',
  leitura: 'A leitura começou.',
  conexao: 'A conexão funciona: o ERP respondeu e aceitou as credenciais.',
  escrita: 'Feito. Vale a partir do próximo cliente.',
  rascunho: 'Rascunho guardado. Nada mudou no que está em vigor.',
  ensaio: 'Ensaio feito: veja abaixo o que teria sido diferente.',
  ativada: 'A política nova está em vigor.',
  descartado: 'Rascunho descartado.',
  acesso: 'Feito: o acesso mudou.',
  revogada: 'Chave revogada.',
  webhook: 'Feito.',
  reenvio: 'O evento voltou para a fila de entrega.',
  senha: 'Senha trocada.',
  pessoa: 'Cadastro guardado. Já está valendo.',
  duasetapas: 'Verificação em duas etapas ligada. No próximo acesso, depois da senha vem o código.',
  umaetapa: 'Verificação em duas etapas desligada. A senha basta para entrar.',
} as const

export type DoneCode = keyof typeof DONE_WORDS

/** What `?feito=` in the address says; null for anything that is no code. */
export const doneWords = (feito: string | undefined): string | null =>
  feito !== undefined && Object.hasOwn(DONE_WORDS, feito) ? DONE_WORDS[feito as DoneCode] : null
