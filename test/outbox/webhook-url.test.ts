import { describe, expect, it } from 'vitest'
import { readWebhookUrl } from '../../src/outbox/webhook-url.ts'

const faultOf = (text: string, allowsPlainHttp = false): string | null => {
  const read = readWebhookUrl(text, allowsPlainHttp)
  return 'fault' in read ? read.fault : null
}
const NEVER = 'must not be a link-local, multicast or metadata address'
const HTTPS = 'must be https: plain http is only for hosts inside, such as 192.168.0.10, localhost or erp.local'

describe('the address of a webhook', () => {
  it.each([
    'https://portal.example.com/fiado?key=1',
    'https://portal.example.com:8443/',
    'https://[2001:db8::1]/',
    'http://localhost:3000/hook',
    'http://127.0.0.1/',
    'http://[::1]:8080/',
    'http://10.1.2.3/',
    'http://172.31.255.255/',
    'http://192.168.0.10/erp',
    'http://[fd12:3456::1]/',
    'http://erp/hook',
    'http://protheus.local/hook',
    'http://erp.localhost./hook',
  ])('%s may be posted to', (text) => {
    expect(readWebhookUrl(text, false)).toEqual({ url: text })
  })

  it.each([
    ['http://portal.example.com/', HTTPS],
    ['http://172.32.0.1/', HTTPS],
    ['http://8.8.8.8/', HTTPS],
    ['http://[2001:db8::1]/', HTTPS],
    ['http://localhost.example.com/', HTTPS],
    ['http://notlocal/..//@8.8.8.8:80/', null],
    // As browsers do, other ways of writing an address are read as what they mean.
    ['http://0x08.0x08.0x08.0x08/', HTTPS],
    ['http://134744072/', HTTPS],
    ['http://169.254.169.254/latest/meta-data', NEVER],
    ['https://169.254.169.254/', NEVER],
    ['http://0xa9fea9fe/', NEVER],
    ['http://2852039166/', NEVER],
    ['http://[::ffff:169.254.169.254]/', NEVER],
    ['http://[::ffff:a9fe:a9fe]/', NEVER],
    ['http://[64:ff9b::a9fe:a9fe]/', NEVER],
    ['http://[fd00:ec2::254]/', NEVER],
    ['http://[fe80::1]/', NEVER],
    ['http://[::]/', NEVER],
    ['http://0.0.0.0/', NEVER],
    ['http://0/', NEVER],
    ['http://224.0.0.1/', NEVER],
    ['http://255.255.255.255/', NEVER],
    ['http://100.100.100.200/', NEVER],
    ['http://metadata.google.internal/', NEVER],
    ['http://METADATA.google.internal./', NEVER],
    ['ftp://localhost/', 'must be an http or https URL'],
    ['file:///etc/passwd', 'must be an http or https URL'],
    ['javascript:alert(1)', 'must be an http or https URL'],
    ['portal.example.com', 'must be an http or https URL'],
    ['https://', 'must be an http or https URL'],
    ['https://user@portal.example.com/', 'must be an http or https URL without a user, a password or a fragment'],
    ['https://:pw@portal.example.com/', 'must be an http or https URL without a user, a password or a fragment'],
    ['https://portal.example.com/#a', 'must be an http or https URL without a user, a password or a fragment'],
    ['https://portal.example.com/a b', 'must not hold blanks, control characters or backslashes'],
    ['https://portal.exa\tmple.com/', 'must not hold blanks, control characters or backslashes'],
    ['https:\\\\portal.example.com\\', 'must not hold blanks, control characters or backslashes'],
    [`https://portal.example.com/${'a'.repeat(2_000)}`, 'must have at most 2000 characters'],
    // Longer when it is encoded, as it is stored.
    [`https://portal.example.com/${'é'.repeat(500)}`, 'must have at most 2000 characters'],
  ])('%s: %s', (text, fault) => {
    expect(faultOf(text)).toBe(fault)
  })

  it('may be plain http anywhere where the configuration says so, but never where metadata is', () => {
    expect(faultOf('http://portal.example.com/', true)).toBeNull()
    expect(faultOf('http://169.254.169.254/', true)).toBe(NEVER)
  })
})
