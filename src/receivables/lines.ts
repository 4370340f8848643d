import { isUtf8 } from 'node:buffer'
import type { Readable } from 'node:stream'
import type { FeedReply } from './receipt.ts'

const LINE_BYTES_MAX = 64 * 1024
/** A stream of millions may have many bad records: all are in quarantine, the reply names the first ones. */
const REJECTED_TOLD_MAX = 1_000

/** A line that is no record; its schema refuses it and tells why it is in quarantine. */
const unreadable = (line: string, reason: string) => ({ unreadableLine: line.slice(0, 1_000), reason })

/** Feeds newline-delimited JSON piece by piece, so that a stream of any length takes the memory of one piece. */
export async function feedLines(
  stream: Readable,
  recordsPerPiece: number,
  feedPiece: (records: unknown[]) => Promise<FeedReply>,
): Promise<FeedReply> {
  const total: FeedReply = { accepted: 0, ignored: 0, rejected: [] }
  let records: unknown[] = []
  let before = 0
  const flush = async (): Promise<void> => {
    if (records.length === 0) return
    const reply = await feedPiece(records)
    total.accepted += reply.accepted
    total.ignored += reply.ignored
    for (const rejected of reply.rejected) {
      if (total.rejected.length < REJECTED_TOLD_MAX)
        total.rejected.push({ ...rejected, index: before + rejected.index })
    }
    before += records.length
    records = []
  }
  for await (const line of readLines(stream)) {
    records.push(parseLine(line))
    if (records.length >= recordsPerPiece) await flush()
  }
  await flush()
  return total
}

function parseLine(line: Buffer | 'too long'): unknown {
  if (line === 'too long') return unreadable('', `a line may have at most ${LINE_BYTES_MAX} bytes`)
  if (!isUtf8(line)) return unreadable(line.toString('latin1'), 'the line is not UTF-8')
  // Windows programs begin a file with a byte order mark, which is no part of the record.
  const text = line.toString('utf8').replace(/^\uFEFF/, '')
  try {
    return JSON.parse(text)
  } catch (error) {
    return unreadable(text, error instanceof Error ? error.message : 'the line is not JSON')
  }
}

/** Lines without their ends; blank ones are left out; of one that is too long only that is told. */
async function* readLines(stream: Readable): AsyncGenerator<Buffer | 'too long'> {
  let rest: Buffer = Buffer.alloc(0)
  let skipping = false
  for await (const chunk of stream) {
    let start = 0
    const bytes: Buffer = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer])
    for (let end = bytes.indexOf(10, start); end !== -1; end = bytes.indexOf(10, start)) {
      const line = bytes.subarray(start, end)
      if (skipping) skipping = false
      else if (line.length > LINE_BYTES_MAX) yield 'too long'
      else if (!isBlank(line)) yield line
      start = end + 1
    }
    rest = bytes.subarray(start)
    if (rest.length > LINE_BYTES_MAX) {
      if (!skipping) yield 'too long'
      skipping = true
      rest = Buffer.alloc(0)
    }
  }
  if (!skipping && !isBlank(rest)) yield rest
}

const isBlank = (line: Buffer): boolean => line.every((byte) => byte === 32 || byte === 13 || byte === 9)
