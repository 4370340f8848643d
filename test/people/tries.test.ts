import { expect, it } from 'vitest'
import { createTries, networkOf, TRIES_BURST } from '../../src/people/tries.ts'

it('counts all addresses of one IPv6 network together, and a mapped one as itself', () => {
  expect(networkOf('203.0.113.7')).toBe('203.0.113.7')
  expect(networkOf('::ffff:203.0.113.7')).toBe('203.0.113.7')
  const first = networkOf('2001:db8:0:1::1')
  expect(first).toBe('2001:db8:0:1::/64')
  expect(networkOf('2001:0DB8:0000:0001:ffff:ffff:ffff:ffff')).toBe(first)
  expect(networkOf('2001:db8:0:2::1')).not.toBe(first)
  expect(networkOf('::1')).toBe('0:0:0:0::/64')
  expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0::/64')
})

it('remembers ten thousand addresses and forgets the first of them', () => {
  const tries = createTries({ system: () => 0 })
  for (let count = 0; count < TRIES_BURST; count++) tries.take('first')
  expect(tries.take('first')).toBe(5)
  for (let count = 0; count < 10_000; count++) tries.take(`other-${count}`)
  expect(tries.take('first')).toBe(0)
})

it('is not confused by a clock that goes back', () => {
  let now = 1_000_000
  const tries = createTries({ system: () => now })
  for (let count = 0; count < TRIES_BURST; count++) tries.take('a')
  now = 0
  expect(tries.take('a')).toBe(5)
  now = 5_000
  expect(tries.take('a')).toBe(0)
})
