import { expect, test } from 'vitest'
import { networkObstacle } from './no-network.ts'

test.each([
  ['IPv4', 'udp4'],
  ['IPv6', 'udp6'],
])('a machine from which %s leads out has a network', async (_, routed) => {
  expect(await networkObstacle(async type => type === routed)).toBeUndefined()
})

test('one from which nothing does is told what helps', async () => {
  expect(await networkObstacle(async () => false)).toMatch(/on no network.*Connect it/)
})
