/** Web seeds (BEP 19): real servers, which the browsers know by names that look public. */
import { createHash, randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sha1 } from '@noble/hashes/legacy.js'
import type { Browser, Page } from '@playwright/test'
import { type BrowserName, launchBrowser } from '../cli/browsers.ts'
import { Tab } from '../cli/tabs/tab.ts'
import { buildInfo, encodeTorrentFile, parseTorrentFile } from '../shared/torrent/metainfo.ts'
import { test as base, expect, hasFirefox, NEEDS_FIREFOX, type Swarm } from './swarm.fixture.ts'
import { RangeServer, type RangeServerOptions } from './web-seed/range-server.ts'

const MB = 1_000_000
const PIECE_LENGTH = 256 * 1024
const LIMIT_MS = 60_000
/** Of the speed of a plain fetch. */
const REQUIRED = 0.8
/** Busy machines measure wrong now and then, right downloads never three times. */
const ROUNDS = 3
/** To a page a private address: tests must not need a way round that. */
const NAMES = {
  args: ['--host-resolver-rules=MAP *.example 127.0.0.1'],
  prefs: { 'network.dns.localDomains': 'seed.example' },
}

interface Servers {
  start(options: RangeServerOptions): Promise<RangeServer>
  /** Of a browser that knows the servers by names. */
  tab(browserName?: BrowserName): Promise<Tab>
}

const test = base.extend<{ servers: Servers }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from here
  servers: async ({}, use) => {
    const running: RangeServer[] = []
    const browsers: Browser[] = []
    await use({
      start: async options => {
        const server = await RangeServer.start(options)
        running.push(server)
        return server
      },
      tab: async (browserName = 'chromium') => {
        const browser = await launchBrowser(browserName, NAMES)
        browsers.push(browser)
        return Tab.open('receiver', browserName, browser)
      },
    })
    for (const browser of browsers) await browser.close()
    for (const server of running) await server.close()
  },
})

test('a web server and no peer: all of it arrives, right, nearly as fast as the server sends', async ({
  swarm,
  servers,
}) => {
  test.setTimeout(ROUNDS * LIMIT_MS)
  const content = randomBytes(20 * MB)
  const bytesPerSec = 4 * MB
  const server = await servers.start({
    files: { '/': Buffer.from('A page.'), '/dir/film.mp4': content },
    bytesPerSec,
  })
  const torrent = torrentOf('film.mp4', content, [`http://seed.example:${server.port}/dir/`])
  let speed = 0
  for (let round = 1; round <= ROUNDS && speed <= REQUIRED; round++) {
    server.forget()
    const tab = await servers.tab()
    await offer(tab.page, swarm, torrent)
    const button = tab.page.getByRole('button', { name: 'Download 20 MB' })
    await expect(button).toBeVisible()
    expect(server.asked, 'nothing is asked before the click').toEqual([])

    // What this machine makes of that rate now: the same browser fetches the file and does nothing else.
    const plainMs = await plainFetch(tab.page, `http://seed.example:${server.port}/dir/film.mp4`)
    server.forget()
    await tab.page.bringToFront()
    await expect(button).toHaveAttribute('aria-disabled', 'false')
    const startedAt = Date.now()
    await button.click()
    await tab.waitUntil('complete', it => it?.phase === 'seeding', LIMIT_MS)
    const { finishedAt = 0 } = await tab.demand()
    const ms = finishedAt - startedAt
    console.log(
      `${ms} ms in ${server.asked.length} requests, a plain fetch ${plainMs.toFixed(0)} ms, ` +
        `the line alone ${(1_000 * content.length) / bytesPerSec} ms`,
    )
    expect(await tab.sha256()).toBe(sha256(content))
    expect(server.sentBytes).toBeLessThan(1.1 * content.length)
    for (const { headers } of server.asked) {
      expect(headers.referer).toBeUndefined()
      expect(headers.cookie).toBeUndefined()
    }
    await expect(tab.page.getByRole('row', { name: /^seed\.example/ })).toContainText('20 MB')
    expect(tab.troubles).toEqual([])
    await tab.close()
    speed = plainMs / ms
  }
  expect(speed).toBeGreaterThan(REQUIRED)
})

test('in Firefox, too, all of it arrives, right', async ({ swarm, servers }) => {
  test.skip(!hasFirefox, NEEDS_FIREFOX)
  const content = randomBytes(3 * MB)
  const server = await servers.start({ files: { '/film.mp4': content } })
  const tab = await servers.tab('firefox')
  const torrent = torrentOf('film.mp4', content, [`http://seed.example:${server.port}/film.mp4`])
  await offer(tab.page, swarm, torrent)
  await tab.page.getByRole('button', { name: 'Download 3 MB' }).click()
  await tab.waitUntil('complete', it => it?.phase === 'seeding', LIMIT_MS)
  expect(await tab.sha256()).toBe(sha256(content))
  expect(tab.troubles).toEqual([])
})

