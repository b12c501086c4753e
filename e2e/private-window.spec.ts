/** A private window of Firefox; a context of Playwright's is one of Chromium's, in every other test. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launchProfile } from '../cli/browsers.ts'
import { Tab } from '../cli/tabs/tab.ts'
import { expect, hasFirefox, NEEDS_FIREFOX, tagOf, test } from './swarm.fixture.ts'

const FILE_BYTES = 3_000_000
/** Four seconds for the file: half-way is a state that lasts. */
const SLOW_BYTES_PER_SEC = 750_000
const LIMIT_MS = 40_000

test('in a private window a download is kept on disk, goes on after a reload, and ends right', {
  tag: tagOf('firefox'),
}, async ({ swarm, cleanup }) => {
  test.skip(!hasFirefox, NEEDS_FIREFOX)
  const file = await swarm.file('secret.bin', FILE_BYTES)
  const sharer = await swarm.tab()
  const magnet = await sharer.share(swarm.origin, file.path)
  await sharer.throttle({ upBytesPerSec: SLOW_BYTES_PER_SEC, downBytesPerSec: -1 })

  const profile = await mkdtemp(join(tmpdir(), 'tabswarm-private-'))
  cleanup.add(() => rm(profile, { recursive: true, force: true }))
  const prefs = { 'browser.privatebrowsing.autostart': true }
  const context = await launchProfile('firefox', profile, { prefs })
  cleanup.add(() => context.close())
  const tab = await Tab.in('private', 'firefox', context)
  await tab.openLink(swarm.origin, magnet, { auto: true })
  await tab.waitUntil('half', it => (it?.bytesHeld ?? 0) > FILE_BYTES / 2, LIMIT_MS)
  const { held, storage } = await tab.demand()
  expect(storage).toBe('disk')
  expect(held.length).toBeLessThan(Math.ceil(FILE_BYTES / (256 * 1024)))
  await tab.page.reload()
  await tab.waitUntil('finished', it => it?.phase === 'seeding', LIMIT_MS)
  const asked = await tab.requestedPieces()
  expect(asked.filter(piece => held.includes(piece))).toEqual([])
  expect(await tab.sha256()).toBe(file.sha256)
})
