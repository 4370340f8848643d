import type { Sql } from '../database.ts'
import type { EpochMs } from '../kernel/clock.ts'

const KEY_MAX = 190

/** Notes what a provider told. False when it told it before. */
export async function noteReceipt(sql: Sql, channel: string, key: string, now: EpochMs): Promise<boolean> {
  const short = key.slice(0, KEY_MAX).toWellFormed()
  const [known] = await sql.all('SELECT 1 AS known FROM channel_receipts WHERE channel = ? AND receipt_key = ?', [
    channel,
    short,
  ])
  if (known) return false
  await sql.insert('channel_receipts', ['channel', 'receipt_key', 'received_at'], [[channel, short, now]])
  return true
}

export async function forgetReceipts(sql: Sql, before: EpochMs): Promise<void> {
  await sql.run('DELETE FROM channel_receipts WHERE received_at < ?', [before])
}
