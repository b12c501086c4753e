/** `npm run swarm` as a person runs it: five tabs, Firefox among them, and what it says at the end. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { SwarmResult } from '../cli/swarm/result.ts'
import { expect, hasFirefox, NEEDS_FIREFOX, test } from './swarm.fixture.ts'

const ROOT = join(import.meta.dirname, '..')
/** Of all bytes the leechers download together. */
const MOST_FROM_SEEDER = 0.6

async function swarm(...args: string[]): Promise<SwarmResult> {
  const script = [join(ROOT, 'cli/setup.mjs'), 'cli/swarm.ts', ...args, '--json']
  const { stdout } = await promisify(execFile)(process.execPath, script, { cwd: ROOT })
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')
}

test('five tabs of two browsers share 20 MB, most of it among themselves', async () => {
  test.skip(!hasFirefox, NEEDS_FIREFOX)
  const result = await swarm('--tabs', '5', '--size', '20MB', '--browsers', 'chromium,firefox')
  expect(result).toMatchObject({ ok: true, mode: 'bittorrent', tabs: 5, bytes: 20_000_000 })
  expect(result.peers.map(({ browser, ok }) => `${browser} ${ok}`).toSorted()).toEqual([
    'chromium true',
    'chromium true',
    'firefox true',
    'firefox true',
  ])
  for (const { downloaded } of result.peers) expect(downloaded).toBe(20_000_000)

  // Both ends' counters: what the leechers say they got from it, and what the seeder says it sent.
  const sent = result.seeders.reduce((sum, { uploaded }) => sum + uploaded, 0)
  expect(result.seederShare).toBeLessThanOrEqual(MOST_FROM_SEEDER)
  expect(sent).toBeLessThanOrEqual(MOST_FROM_SEEDER * 4 * 20_000_000)
  expect(sent, 'everything has left it at least once').toBeGreaterThanOrEqual(20_000_000)
})

test('two seeders from the start both give', { tag: '@full' }, async () => {
  const result = await swarm('--tabs', '4', '--seeders', '2', '--size', '8MB')
  expect(result).toMatchObject({ ok: true, tabs: 4, bytes: 8_000_000 })
  expect(result.peers).toHaveLength(2)
  for (const { uploaded } of result.seeders) expect(uploaded).toBeGreaterThan(0)
})
