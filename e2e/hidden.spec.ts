/**
 * Tabs that nobody looks at must not fall behind: browsers slow their timers to one a second, and
 * others' swarms with them. Measured in real windows, side by side, with the visible as yardstick.
 */
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { serveWithServer } from '../cli/bench/page-server.ts'
import { median } from '../cli/bench/report.ts'
import { Cleanup } from '../cli/command.ts'
import { RemoteControl } from '../cli/tabs/remote-control.ts'
import { openScreen, RealBrowser } from '../cli/tabs/windows.ts'
import type { HiddenPage } from './hidden/page/tab.ts'

/** Two seconds or so: long against what a scheduler does to one run. */
const BYTES = 20_000_000

/** What hidden tabs must reach of the speed of visible ones. */
const REQUIRED = 0.8

/** Pairs of runs, hidden and visible in turn. When they do not settle it, as many again. */
const ROUNDS = 3
const MAX_ROUNDS = 6

/** No noise halves the median of three: what is below is a collapse, and more rounds hide nothing. */
const COLLAPSED = 0.5

/** Timers of hidden tabs fire once a second: without that there is nothing to prove. */
const SLOWED_MS = 500

type Remote = RemoteControl<HiddenPage>
type Looks = 'hidden' | 'visible'

const cleanup = new Cleanup()
// Also after a timeout, unlike what stands at the end of the test.
test.afterEach(() => cleanup.run())

test('two hidden tabs move data about as fast as two visible ones', { tag: '@full' }, async () => {
  const remote: Remote = new RemoteControl()
  await openTabs(remote)
  for (const tab of ['hidden-seeder', 'hidden-leecher']) {
    const { visibility } = await remote.call(tab, 'untilTimersSlow', SLOWED_MS)
    expect(visibility).toBe('hidden')
  }
  const msOf: Record<Looks, number[]> = { hidden: [], visible: [] }
  const ratio = () => (median(msOf.visible) as number) / (median(msOf.hidden) as number)
  for (let round = 1; round <= MAX_ROUNDS; round++) {
    for (const looks of ['hidden', 'visible'] as const) {
      msOf[looks].push(await transfer(remote, looks, round))
    }
    const settled = ratio() >= REQUIRED || ratio() < COLLAPSED
    if (round >= ROUNDS && settled) break
  }
  console.log(`hidden at ${ratio().toFixed(2)} of visible: ${JSON.stringify(msOf)} ms`)
  expect(ratio()).toBeGreaterThanOrEqual(REQUIRED)
})

/** One browser with two hidden tabs, one with two windows; two tabs of a pair share no storage. */
async function openTabs(remote: Remote): Promise<void> {
  const root = join(import.meta.dirname, 'hidden/page')
  // The tracker speaks to tabs of its own origin only.
  const page = await serveWithServer(root, 'tab.ts', cleanup, remote.handle)
  const { port, pathname } = new URL(page)
  const url = (tab: string, host: string) => `http://${host}:${port}${pathname}?tab=${tab}`
  await openBrowser([page, url('hidden-seeder', 'localhost'), url('hidden-leecher', '127.0.0.1')])
  await openBrowser([url('visible-seeder', 'localhost')])
  const leecher = url('visible-leecher', '127.0.0.1')
  await remote.call('visible-seeder', 'openWindow', leecher)
}

/** Each on a screen of its own: a window that another one covers counts as hidden. */
async function openBrowser(urls: readonly string[]): Promise<void> {
  const screen = await openScreen()
  cleanup.add(() => screen.close())
  const browser = await RealBrowser.open(screen, urls)
  cleanup.add(() => browser.close())
}

/** From the connection to the last piece on the disk, in ms. */
async function transfer(remote: Remote, looks: Looks, seed: number): Promise<number> {
  const [seeder, leecher] = [`${looks}-seeder`, `${looks}-leecher`]
  const shared = await remote.call(seeder, 'share', BYTES, seed)
  expect(shared).toEqual({ visibility: looks, value: expect.stringMatching(/^magnet:/) })
  const fetched = await remote.call(leecher, 'fetch', shared.value)
  expect(fetched).toMatchObject({
    visibility: looks,
    value: { bytesHeld: BYTES, storage: 'disk' },
  })
  for (const tab of [leecher, seeder]) {
    expect(await remote.call(tab, 'forget')).toEqual({ visibility: looks })
  }
  return Math.round(fetched.value.transferMs)
}