test('one that lies is dropped and named, and another gives all', async ({ swarm, servers }) => {
  const content = randomBytes(4 * MB)
  const files = { '/film.mp4': content }
  const liar = await servers.start({ files, alter: bytes => bytes.map(byte => byte ^ 1) })
  const honest = await servers.start({ files, bytesPerSec: 2 * MB })
  const tab = await servers.tab()
  const torrent = torrentOf('film.mp4', content, [
    `http://liar.example:${liar.port}/film.mp4`,
    `http://honest.example:${honest.port}/film.mp4`,
  ])
  await offer(tab.page, swarm, torrent)
  await tab.page.getByRole('button', { name: 'Download 4 MB' }).click()
  await tab.waitUntil('complete', it => it?.phase === 'seeding', LIMIT_MS)
  expect(await tab.sha256()).toBe(sha256(content))
  await expect(tab.page.getByRole('row', { name: /^liar\.example/ })).toContainText(
    'not asked any more: it sent 3 wrong pieces',
  )
  expect(tab.troubles).toEqual([])
})

test('a peer and a web server together are sooner than either', { tag: '@full' }, async ({
  swarm,
  servers,
}) => {
  const content = randomBytes(10 * MB)
  const bytesPerSec = 1.5 * MB
  const path = join(swarm.folder, 'film.mp4')
  await writeFile(path, content)
  const sharer = await swarm.tab()
  const magnet = await sharer.share(swarm.origin, path)
  await sharer.throttle({ upBytesPerSec: bytesPerSec, downBytesPerSec: -1 })
  const given = await sharer.page.evaluate(() => [
    ...(window.tabswarm?.torrents[0]?.torrentFile() ?? []),
  ])
  const { info } = parseTorrentFile(Uint8Array.from(given))
  const server = await servers.start({ files: { '/film.mp4': content }, bytesPerSec })
  const webSeeds = [`http://seed.example:${server.port}/film.mp4`]

  const seconds = async (open: (tab: Tab) => Promise<void>): Promise<number> => {
    const tab = await servers.tab()
    await open(tab)
    const button = tab.page.getByRole('button', { name: 'Download 10 MB' })
    await expect(button).toBeVisible()
    const startedAt = Date.now()
    await button.click()
    await tab.waitUntil('complete', it => it?.phase === 'seeding', LIMIT_MS)
    const { finishedAt = 0 } = await tab.demand()
    expect(await tab.sha256()).toBe(sha256(content))
    await tab.close()
    return (finishedAt - startedAt) / 1_000
  }
  const peerAlone = await seconds(tab => tab.openLink(swarm.origin, magnet))
  const both = await seconds(tab =>
    offer(tab.page, swarm, Buffer.from(encodeTorrentFile(info, { webSeeds }))),
  )
  await sharer.close()
  const serverAlone = await seconds(tab =>
    offer(tab.page, swarm, Buffer.from(encodeTorrentFile(info, { webSeeds }))),
  )
  console.log(`peer ${peerAlone} s, web server ${serverAlone} s, both ${both} s`)
  expect(both).toBeLessThan(0.8 * Math.min(peerAlone, serverAlone))
})

test('a redirect is not followed, and private addresses are never asked', async ({
  swarm,
  servers,
}) => {
  const content = randomBytes(MB)
  const files = { '/film.mp4': content }
  const target = await servers.start({ files })
  const local = `http://127.0.0.1:${target.port}/film.mp4`
  const redirecting = await servers.start({ files, redirect: local })
  const closed = await servers.start({ files, cors: false })
  const tab = await servers.tab()
  const torrent = torrentOf('film.mp4', content, [
    local,
    `http://localhost:${target.port}/film.mp4`,
    `http://there.example:${redirecting.port}/film.mp4`,
    `http://closed.example:${closed.port}/film.mp4`,
  ])
  await offer(tab.page, swarm, torrent)
  await tab.page.getByRole('button', { name: 'Download 1 MB' }).click()
  const rows = tab.page.getByRole('row')
  await expect(rows.filter({ hasText: 'there.example' })).toContainText('it sends on to another')
  await expect(rows.filter({ hasText: 'closed.example' })).toContainText('(CORS); asked again')
  for (const host of ['127.0.0.1', 'localhost'])
    await expect(rows.filter({ hasText: host })).toContainText('not asked: its address is of this')
  expect(redirecting.asked.length).toBeGreaterThan(0)
  expect(target.asked).toEqual([])
})

test('only the Worker that fetches may reach other sites', async ({ swarm, servers }) => {
  const server = await servers.start({ files: { '/a': randomBytes(10) } })
  const { page } = await servers.tab()
  await page.goto(swarm.origin)
  const url = `http://seed.example:${server.port}/a`
  const outcome = await page.evaluate(
    address =>
      fetch(address).then(
        () => 'fetched',
        () => 'forbidden',
      ),
    url,
  )
  expect(outcome).toBe('forbidden')
  expect(server.asked).toEqual([])
})

/** In ms, by a page of that server. */
async function plainFetch(beside: Page, url: string): Promise<number> {
  const page = await beside.context().newPage()
  await page.goto(new URL('/', url).href)
  const ms = await page.evaluate(async path => {
    const startedAt = performance.now()
    await (await fetch(path)).arrayBuffer()
    return performance.now() - startedAt
  }, url)
  await page.close()
  return ms
}

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
