/** Stock WebTorrent in the browser, over its own WebSocket tracker on this machine. */
import type { AddressInfo } from 'node:net'
import type { Browser } from '@playwright/test'
// @ts-expect-error it brings no types; what is used of it is declared below
import TrackerServer from 'bittorrent-tracker/server'
import type { PageServer } from './page-server.ts'
import type { WebTorrentPage } from './pages/webtorrent.ts'
import { type Content, freshPage, freshPages, type Side } from './side.ts'

declare const bench: WebTorrentPage

interface Tracker {
  readonly http: { address(): AddressInfo }
  listen(port: number, host: string, listening: () => void): void
  on(event: 'error', listener: (error: Error) => void): void
  close(closed: () => void): void
}

/** Its own WebSocket tracker, on a free port of this host. */
export async function startTracker(
  host: string,
): Promise<{ port: number; close(): Promise<void> }> {
  const tracker: Tracker = new TrackerServer({ http: false, udp: false, ws: true, stats: false })
  tracker.on('error', error => process.stderr.write(`  tracker: ${error.message}\n`))
  await new Promise<void>(resolve => tracker.listen(0, host, resolve))
  return {
    port: tracker.http.address().port,
    close: () => new Promise(resolve => tracker.close(resolve)),
  }
}

export async function webtorrentSide(
  pages: PageServer,
): Promise<Side & { close(): Promise<void> }> {
  const tracker = await startTracker('localhost')
  const announce = `ws://localhost:${tracker.port}`
  const url = `${pages.origin}/webtorrent.html`

  async function seed(browser: Browser, content: Content): Promise<string> {
    const seeder = await freshPage(browser, url, 'bench')
    await seeder.setInputFiles('#files', content.path)
    return seeder.evaluate(([announce, pieceLength]) => bench.seed(announce, pieceLength), [
      announce,
      content.pieceLength,
    ] as const)
  }

  return {
    async transfer(browser, content, leechers) {
      const magnet = await seed(browser, content)
      const tabs = await freshPages(browser, url, 'bench', leechers)
      const timings = await Promise.all(
        tabs.map(tab => tab.evaluate(magnet => bench.leech(magnet), magnet)),
      )
      const hashes = await Promise.all(tabs.map(tab => tab.evaluate(() => bench.sha256())))
      return timings.map((timing, i) => ({ ...timing, sha256: hashes[i] as string }))
    },
    async firstByteMs(browser, content) {
      const magnet = await seed(browser, content)
      const tab = await freshPage(browser, `${url}#${magnet}`, 'bench')
      return tab.evaluate(() => bench.firstByte())
    },
    close: () => tracker.close(),
  }
}
