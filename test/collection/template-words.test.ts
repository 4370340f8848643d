import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  debtWords,
  findShouting,
  findWords,
  foldText,
  forbiddenWords,
  legalWords,
  type WordRule,
} from '../../src/collection/template-words.ts'

const found = (rules: readonly WordRule[], text: string): string[] => findWords(text, rules).map(({ word }) => word)

/** What each list has to catch, as people write it. */
const threats = [
  'Você será preso.',
  'caso de POLÍCIA',
  'na delegacia',
  'isso é crime',
  'um processo criminal',
  'estelionato',
  'um oficial de justiça irá até você',
  'mandado de penhora',
  'intimação',
  'bloqueio de bens',
  'busca e apreensão',
  'leilão',
  'ação judicial',
  'execução judicial',
  'medidas judiciais cabíveis',
  'as medidas cabíveis',
  'sob pena de multa',
  'arque com as consequências',
  'ameaça',
  'evite transtornos',
  'para evitar constrangimentos',
  'vai parar na cadeia',
]
const hurries = [
  'URGENTE',
  'com urgência',
  'última chance',
  'ultimas oportunidades',
  'último aviso',
  'aviso final',
  'pague já',
  'pague hoje',
  'somente hoje',
  'não perca',
  'imediatamente',
  'impreterivelmente',
  'sem falta',
]
const shames = [
  'caloteiros',
  'calote',
  'golpista',
  'saldo devedor',
  'devedores',
  'Inadimplência',
  'inadimplentes',
  'que vergonha',
  'vergonhosa',
  'irresponsável',
  'desonesto',
  'má-fé',
  'nome sujo',
  'sujar seu nome',
  'mau pagador',
]
const pressures = [
  'seus vizinhos',
  'seu chefe',
  'seus familiares',
  'notificação extrajudicial',
  'nosso advogado',
  'na Justiça',
]
const promises = ['limpe seu nome', 'nome limpo na hora']
const legal = [
  'protesto',
  'será protestado',
  'cartório',
  'negativação',
  'negativado',
  'SPC',
  'Serasa',
  'restrição de crédito',
]
const debts = [
  'sua dívida',
  'débitos',
  'em atraso',
  'conta vencida',
  'vencimento',
  'vence amanhã',
  'cobrança',
  'em aberto',
  'pendências',
  'boleto',
  'títulos',
  'parcela',
  'pagamento',
  'pague',
  'quitar',
  'regularize',
  'renegociar',
  'acordo',
  'juros',
  'protestar',
  'saldo',
]
const innocent = [
  'O processo de compra é simples.',
  'cadeia de frio e política de privacidade',
  'Cuidado com golpes: confira quem recebe.',
  'Somos da equipe financeira e estamos à disposição.',
  'Se você já pagou, por favor desconsidere esta mensagem.',
  'Identificamos em aberto o documento a seguir, com multa e juros.',
  'Esta é a última mensagem automática.',
  'A baixa do Pix é imediata; chame quando puder.',
  'uma resposta negativa, um crédito de confiança',
  'Confira o vencimento e o valor do boleto.',
  'combinar um acordo que caiba no seu orçamento',
  'processos de entrega, presente, apresado, crimeia',
]

describe('the words of a message', () => {
  it.each([
    ['threats, hurry and shame', forbiddenWords, [...threats, ...hurries, ...shames, ...pressures, ...promises]],
    ['protest and negativation', legalWords, legal],
    ['debt', debtWords, debts],
  ])('%s are found with and without accents, in capitals and in the plural', (_title, rules, examples) => {
    expect(examples.filter((text) => found(rules, text).length === 0)).toEqual([])
    const bare = examples.map((text) => text.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase())
    expect(bare.filter((text) => found(rules, text).length === 0)).toEqual([])
    expect(rules.filter((rule) => !examples.some((text) => findWords(text, [rule]).length > 0))).toEqual([])
  })

  it('leave plain and friendly sentences alone', () => {
    expect(innocent.flatMap((text) => found([...forbiddenWords, ...legalWords], text))).toEqual([])
    const neutral = [
      'Sobre a sua conta',
      'um lembrete para você',
      'os seus próximos pedidos',
      'Nota da equipe, devagar',
    ]
    expect(neutral.flatMap((text) => found(debtWords, text))).toEqual([])
  })

  it('are found through marks of emphasis and what cannot be seen', () => {
    for (const hidden of ['ca*lo*teiro', 'calo\u200Bteiro', 'calo\u00ADteiro', 'ultima\n chance', '_caloteiro_'])
      expect(found(forbiddenWords, hidden)).toHaveLength(1)
  })

  it('are whole: within another word they are none', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('crime', 'preso', 'calote', 'urgente'),
        fc.stringMatching(/^[a-z]{1,5}$/),
        (word, end) => {
          fc.pre(found(forbiddenWords, `${word}${end}`).length === 0)
          expect(found(forbiddenWords, `x${word}`)).toEqual([])
          expect(found(forbiddenWords, `${word}, ${end}`)).toContain(word)
        },
      ),
    )
  })

  it('are folded to small letters without accents', () => {
    expect(foldText('ÚLTIMA  Ação\nnº 1')).toBe('ultima acao no 1')
  })

  it('shout in capitals, unless they are known abbreviations', () => {
    expect(findShouting('PAGUE a DÍVIDA da Silva LTDA, CNPJ e CPF, responda PARAR, ABC')).toEqual(['PAGUE', 'DÍVIDA'])
  })
})
