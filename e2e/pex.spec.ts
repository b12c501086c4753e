/** The server goes away for good in mid-swarm, and a tab is left with one link: real tabs, real WebRTC. */
import type { Tab } from '../cli/tabs/tab.ts'
import { expect, test } from './swarm.fixture.ts'

const FILE_BYTES = 10_000_000
/** Twenty seconds for the file: the swarm is at work while it heals. */
const SLOW = { upBytesPerSec: 500_000, downBytesPerSec: -1 }
const FAST = { upBytesPerSec: -1, downBytesPerSec: -1 }
const LIMIT_MS = 60_000

test('who has one link left meets all the others through it, and everyone finishes', {
  tag: '@full',
}, async ({ swarm }) => {
  const file = await swarm.file('orphaned.bin', FILE_BYTES)
  const seeder = await swarm.tab()
  const magnet = await seeder.share(swarm.origin, file.path)
  await seeder.throttle(SLOW)
  const leechers = [await swarm.tab(), await swarm.tab(), await swarm.tab()]
  for (const leecher of leechers) {
    await leecher.openLink(swarm.origin, magnet, { auto: true })
    await leecher.throttle(SLOW)
  }
  const late = await swarm.tab()
  await keepChannels(late)
  await late.openLink(swarm.origin, magnet, { auto: true })
  const others = [seeder, ...leechers]
  const ids = await Promise.all(others.map(async tab => (await tab.demand()).peerId))
  const metAll = (tab: { readonly remotes: readonly string[] } | undefined) =>
    ids.every(id => tab?.remotes.includes(id))
  await late.waitUntil('met everyone by the server', metAll, LIMIT_MS)

  await swarm.stopServer()
  await late.waitUntil('sees no server', tab => tab?.online === false, LIMIT_MS)
  const { bytesHeld } = await late.demand()
  expect(bytesHeld, 'still downloading').toBeLessThan(FILE_BYTES)
  // That it has one link left may last less than a look takes: what counts is that new ones open.
  const opensAsMany = await closeAllChannelsButOne(late)
  await opensAsMany()
  await late.waitUntil('met everyone again', metAll, LIMIT_MS)
  for (const tab of [...others, late]) await tab.throttle(FAST)
  for (const tab of [...leechers, late]) {
    await tab.waitUntil('finished', snapshot => snapshot?.phase === 'seeding', LIMIT_MS)
    expect(await tab.sha256()).toBe(file.sha256)
  }
})

interface KeepsChannels extends Window {
  channels: RTCDataChannel[]
}

/** So that the test can break what the network would. */
async function keepChannels(tab: Tab): Promise<void> {
  await tab.page.addInitScript(() => {
    const channels: RTCDataChannel[] = []
    ;(window as unknown as KeepsChannels).channels = channels
    const Native = RTCPeerConnection
    window.RTCPeerConnection = class extends Native {
      constructor(configuration?: RTCConfiguration) {
        super(configuration)
        this.addEventListener('datachannel', ({ channel }) => channels.push(channel))
      }
      override createDataChannel(label: string, options?: RTCDataChannelInit): RTCDataChannel {
        const channel = super.createDataChannel(label, options)
        channels.push(channel)
        return channel
      }
    }
  })
}

/** Returns how to wait until as many have opened since. */
async function closeAllChannelsButOne(tab: Tab): Promise<() => Promise<unknown>> {
  const { known, closed } = await tab.page.evaluate(() => {
    const { channels } = window as unknown as KeepsChannels
    const [, ...doomed] = channels.filter(channel => channel.readyState === 'open')
    for (const channel of doomed) channel.close()
    return { known: channels.length, closed: doomed.length }
  })
  expect(closed).toBeGreaterThan(0)
  return () =>
    tab.page.waitForFunction(
      ([known, closed]) => {
        const since = (window as unknown as KeepsChannels).channels.slice(known)
        return since.filter(channel => channel.readyState === 'open').length >= closed
      },
      [known, closed] as const,
      { timeout: LIMIT_MS },
    )
}
