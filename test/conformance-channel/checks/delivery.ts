import { expect } from 'vitest'
import type { OutgoingMessage } from '../../../src/channels/contract.ts'
import { type ChannelCheck, type ChannelStage, reachesProvider } from '../stage.ts'

const TEXT_CHARS = 4_000

/** Texts that get hurt on the way: encodings, quoting, dots and "From" at the start of a mail's line, very long lines. */
const TEXTS = [
  'Ação, coração, três pães; ÀÉÎÕÜ çñ',
  'Total R$ 1.234,56 – até 30/11 “sem juros” …',
  '😀 Olá 👩‍👩‍👧‍👦 🇧🇷 ✅',
  `aspas "duplas", 'simples', \`crase\`, \\barra\\, <b>&amp;</b> %20 {{nome}} {0} $1`,
  'primeira linha\nsegunda linha\n\nquarta linha',
  '.ponto\n..dois\n.\nFrom alguém\n>From outro\n-- \nfim',
  'palavra '.repeat(190).trim(),
  'sem-espaço'.repeat(120),
  '1 = 2 == 3 =20 =\nfim=',
]

const ONE_LINE = (text: string): string => text.replace(/\s+/g, ' ')

/** What arrives is what was sent, once, where it was sent, and nothing else. */
export const deliveryChecks: readonly ChannelCheck[] = [
  {
    title: 'a message arrives once, where it is sent, as it is sent',
    run: async (stage) => {
      const message = stage.message()
      expect((await stage.send(message)).kind, 'what became of it').toBe('accepted')
      stage.expectArrived(message)
      const other = stage.message({ recipient: stage.subject.recipients[1], recipientName: 'José d’Ávila & Cia' })
      expect((await stage.send(other)).kind, 'what became of the other').toBe('accepted')
      stage.expectArrived(other, stage.provider.arrived.slice(1))
    },
  },
  {
    title: 'accents, emoji, quotes and line ends come through',
    run: async (stage) => {
      const session = stage.open()
      for (const text of TEXTS) {
        const words = wordsFor(stage, text)
        const subject = ONE_LINE(words).slice(0, 120).trim().toWellFormed()
        const before = stage.provider.arrived.length
        const message = stage.message({ text: words, subject, html: `<p>${words.replace(/[<&]/g, '')}</p>` })
        expect((await stage.send(message, session)).kind, text).toBe('accepted')
        stage.expectArrived(message, stage.provider.arrived.slice(before))
      }
    },
  },
  {
    title: 'a long text comes through whole, or is refused',
    run: async (stage) => {
      const charsMax = Math.min(TEXT_CHARS, stage.subject.textCharsMax ?? TEXT_CHARS)
      const session = stage.open()
      const long = stage.message({
        text: 'Linha com ação e çedilha. '
          .repeat(charsMax)
          .slice(0, charsMax - 1)
          .concat('.'),
      })
      expect((await stage.send(long, session)).kind, `${charsMax} characters`).toBe('accepted')
      stage.expectArrived(long)
      if (charsMax === TEXT_CHARS) return
      const tooLong = stage.message({ text: 'ç'.repeat(charsMax + 1) })
      const outcome = await stage.send(tooLong, session)
      expect([outcome.kind, 'why' in outcome && outcome.why], `${charsMax + 1} characters`).toEqual([
        'refused',
        'content',
      ])
      expect(stage.provider.arrived).toHaveLength(1)
    },
  },
  {
    title: 'a message that is repeated with its key arrives once',
    concerns: ({ adapter }) => adapter.capabilities.honoursKey,
    run: async (stage) => {
      const message = stage.message()
      const outcomes = [await stage.send(message), await stage.send(message)]
      expect(outcomes.map(({ kind }) => kind)).toEqual(['accepted', 'accepted'])
      // A channel without a provider shows it again: whoever reads the log is told the key.
      if (reachesProvider(stage.subject)) stage.expectArrived(message)
      const other = stage.message()
      const before = stage.provider.arrived.length
      await stage.send(other)
      expect(stage.provider.arrived, 'one with another key').toHaveLength(before + 1)
    },
  },
  {
    title: 'hostile names, subjects and texts inject nothing',
    run: async (stage) => {
      const [recipient, victim] = stage.subject.recipients
      const session = stage.open()
      for (const hostile of hostileLines(victim)) {
        for (const changes of [{ recipientName: hostile }, { subject: hostile }] as const) {
          const before = stage.provider.arrived.length
          const message = stage.message(changes)
          const outcome = await stage.send(message, session)
          // Refusing such a name or subject is a way as well; what is taken goes to nobody else.
          const wanted = outcome.kind === 'accepted' ? [recipient] : []
          const arrived = stage.provider.arrived.slice(before)
          expect(['accepted', 'refused'], JSON.stringify(changes)).toContain(outcome.kind)
          expect(
            arrived.map((one) => one.recipient),
            JSON.stringify(changes),
          ).toEqual(wanted)
          for (const { headers = {}, subject, text } of arrived) {
            expect(Object.keys(headers).filter((name) => /^(x-injected|bcc|cc)$/.test(name))).toEqual([])
            expect(subject ?? '').not.toMatch(/[\r\n]/)
            if (stage.subject.says.includes('text')) expect(text).toBe(message.text)
          }
        }
      }
    },
  },
  {
    title: 'a hostile address reaches nobody else',
    run: async (stage) => {
      const session = stage.open()
      for (const recipient of hostileAddresses(stage.subject.recipients)) {
        const before = stage.provider.arrived.length
        const outcome = await stage.send(stage.message({ recipient }), session)
        const arrived = stage.provider.arrived.slice(before).map((one) => one.recipient)
        // Where an address may be any text it arrives as that text; elsewhere it is none.
        if (outcome.kind === 'accepted') expect(arrived).toEqual([recipient])
        else {
          expect([outcome.kind, 'why' in outcome && outcome.why], JSON.stringify(recipient)).toEqual([
            'refused',
            'invalid_recipient',
          ])
          expect(arrived, JSON.stringify(recipient)).toEqual([])
        }
      }
    },
  },
]

/** An approved text takes its places as one line each. */
function wordsFor({ subject }: ChannelStage, text: string): string {
  const cut = text.slice(0, subject.textCharsMax ?? TEXT_CHARS).toWellFormed()
  return subject.adapter.capabilities.approvedTextsOnly ? ONE_LINE(cut).trim() : cut
}

const hostileLines = (victim: string): readonly string[] => [
  `Ana\r\nBcc: ${victim}\r\nX-Injected: yes`,
  `Ana\nBcc: ${victim}`,
  `Ana\rX-Injected: yes`,
  `Ana\r\n\r\n<p>outro corpo</p>`,
  `Ana" <${victim}>, "`,
  `<${victim}>`,
  `${victim}, ${victim}`,
  `Ana\u2028Bcc: ${victim}\u0000`,
  `=?utf-8?Q?Ana=0D=0ABcc:_${victim}?=`,
  '","to":"outro","x":"',
  '<script>alert(1)</script>',
]

const hostileAddresses = ([one, other]:
  | OutgoingMessage['recipient'][]
  | readonly [string, string]): readonly string[] => [
  `${one},${other}`,
  `${one}\r\nRCPT TO:<${other}>`,
  `${one}>\r\nRCPT TO:<${other}`,
  `${one}\u0000${other}`,
  `<${one}> ${other}`,
  `${one}?x=1&to=${other}`,
  ` `,
  '',
  '../../outro',
]
