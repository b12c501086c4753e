/** Web seeds (BEP 19): real servers, which the browsers know by names that look public. */
import { randomBytes } from 'node:crypto'
import { createHash } from 'node:crypto'
import type { Page } from '@playwright/test'
import { sha1 } from '@noble/hashes/legacy.js'
import { launchBrowser } from '../cli/browsers.ts'
import { Tab } from '../cli/tabs/tab.ts'
import { buildInfo, encodeTorrentFile } from '../shared/torrent/metainfo.ts'
import { type Swarm, test as base, expect } from './swarm.fixture.ts'
import { RangeServer, type RangeServerOptions } from './web-seed/range-server.ts'

const MB = 1_000_000
const PIECE_LENGTH = 256 * 1024
const LIMIT_MS = 60_000
/** To a page a private address: tests must not need a way round that. */
const NAMES = ['--host-resolver-rules=MAP *.example 127.0.0.1']

interface Servers {
  start(options: RangeServerOptions): Promise<RangeServer>
  /** Of a browser that knows the servers by names. */
  tab(): Promise<Tab>
}

const test = base.extend<{ servers: Servers }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from here
  servers: async ({}, use) => {
    const running: RangeServer[] = []
    const browser = await launchBrowser('chromium', { args: NAMES })
    await use({
      start: async options => {
        const server = await RangeServer.start(options)
        running.push(server)
        return server
      },
      tab: () => Tab.open('receiver', 'chromium', browser),
    })
    await browser.close()
    for (const server of running) await server.close()
  },
})

test('a web server and no peer: all of it arrives, right, nearly as fast as the server sends', async ({
  swarm,
  servers,
}) => {
  const content = randomBytes(20 * MB)
  const bytesPerSec = 4 * MB
  const server = await servers.start({ files: { '/dir/film.mp4': content }, bytesPerSec })
  const tab = await servers.tab()
  const torrent = torrentOf('film.mp4', content, [`http://seed.example:${server.port}/dir/`])
  await offer(tab.page, swarm, torrent)
  await expect(tab.page.getByRole('button', { name: 'Download 20 MB' })).toBeVisible()
  expect(server.asked, 'nothing is asked before the click').toEqual([])

  const startedAt = Date.now()
  await tab.page.getByRole('button', { name: 'Download 20 MB' }).click()
  await tab.waitUntil('complete', it => it?.phase === 'seeding', LIMIT_MS)
  const { finishedAt = 0 } = await tab.demand()
  const share = content.length / bytesPerSec / ((finishedAt - startedAt) / 1_000)
  console.log(`${share.toFixed(2)} of the server's rate, in ${server.asked.length} requests`)
  expect(await tab.sha256()).toBe(sha256(content))
  expect(share).toBeGreaterThan(0.8)
  expect(server.sentBytes).toBeLessThan(1.1 * content.length)
  for (const { headers } of server.asked) {
    expect(headers.referer).toBeUndefined()
    expect(headers.cookie).toBeUndefined()
  }
  await expect(tab.page.getByRole('row', { name: /^seed\.example/ })).toContainText('20 MB')
  expect(tab.troubles).toEqual([])
})

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

function torrentOf(name: string, content: Uint8Array, webSeeds: readonly string[]): Buffer {
  const hashes: Uint8Array[] = []
  for (let at = 0; at < content.length; at += PIECE_LENGTH)
    hashes.push(sha1(content.subarray(at, at + PIECE_LENGTH)))
  const info = buildInfo({
    name,
    files: [{ path: [name], length: content.length }],
    pieceLength: PIECE_LENGTH,
    pieceHashes: Buffer.concat(hashes),
  })
  return Buffer.from(encodeTorrentFile(info, { webSeeds }))
}

async function offer(page: Page, swarm: Swarm, torrent: Buffer): Promise<void> {
  await page.goto(swarm.origin)
  const dropped = await page.evaluateHandle(base64 => {
    const bytes = Uint8Array.from(atob(base64), character => character.charCodeAt(0))
    const transfer = new DataTransfer()
    transfer.items.add(new File([bytes], 'given.torrent'))
    return transfer
  }, torrent.toString('base64'))
  await page.dispatchEvent('.drop', 'drop', { dataTransfer: dropped })
}
