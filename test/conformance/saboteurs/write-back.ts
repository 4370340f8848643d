import type { CreditMark, CustomerRecord } from '../../../src/sync/contract.ts'
import { type Saboteurs, withPages, withPort, withRecords } from './spoil.ts'

const blocked = (mark: CreditMark | undefined): boolean => mark?.['sales_block'] === true

/** Tells the mark that it saw first, for ever. */
function remembering() {
  const first = new Map<string, CreditMark>()
  return withPages((page) => {
    const marks = Object.entries(page.marks ?? {}).map(([id, mark]) => {
      const known = first.get(id) ?? mark
      first.set(id, known)
      return [id, known] as const
    })
    return { ...page, marks: Object.fromEntries(marks) }
  })
}

export const writeBackSaboteurs: Saboteurs = {
  'marks of the listing, of read and of the vendor compare equal': {
    'tells no marks': withPages((page) => ({ ...page, marks: {} })),
    'tells the marks of blocked customers alone': withPages((page) => ({
      ...page,
      marks: Object.fromEntries(Object.entries(page.marks ?? {}).filter(([, mark]) => blocked(mark))),
    })),
    'tells more when it reads one': withPort(({ read }) => ({
      read: async (...given) => {
        const mark = await read(...given)
        return mark && { ...mark, read_at: 'now' }
      },
    })),
    'makes a mark of customers that are not there': withPort(({ read }) => ({
      read: async (...given) => (await read(...given)) ?? { sales_block: false, block_note: null },
    })),
  },
  'write-back blocks, and the block reads back': {
    'writes nothing': withPort(() => ({ write: async () => undefined })),
    'does not know a block when it sees one': withPort(() => ({ isBlocked: () => false })),
    'sees blocks everywhere': withPort(() => ({ isBlocked: () => true })),
    'writes half of it': withPort(({ write }) => ({
      write: (id, { sales_block: block = null }, signal) => write(id, { sales_block: block }, signal),
    })),
  },
  'write-back restores the former value': {
    'never lifts': withPort(({ write }) => ({
      write: (id, mark, signal) => write(id, { ...mark, sales_block: true }, signal),
    })),
    'lifts to what it takes for normal': withPort(({ write }) => ({
      write: (id, mark, signal) => write(id, blocked(mark) ? mark : { ...mark, block_note: '' }, signal),
    })),
    'blocks with words of its own': withPort(({ write }) => ({
      write: (id, mark, signal) => write(id, blocked(mark) ? { ...mark, block_note: 'Fiado' } : mark, signal),
    })),
  },
  'write-back keeps what else stands': {
    'writes back an old limit, too': withPort(({ write }) => ({
      write: (id, mark, signal) => write(id, { ...mark, credit_limit: 0 }, signal),
    })),
    'gives the customer a new name': withPort(({ write }) => ({
      write: (id, mark, signal) => write(id, { ...mark, legal_name: `${mark['block_note']}` }, signal),
    })),
  },
  'own block does not become a status of the customer': {
    'takes the block for a stop': withRecords((record, { marks = {} }) =>
      'name' in record && blocked(marks[record.externalId]) ? { ...record, status: 'stop' } : record,
    ),
    'takes the block for the end': withRecords((record, { marks = {} }) =>
      'name' in record && blocked(marks[record.externalId])
        ? ({ ...record, active: false } satisfies CustomerRecord)
        : record,
    ),
  },
  'a dry run compares marks and writes nothing': {
    'changes the mark in place': withPort(({ blocked: block }) => ({
      blocked: (mark, reason) => Object.assign(mark, block(mark, reason)),
    })),
    'makes no block of it': withPort(() => ({ blocked: (mark) => ({ ...mark }) })),
  },
  'a mark that a user of the ERP changed is told': {
    'remembers the first': remembering(),
  },
  'a write that the ERP refuses is told': {
    'says nothing': withPort(({ write }) => ({ write: (...given) => write(...given).catch(() => undefined) })),
  },
}
