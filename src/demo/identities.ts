import { parseDocument } from '../kernel/document.ts'
import type { Random } from './random.ts'

/** What a made-up customer is called, where it is, and its document. Any likeness to a real one is chance. */
export interface Identity {
  readonly name: string
  readonly document: string
  readonly state: string
  readonly city: string
  /** In a range that no Brazilian operator has given out, so that no demonstration ever reaches anybody. */
  readonly phone: string
  readonly email: string
}

const TRADES = [
  ...['Mercadinho', 'Mercearia', 'Padaria', 'Bar', 'Farmácia', 'Oficina', 'Açougue', 'Lanchonete', 'Restaurante'],
  ...['Hortifruti', 'Papelaria', 'Empório', 'Auto Peças', 'Material de Construção', 'Pet Shop', 'Drogaria'],
]
const PROPER_NAMES = [
  ...['São José', 'Santa Rita', 'Boa Esperança', 'Bom Jesus', 'Três Irmãos', 'Dona Lúcia', 'do Tião', 'Serra Verde'],
  ...[
    'Primavera',
    'Estrela do Sul',
    'Nossa Senhora Aparecida',
    'Avenida',
    'União',
    'Ipê Amarelo',
    'Central',
    'da Praça',
  ],
]
const FIRST_NAMES = [
  'José Carlos',
  'Maria Aparecida',
  'Antônio',
  'Francisca',
  'João Batista',
  'Ana Lúcia',
  'Sebastião',
  'Luíza',
]
const LAST_NAMES = ['Pereira', 'da Conceição', 'Gonçalves', 'Araújo', 'Magalhães', 'Brandão', 'Simões']
const LEGAL_FORMS = ['Ltda', 'Ltda', 'ME', 'EPP']
const PLACES = [
  { state: 'MG', areaCode: '31', cities: ['Belo Horizonte', 'Contagem', 'Sete Lagoas', 'Ouro Preto'] },
  { state: 'MG', areaCode: '32', cities: ['Juiz de Fora', 'Barbacena', 'Ubá'] },
  { state: 'SP', areaCode: '19', cities: ['Campinas', 'Piracicaba', 'Limeira'] },
  { state: 'SP', areaCode: '11', cities: ['São Paulo', 'Guarulhos', 'Jundiaí'] },
  { state: 'RJ', areaCode: '21', cities: ['Rio de Janeiro', 'Niterói', 'Duque de Caxias'] },
  { state: 'ES', areaCode: '27', cities: ['Vitória', 'Vila Velha', 'Serra'] },
  { state: 'GO', areaCode: '62', cities: ['Goiânia', 'Anápolis'] },
  { state: 'BA', areaCode: '77', cities: ['Vitória da Conquista', 'Barreiras'] },
] as const

/** The company behind a number: every third has letters in its CNPJ, as those registered since July 2026 may. */
export function companyRoot(number: number): string {
  return number % 3 === 0
    ? `${String(number).padStart(4, '0')}SA${'BCDEFGHJKL'[number % 10]}Z`
    : `98${String(number * 37).padStart(6, '0')}`
}

/** A shop of a company that has several. */
export interface Branch {
  readonly root: string
  readonly company: string
  /** 1 is the first. */
  readonly order: number
}

/** The identity of customer `number` (1 is the first). */
export function createIdentity(number: number, random: Random, branch?: Branch): Identity {
  const place = random.pick(PLACES)
  const isPerson = branch === undefined && number % 8 === 0
  const trade = TRADES[number % TRADES.length] as string
  const proper = PROPER_NAMES[(number + Math.floor(number / TRADES.length)) % PROPER_NAMES.length] as string
  const person = `${FIRST_NAMES[(number / 8) % 8]} ${LAST_NAMES[(number / 8) % 7]}`
  const root = branch?.root ?? companyRoot(number)
  const order = String(branch?.order ?? 1).padStart(4, '0')
  const company = branch ? `${branch.company} - Loja ${branch.order}` : `${trade} ${proper} ${random.pick(LEGAL_FORMS)}`
  return {
    name: isPerson ? person : company,
    document: isPerson ? withCheckDigits(`9${String(number * 7_919).padStart(8, '0')}`) : withCheckDigits(root + order),
    state: place.state,
    city: random.pick(place.cities),
    phone: `+55${place.areaCode}90000${String(number).padStart(4, '0')}`,
    email: `cliente${number}@example.com`,
  }
}

/** Appends the two digits that make the document valid; the kernel alone knows the rule. */
export function withCheckDigits(base: string): string {
  for (let digits = 0; digits < 100; digits++) {
    const document = parseDocument(base + String(digits).padStart(2, '0'))
    if (document !== null) return document
  }
  throw new Error(`no check digits make ${base} a document`)
}
