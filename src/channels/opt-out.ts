/** What a button or a whole message says when somebody wants no more of them. Capitals without accents. */
const PHRASES = new Set([
  ...['PARAR', 'PARE', 'PARA', 'PARAR MENSAGENS', 'PARE DE ENVIAR', 'PARAR DE RECEBER', 'PARAR PROMOCOES'],
  ...['SAIR', 'QUERO SAIR', 'CANCELAR', 'CANCELA', 'CANCELAR MENSAGENS', 'CANCELAR INSCRICAO', 'REMOVER'],
  ...['DESCADASTRAR', 'DESCADASTRE', 'DESCADASTRO', 'DESINSCREVER', 'NAO QUERO RECEBER', 'NAO QUERO MAIS RECEBER'],
  ...['NAO PERTURBE', 'NAO ENVIAR MAIS', 'NAO ENVIE MAIS', 'NAO RECEBER', 'NAO RECEBER MAIS'],
  ...['STOP', 'STOPALL', 'STOP ALL', 'UNSUBSCRIBE', 'OPT OUT', 'OPTOUT', 'CANCEL', 'END', 'QUIT', 'REVOKE'],
])
const LENGTH_MAX = 80

/** Only what is said alone counts: "cancelar o pedido 12" is a question for a person. */
export function isOptOut(said: string): boolean {
  if (said.length > LENGTH_MAX) return false
  const plain = said.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase()
  return PHRASES.has(plain.replace(/[^A-Z0-9]+/g, ' ').trim())
}
