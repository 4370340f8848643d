/**
 * What a message must not say (Lei 8.078/1990, arts. 42 and 71). Each entry is a pattern over text without accents, in small letters
 * and with single blanks; it is found as whole words.
 */
export interface WordRule {
  readonly pattern: RegExp
  /** Why, and what to write in its place. */
  readonly advice: string
}

const threat = 'is a threat: say what is open and how to resolve it'
const urgency = 'is false urgency: give the day for which the amount holds'
const shame = 'shames the reader: write of the document, not of the person'
const pressure = 'uses other people or the law to press: leave it out'
const promise = 'promises what nobody can: leave it out'

const rules = (advice: string, patterns: readonly string[]): WordRule[] =>
  patterns.map((pattern) => ({ pattern: new RegExp(`(?<![a-z0-9])(?:${pattern})(?![a-z0-9])`, 'g'), advice }))

/** Nowhere. "Processo" alone, "cadeia de frio" and "golpe" (a warning of fraud) are fine. */
export const forbiddenWords: readonly WordRule[] = [
  ...rules(threat, [
    'pres[oa]s?|prisao|prisoes|(na|para a|pra) cadeia',
    'policia(l|is)?|delegacias?|delegad[oa]s?',
    'crimes?|criminos[oa]s?|criminal|criminais|processos? criminal|processos? criminais|estelionatos?',
    'oficia(l|is) de justica|mandados?|intimac(ao|oes)|intimad[oa]s?|citac(ao|oes) judicia(l|is)',
    'penhoras?|penhorar|penhorad[oa]s?|bloqueio de (bens|contas?)|busca e apreensao|leilao|leiloes',
    'process(o|os|ar) judicia(l|is)|ac(ao|oes) judicia(l|is)|execuc(ao|oes) judicia(l|is)|medidas? judicia(l|is)',
    'medidas? (legal|legais|cabive(l|is)|drasticas?)|providencias? (cabive(l|is)|legais)|sob pena',
    'consequencias|ameacas?|ameacar|ultimatos?|vai se arrepender|evite (transtornos?|constrangimentos?|problemas)',
    'evitar (transtornos?|constrangimentos?)',
  ]),
  ...rules(urgency, [
    'urgentes?|urgentissim[oa]s?|urgencias?|imediatamente|o quanto antes possivel',
    'ultim[oa]s? (chances?|oportunidades?|avisos?|alertas?)|aviso final|alerta final',
    'pague (ja|agora|hoje)|so hoje|somente hoje|apenas hoje|ainda hoje|hoje mesmo|nao perca|corra',
    'sem falta|inadiave(l|is)|impreterive(l|is)|impreterivelmente',
  ]),
  ...rules(shame, [
    'caloteir[oa]s?|calotes?|golpistas?|vigaristas?|fraudador(a|es|as)?|trambiqueir[oa]s?|picaretas?',
    // Also "saldo devedor": write "saldo em aberto".
    'devedor(a|es|as)?|inadimplentes?|inadimplencias?|mau pagador|maus pagadores|ma pagadora',
    'vergonhas?|vergonhos[oa]s?|irresponsave(l|is)|irresponsabilidade|desonest[oa]s?|ma-fe|ma fe|descaso',
    'nome suj[oa]|nomes sujos|sujar (o )?(seu )?nome|seu nome (esta|ficara|vai ficar) suj[oa]',
  ]),
  ...rules(pressure, [
    'vizinh[oa]s?|seus? (familiares|parentes|chefes?|patr(ao|oes)|empregador(es)?|colegas)|seu (local de )?trabalho',
    'notificac(ao|oes) extrajudicia(l|is)|departamento juridico|setor juridico|nossos? advogad[oa]s?',
    'tribunal|tribunais|forum|juiz|juizes|na justica|a justica',
  ]),
  ...rules(promise, ['limp(e|ar|amos) (o )?(seu )?nome|nome limpo']),
]

const decided = 'needs `legal: true`, and then only for titles for which it is decided, dated and true'

/** Only in a template that says `legal: true`. */
export const legalWords: readonly WordRule[] = rules(decided, [
  'protest(o|os|ar|ad[oa]s?|aremos|ara)|cartori(o|os)|tabelionatos?',
  'negativ(ar|ac(ao|oes)|ad[oa]s?|aremos)|spc|serasa|scpc|boa vista scpc|orgaos? de protecao ao credito|bureaus?',
  'cadastros? de (credito|restricao|restricoes)|restric(ao|oes) (de|ao) credito',
])

const shown = 'is shown on a locked screen, to whoever holds the phone: write neutrally, of "a sua conta"'

/**
 * Not where others can read it: the subject of an e-mail, an SMS, the first lines of a WhatsApp or e-mail text. Words of paying are
 * among them ("vencimento", "boleto"): even a reminder before the due day says that something is owed.
 */
export const debtWords: readonly WordRule[] = rules(shown, [
  'dividas?|debitos?|inadimpl[a-z]+|devedor[a-z]*|dev(e|er|endo|em)|saldos?|em aberto|penden(cia|cias|te|tes)',
  'atras(o|os|ad[oa]s?|ou)|vencid[oa]s?|vencimentos?|venc(e|em|eu|eram|er|era|erao)|expirad[oa]s?',
  'cobranc(a|as)|cobr(ar|amos|ad[oa]s?)|protest[a-z]+|negativ[a-z]+|spc|serasa|multas?|juros|encargos?|cartorio',
  'boletos?|faturas?|titulos?|duplicatas?|parcelas?|prestac(ao|oes)|carnes?|linha digitavel|pix',
  'pag(ar|o|a|os|as|ue|uem|amento|amentos|ou|aram|aria)|quit(ar|ac(ao|oes)|e)|liquid(ar|ac(ao|oes))|valor(es)?',
  'regulariz[a-z]+|renegoci[a-z]+|negoci(ar|e|ac(ao|oes))|acordos?|parcelamentos?|credor(a|es)?',
])
/** `R$ 10`, `1.234,56`. Not in the words, since they hold no letters. */
export const AMOUNT = /r\$|\d,\d{2}(?!\d)/

/** What a text must not say, each word once and as it stands there (without accents), with the advice of its rule. */
export function findWords(text: string, rules: readonly WordRule[]): { word: string; advice: string }[] {
  const folded = foldText(text)
  return rules.flatMap(({ pattern, advice }) => {
    const words = new Set([...folded.matchAll(pattern)].map(([word]) => word))
    return [...words].map((word) => ({ word, advice }))
  })
}

/** Small letters without accents; marks that show nothing, and of emphasis, are taken out, so that they hide no word. */
export const foldText = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}*_~`]/gu, '')
    .toLowerCase()
    .replace(/\s+/g, ' ')

/** Abbreviations, and the word that ends messages. */
const CAPITALS = /^(CNPJ|LTDA|EIRELI|IPCA|IGPM|SELIC|INPC|LGPD|PARAR|DANFE|HTTPS?|EPP)$/
const CAPITALS_MIN = 4

/** Words in capitals that are no known abbreviation. */
export const findShouting = (text: string): string[] => [
  ...new Set((text.match(/\p{Lu}{2,}/gu) ?? []).filter((word) => word.length >= CAPITALS_MIN && !CAPITALS.test(word))),
]
