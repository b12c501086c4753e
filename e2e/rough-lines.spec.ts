/** Real tabs behind rough lines that are not there, and on an emulated network: all of it arrives, and none too early. */
import { runEmulation } from '../cli/swarm/emulation.ts'
import type { Session } from '../client/host/api.ts'
import { boundOf } from '../shared/simulation/results/bound.ts'
import { parseScenario } from '../shared/simulation/scenarios/scenario-file.ts'
import { expect, test } from './swarm.fixture.ts'

/** In the pages. */
declare const tabswarm: Session

test('a line that delays and loses brings every byte all the same', async ({ swarm }) => {
  const content = await swarm.file('lossy.bin', 1_000_000)
  const seeder = await swarm.tab()
  const magnet = await seeder.share(swarm.origin, content.path)
  const leecher = await swarm.tab()
  await leecher.openLink(swarm.origin, magnet)
  const rough = { uploadBitsPerSec: 20e6, downloadBitsPerSec: 20e6, delayMs: 20, lossShare: 0.01 }
  for (const { page } of [seeder, leecher])
    await page.evaluate(shaping => tabswarm.setShaping(shaping), rough)
  await leecher.waitUntil('is offered it', tab => tab !== undefined, 40_000)
  await leecher.page.evaluate(() => tabswarm.torrents[0]?.start())
  await leecher.waitUntil('has all', tab => tab?.phase === 'seeding', 60_000)
  expect(await leecher.sha256()).toBe(content.sha256)
  expect(await leecher.page.evaluate(() => tabswarm.shaping)).toEqual(rough)
})

test('a scenario runs in two tabs, three peers in each: all get it, and none faster than can be', async () => {
  const scenario = parseScenario(
    JSON.stringify({
      name: 'six',
      about: 'Six peers around one router, one of them the seeder.',
      topology: { builtIn: 'star', peers: 6, access: 'thesis' },
      torrent: { pieces: 8, blocksPerPiece: 4 },
    }),
  )
  const parts = { scenario, dilation: 6, peersPerTab: 3, seed: 1, bars: { show: () => {} } }
  const { tabs, outcomes } = await runEmulation(parts, new AbortController().signal)
  expect(tabs).toBe(2)
  expect(outcomes.map(({ isIntact }) => isIntact)).toEqual(Array(6).fill(true))
  const leechers = outcomes.filter(({ downloaded }) => downloaded > 0)
  expect(leechers).toHaveLength(5)
  const makespanMs = Math.max(...leechers.map(({ finishedMs = Number.NaN }) => finishedMs))
  const { makespanMs: boundMs } = boundOf(scenario)
  console.log(
    `makespan ${makespanMs.toFixed(0)} ms of emulated time, bound ${boundMs.toFixed(0)} ms`,
  )
  expect(makespanMs).toBeGreaterThanOrEqual(boundMs)
})
