import { type Saboteurs, withField, withRecords } from './spoil.ts'

const dayEarlier = (day: string): string => Temporal.PlainDate.from(day).subtract({ days: 1 }).toString()

export const valueSaboteurs: Saboteurs = {
  'every record is one that Fiado takes': {
    'writes days as in Brazil': withField('dueOn', (day) => day.split('-').reverse().join('/')),
    'writes amounts as numbers': withField('amount', Number),
    'lets names be empty': withField('name', () => ''),
  },
  'every field that comes through this vendor arrives unchanged': {
    'writes cities in capitals': withField('city', (city) => city.toUpperCase()),
    'forgets when it was paid': withField('settledOn', () => null),
    'forgets what was invoiced': withField('invoicedAmount', () => null),
  },
  'amounts, currency and due day arrive unchanged, up to 13 digits': {
    'computes with single precision': withField('amount', (amount) => Math.fround(Number(amount)).toFixed(2)),
    'takes dollars for reais': withField('currency', () => 'BRL'),
    'takes every dollar for the same': withRecords((record) =>
      'dueOn' in record && record.currency === 'USD' ? { ...record, rate: '5' } : record,
    ),
    'forgets cents': withField('openAmount', (amount) => amount.replace(/\.\d+$/, '.00')),
    'is a day early, by its time zone': withField('dueOn', dayEarlier),
  },
  'credit notes come as credit notes, with positive amounts': {
    'takes them for invoices': withField('kind', () => 'invoice'),
    'loses them': withRecords((record) => ('kind' in record && record.kind === 'credit_note' ? null : record)),
    'keeps the minus': withRecords((record) =>
      'kind' in record && record.kind === 'credit_note' ? { ...record, amount: `-${record.amount}` } : record,
    ),
  },
  'the 29th of February stays the 29th of February': {
    'makes it the 1st of March': withField('dueOn', (day) => day.replace('-02-29', '-03-01')),
    'makes it the 28th': withField('dueOn', (day) => day.replace('-02-29', '-02-28')),
  },
  'names with quotes, emoji and 190 characters arrive unchanged': {
    'cuts at 100 characters': withField('name', (name) => name.slice(0, 100)),
    'escapes quotes': withField('name', (name) => name.replaceAll('"', '&quot;')),
    'knows the basic plane only': withField('name', (name) => name.replace(/\p{Emoji_Presentation}/gu, '?')),
  },
}
