/** Real tabs behind slow lines that are not there: a person's own, and those of an emulated network. */

import { measureRate, type RateFigure } from '../cli/bench/shaper/measure.ts'
import { TARGETS } from '../cli/bench/shaper/report.ts'
import { type Looks, Rig } from '../cli/bench/shaper/rig.ts'
import { runEmulation } from '../cli/swarm/emulation.ts'
import type { Tab } from '../cli/tabs/tab.ts'
import type { Session, Shaping } from '../client/host/api.ts'
import { UNSHAPED } from '../client/host/session/shaping.ts'
import { boundOf } from '../shared/simulation/results/bound.ts'
import { parseScenario } from '../shared/simulation/scenarios/scenario-file.ts'
import { expect, test } from './swarm.fixture.ts'

/** In the pages. */
declare const tabswarm: Session

const shape = (tab: Tab, shaping: Shaping): Promise<void> =>
  tab.page.evaluate(shaping => tabswarm.setShaping(shaping), shaping)

/** Waits until it has at least `least` bytes; how many it has then. */
async function heldBytes(tab: Tab, least: number): Promise<number> {
  const isThere = (bytes = 0) => bytes >= least
  const held = await tab.waitUntil(`has ${least} bytes`, now => isThere(now?.bytesHeld), 40_000)
  return held?.bytesHeld ?? 0
}

/** Busy machines measure wrong now and then, right lines never three times. */
const ROUNDS = 3

test('a limited upload takes as long as the limit says, and no longer once it is lifted', {
  tag: '@full',
}, async ({ swarm }) => {
  const bytes = 3_000_000
  const slow = { ...UNSHAPED, uploadBitsPerSec: 8e6 }
  const content = await swarm.file('limited.bin', 2 * bytes)
  const seeder = await swarm.tab()
  const magnet = await seeder.share(swarm.origin, content.path)
  await shape(seeder, slow)
  const leecher = await swarm.tab()
  await leecher.openLink(swarm.origin, magnet, { auto: true })
  const early = await heldBytes(leecher, bytes / 4)
  const startedAt = Date.now()
  const half = await heldBytes(leecher, bytes)
  const mbps = (8 * (half - early)) / (Date.now() - startedAt) / 1000
  console.log(`limited to 8 Mbps: ${mbps.toFixed(2)} Mbps of content came`)
  // Headers and requests take some of it; pieces come whole.
  expect(mbps).toBeLessThan(9)
  expect(mbps).toBeGreaterThan(5)

  await shape(seeder, UNSHAPED)
  const liftedAt = Date.now()
  const all = await heldBytes(leecher, 2 * bytes)
  const restMbps = (8 * (all - half)) / (Date.now() - liftedAt) / 1000
  console.log(`the limit lifted: ${restMbps.toFixed(1)} Mbps`)
  expect(restMbps).toBeGreaterThan(mbps)
  expect(await leecher.sha256()).toBe(content.sha256)
})

test('a line that delays and loses brings every byte all the same', async ({ swarm }) => {
  const content = await swarm.file('lossy.bin', 1_000_000)
  const seeder = await swarm.tab()
  const magnet = await seeder.share(swarm.origin, content.path)
  const leecher = await swarm.tab()
  await leecher.openLink(swarm.origin, magnet)
  const rough = { uploadBitsPerSec: 20e6, downloadBitsPerSec: 20e6, delayMs: 20, lossShare: 0.01 }
  for (const tab of [seeder, leecher]) await shape(tab, rough)
  await leecher.waitUntil('is offered it', tab => tab !== undefined, 40_000)
  await leecher.page.evaluate(() => tabswarm.torrents[0]?.start())
  await leecher.waitUntil('has all', tab => tab?.phase === 'seeding', 60_000)
  expect(await leecher.sha256()).toBe(content.sha256)
  expect(await leecher.page.evaluate(() => tabswarm.shaping)).toEqual(rough)
})

for (const looks of ['visible', 'hidden'] as const) {
  const tag = looks === 'hidden' ? [] : ['@full']
  test(`one flow keeps to its 6 Mbps between two ${looks} tabs`, { tag }, async () => {
    const figures = await rates(looks, 6)
    console.log(JSON.stringify(figures))
    const best = Math.min(...figures.map(({ errorPercent }) => Math.abs(errorPercent)))
    expect(best).toBeLessThanOrEqual(TARGETS.ratePercent)
  })
}

async function rates(looks: Looks, mbps: number): Promise<RateFigure[]> {
  const rig = await Rig.open(looks)
  try {
    const figures: RateFigure[] = []
    for (let round = 1; round <= ROUNDS; round++) {
      const figure = await measureRate(rig, mbps)
      figures.push(figure)
      if (Math.abs(figure.errorPercent) <= TARGETS.ratePercent) break
    }
    return figures
  } finally {
    await rig.close()
  }
}

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
