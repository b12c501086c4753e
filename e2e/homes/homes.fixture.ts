/** Homes of their own for every test, and tabs in them; skipped where there can be none. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect } from '@playwright/test'
import { Cleanup } from '../../cli/command.ts'
import { sha256OfFile, writeRandomFile } from '../../cli/content.ts'
import { netlabObstacle } from '../../cli/netlab/needs.ts'
import type { Home } from '../../cli/netlab/netlab.ts'
import { type HomesOptions, type HomesSite, inHomes } from '../../cli/swarm/site.ts'
import type { TabSnapshot } from '../../cli/tabs/probe.ts'
import { prepareLimitMs, Tab } from '../../cli/tabs/tab.ts'

export { expect }

const TRANSFER_LIMIT_MS = 60_000

/** A tab that shares, and one that opens the link, in the homes that are listed, in turn. */
export interface Pair {
  readonly sharer: Tab
  readonly receiver: Tab
  readonly homes: readonly Home[]
  readonly site: HomesSite
  /** The receiver opens the link. */
  open(): Promise<void>
  /** One more tab opens the link, in the home of that number. */
  join(home: number): Promise<Tab>
  /** All of it is there and right; what the receiver says of how. */
  finish(limitMs?: number): Promise<TabSnapshot & { readonly firstByteMs: number }>
  /** Another receiver opens the link in the place of the last one; when its first byte came. */
  firstByteAgainMs(): Promise<number>
}

export interface PairOptions extends Partial<HomesOptions> {
  readonly homes: HomesOptions['homes']
  readonly bytes?: number
}

export const test = base.extend<{ pair: (options: PairOptions) => Promise<Pair> }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from here
  pair: async ({}, use) => {
    const obstacle = netlabObstacle({ relay: true })
    base.skip(obstacle !== undefined, obstacle)
    const cleanup = new Cleanup()
    await use(options => openPair(options, cleanup))
    await cleanup.run()
  },
})

async function openPair(
  { relay = false, bytes = 2_000_000, ...options }: PairOptions,
  cleanup: Cleanup,
): Promise<Pair> {
  const site = await inHomes({ ...options, relay }, cleanup)
  const folder = await mkdtemp(join(tmpdir(), 'tabswarm-e2e-'))
  cleanup.add(() => rm(folder, { recursive: true, force: true }))
  const path = join(folder, 'from-home.bin')
  await writeRandomFile(path, bytes)
  const sha256 = await sha256OfFile(path)
  const tabIn = async (i: number, name: string) =>
    Tab.open(name, 'chromium', await site.browserFor(i, 'chromium'))
  const sharer = await tabIn(0, 'sharer')
  const receiver = await tabIn(1, 'receiver')
  let latest = receiver
  const limitMs = prepareLimitMs(bytes)
  const magnet = await sharer.share(site.originFor(0), path, { limitMs })
  let openedAt = 0
  return {
    sharer,
    receiver,
    homes: site.homes,
    site,
    open: () => {
      openedAt = Date.now()
      return receiver.openLink(site.originFor(1), magnet, { auto: true })
    },
    join: async home => {
      const tab = await tabIn(home, `in home ${home}`)
      await tab.openLink(site.originFor(home), magnet, { auto: true })
      return tab
    },
    finish: async (limitMs = TRANSFER_LIMIT_MS) => {
      const isDone = (tab: TabSnapshot | undefined) =>
        tab?.finishedAt !== undefined && reachesOf(tab).length > 0
      await receiver.waitUntil('has everything', isDone, limitMs)
      expect(await receiver.sha256()).toBe(sha256)
      const snapshot = await receiver.demand()
      return { ...snapshot, firstByteMs: (snapshot.firstByteAt ?? 0) - openedAt }
    },
    firstByteAgainMs: async () => {
      await latest.close()
      latest = await tabIn(1, 'another receiver')
      openedAt = Date.now()
      await latest.openLink(site.originFor(1), magnet, { auto: true })
      const hasBegun = (tab: TabSnapshot | undefined) => tab?.firstByteAt !== undefined
      const snapshot = await latest.waitUntil('has begun', hasBegun, TRANSFER_LIMIT_MS)
      return (snapshot?.firstByteAt ?? 0) - openedAt
    },
  }
}

/** How the receiver has reached whom it got its bytes from. */
export const reachesOf = (snapshot: TabSnapshot): string[] => Object.values(snapshot.reaches)
