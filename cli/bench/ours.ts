/** Ours: the built share page from the real server, driven through the session it shows. */
import type { Browser, Page } from '@playwright/test'
import type { Session } from '../../client/host/api.ts'
import { startServer } from '../../server/start.ts'
import { buildPages } from '../build.ts'
import { startDownloads } from '../tabs/tab.ts'
import type { Timing } from './pages/page.ts'
import { type Content, freshPage, freshPages, type Side } from './side.ts'

/** In the pages. */
declare const tabswarm: Session

/** Between two looks of a tab whether the first byte is there. */
const LOOK_MS = 5

/** This revision's pages, from a server in this process. */
export async function oursServed(): Promise<Side & { close(): Promise<void> }> {
  await buildPages()
  const server = await startServer({ port: 0, log: () => undefined })
  return { ...oursSide(`http://localhost:${server.port}`), close: () => server.close() }
}

export function oursSide(origin: string): Side {
  async function seed(browser: Browser, content: Content): Promise<string> {
    const seeder = await freshPage(browser, origin, 'tabswarm')
    await seeder.locator('input[type=file]').first().setInputFiles(content.path)
    await seeder.waitForFunction(() => tabswarm.torrents[0]?.view.phase === 'seeding')
    return seeder.evaluate(() => tabswarm.torrents[0]?.magnet ?? '')
  }

  return {
    async transfer(browser, content, leechers) {
      const magnet = await seed(browser, content)
      const tabs = await freshPages(browser, origin, 'tabswarm', leechers)
      const timings = await Promise.all(tabs.map(tab => leech(tab, magnet)))
      const hashes = await Promise.all(tabs.map(sha256))
      return timings.map((timing, i) => ({ ...timing, sha256: hashes[i] as string }))
    },
    async firstByteMs(browser, content) {
      const magnet = await seed(browser, content)
      const tab = await freshPage(browser, `${origin}/#${magnet}`, 'tabswarm', startDownloads)
      return tab.evaluate(firstByteMs, LOOK_MS)
    },
  }
}

/** Times are those of the torrent's own log, the end that of its last piece lying on the disk. */
const leech = (tab: Page, magnet: string): Promise<Timing> =>
  tab.evaluate(
    async ([magnet, lookMs]) => {
      // No named functions in here: tsx would wrap them in a helper that the page does not have.
      const startMs = performance.timeOrigin + performance.now()
      const torrent = await tabswarm.open(magnet, { wanted: true })
      const firstByteMs = new Promise<number>(resolve => {
        const looking = setInterval(() => {
          if (!torrent.view.links.some(link => link.downloaded > 0)) return
          clearInterval(looking)
          resolve(performance.timeOrigin + performance.now())
        }, lookMs)
      })
      await new Promise<void>(resolve => {
        tabswarm.subscribe(() => {
          if (torrent.view.phase === 'seeding') resolve()
        })
      })
      const finished = torrent.log.find(({ event }) => event.event === 'finished')
      if (!finished) throw new Error('it finished, and its log does not say so')
      return { startMs, firstByteMs: await firstByteMs, endMs: finished.atMs }
    },
    [magnet, LOOK_MS] as const,
  )

const sha256 = (tab: Page): Promise<string> =>
  tab.evaluate(async () => {
    const file = await tabswarm.torrents[0]?.file(0)
    const digest = await crypto.subtle.digest('SHA-256', (await file?.arrayBuffer()) as ArrayBuffer)
    return Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, '0')).join('')
  })

/** Runs in the page: since its navigation began. */
const firstByteMs = (lookMs: number): Promise<number> =>
  new Promise(resolve => {
    const looking = setInterval(() => {
      if (!tabswarm.torrents[0]?.view.downloaded) return
      clearInterval(looking)
      resolve(performance.now())
    }, lookMs)
  })
