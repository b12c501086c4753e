/** What a person does with torrents: .torrent files, a choice of files, several at once, pauses, reloads. */
import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import type { TabSnapshot } from '../cli/tabs/probe.ts'
import type { Tab } from '../cli/tabs/tab.ts'
import { expect, test } from './swarm.fixture.ts'

const FILE_BYTES = 3_000_000
/** Twelve seconds for the file: half-way is a state that lasts, on a busy machine, too. */
const SLOW = { upBytesPerSec: 250_000, downBytesPerSec: -1 }
const FAST = { upBytesPerSec: -1, downBytesPerSec: -1 }
const LIMIT_MS = 60_000

const finished = (tab: TabSnapshot | undefined): boolean => tab?.phase === 'seeding'
const underWay = (tab: TabSnapshot | undefined): boolean =>
  (tab?.bytesHeld ?? 0) > 0 && tab?.phase === 'downloading'

test('a .torrent file saved in one tab is dropped into another, which downloads', {
  tag: '@full',
}, async ({ swarm }) => {
  const file = await swarm.file('lecture.mp4', FILE_BYTES)
  const sharer = await swarm.tab()
  await sharer.share(swarm.origin, file.path)
  await sharer.page.getByText('Details').click()
  const saving = sharer.page.waitForEvent('download')
  await sharer.page.getByRole('button', { name: 'Save the .torrent file' }).click()
  const saved = await saving
  expect(saved.suggestedFilename()).toBe('lecture.mp4.torrent')
  const bytes = await readFile(await saved.path())

  const receiver = await swarm.tab()
  await receiver.page.goto(swarm.origin)
  await dropFile(receiver.page, 'lecture.mp4.torrent', bytes)
  await expect(receiver.page.getByRole('heading', { name: file.name })).toBeVisible()
  await receiver.page.getByRole('button', { name: 'Download 3 MB' }).click()
  await receiver.waitUntil('finished', finished, LIMIT_MS)
  expect(await receiver.sha256()).toBe(file.sha256)

  await dropFile(receiver.page, 'broken.torrent', bytes.subarray(0, 100))
  await expect(receiver.page.getByRole('alert')).toContainText(
    'This torrent cannot be used: it is damaged',
  )
  expect(receiver.troubles).toEqual([])
})

test('paused, nothing moves; resumed, it goes on from there', { tag: '@full' }, async ({
  swarm,
}) => {
  const file = await swarm.file('paused.bin', FILE_BYTES)
  const sharer = await swarm.tab()
  const magnet = await sharer.share(swarm.origin, file.path)
  await sharer.throttle(SLOW)
  const receiver = await swarm.tab()
  await receiver.openLink(swarm.origin, magnet, { auto: true })
  await receiver.waitUntil('under way', underWay, LIMIT_MS)
  await receiver.page.getByRole('button', { name: 'Pause' }).click()
  await expect(receiver.page.getByText('Paused: nothing moves')).toBeVisible()
  await expect(sharer.page.getByText('Nobody else is here right now.')).toBeVisible()
  const { bytesHeld, remotes } = await receiver.demand()
  expect(remotes).toEqual([])
  expect(bytesHeld).toBeLessThan(FILE_BYTES)

  await sharer.throttle(FAST)
  await receiver.page.getByRole('button', { name: 'Resume' }).click()
  await receiver.waitUntil('finished', finished, LIMIT_MS)
  expect((await receiver.demand()).downloaded).toBeLessThanOrEqual(FILE_BYTES - bytesHeld)
  expect(await receiver.sha256()).toBe(file.sha256)
})

test('two torrents at once, and a reload keeps both, each as it was', async ({ swarm }) => {
  const files = [await swarm.file('one.bin', FILE_BYTES), await swarm.file('two.bin', FILE_BYTES)]
  const magnets: string[] = []
  const sharers = [await swarm.tab(), await swarm.tab()]
  for (const [i, file] of files.entries()) {
    const sharer = sharers[i] as Tab
    magnets.push(await sharer.share(swarm.origin, file.path))
    await sharer.throttle(SLOW)
  }
  const receiver = await swarm.tab()
  const { page } = receiver
  await receiver.openLink(swarm.origin, magnets[0] as string, { auto: true })
  await receiver.waitUntil('under way', underWay, LIMIT_MS)
  await openAnother(page, magnets[1] as string)
  await expect(page.getByRole('navigation', { name: 'Transfers' })).toContainText('two.bin')
  await page.evaluate(() =>
    window.tabswarm?.torrents[1]?.setLimits({ upBytesPerSec: 9_000, downBytesPerSec: undefined }),
  )
  await page.getByRole('button', { name: 'Pause' }).click()
  await page.getByRole('button', { name: 'one.bin' }).click()

  await page.reload()
  await expect(page.getByRole('navigation', { name: 'Transfers' })).toContainText('two.bin')
  const states = () =>
    page.evaluate(() =>
      window.tabswarm?.torrents.map(({ name, view }) => ({
        name,
        paused: view.paused,
        up: view.limits.upBytesPerSec,
      })),
    )
  expect(await states()).toEqual([
    { name: 'one.bin', paused: undefined, up: undefined },
    { name: 'two.bin', paused: 'person', up: 9_000 },
  ])
  for (const sharer of sharers) await sharer.throttle(FAST)
  await page.getByRole('button', { name: 'tabswarm' }).click()
  await page.getByRole('button', { name: 'Resume two.bin' }).click()
  await expect
    .poll(() => phases(page), { timeout: LIMIT_MS })
    .toEqual({ 'one.bin': 'seeding', 'two.bin': 'seeding' })
  expect([await sha256(page, 0), await sha256(page, 1)]).toEqual(files.map(each => each.sha256))

  await page.getByRole('button', { name: 'one.bin', exact: true }).click()
  await page.getByRole('button', { name: 'Stop sharing and remove' }).click()
  await page.getByRole('button', { name: 'Take off the list' }).click()
  await expect.poll(() => phases(page)).toEqual({ 'two.bin': 'seeding' })

  const kept = page.getByRole('region', { name: 'Kept in this browser' })
  await kept.getByRole('button', { name: 'Open one.bin' }).click()
  await expect(page.getByText('Complete. Every piece verified.')).toBeVisible()
  expect(await page.evaluate(() => window.tabswarm?.torrents[1]?.view.downloaded)).toBe(0)
  await page.getByRole('button', { name: 'Stop sharing and remove' }).click()
  await page.getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByRole('region', { name: 'In this tab' })).toContainText('two.bin')
  await expect(kept).toHaveCount(0)
})

test('of three files one is left out: no piece that only it needs is asked for, until it is wanted', async ({
  swarm,
}) => {
  const files = [
    await swarm.file('a.bin', 1_500_000),
    await swarm.file('b.bin', 2_000_000),
    await swarm.file('c.bin', 1_000_000),
  ]
  const sharer = await swarm.tab()
  await sharer.page.goto(swarm.origin)
  const paths = files.map(({ path }) => path)
  await sharer.page.locator('input[type=file]').first().setInputFiles(paths)
  await sharer.waitUntil('seeds', finished, LIMIT_MS)
  const { magnet, pieceLength } = await sharer.demand()

  const receiver = await swarm.tab()
  const { page } = receiver
  await receiver.openLink(swarm.origin, magnet)
  await page.getByRole('checkbox', { name: 'Download b.bin' }).uncheck()
  await page.getByRole('button', { name: 'Download 2.5 MB' }).click()
  await expect(page.getByText('All you chose is here')).toBeVisible()
  // Files stand one after the other: a, b, c.
  const firstOfB = Math.ceil(1_500_000 / pieceLength)
  const endOfB = Math.floor(3_500_000 / pieceLength)
  const onlyOfB = Array.from({ length: endOfB - firstOfB }, (_, i) => firstOfB + i)
  expect(onlyOfB.length).toBeGreaterThan(3)
  const requested = await receiver.requestedPieces()
  expect(requested.length).toBeGreaterThan(0)
  expect(requested.filter(piece => onlyOfB.includes(piece))).toEqual([])
  expect(await receiver.sha256(0)).toBe(files[0]?.sha256)
  expect(await receiver.sha256(2)).toBe(files[2]?.sha256)

  await page.reload()
  await expect(page.getByRole('checkbox', { name: 'Download b.bin' })).not.toBeChecked()
  await page.getByRole('checkbox', { name: 'Download b.bin' }).check()
  await expect(page.getByText('Complete. Every piece verified.')).toBeVisible()
  expect((await receiver.requestedPieces()).toSorted((a, b) => a - b)).toEqual(onlyOfB)
  expect(await receiver.sha256(1)).toBe(files[1]?.sha256)
})

test('a link that names some of the files (BEP 53) chooses these', async ({ swarm }) => {
  const files = [await swarm.file('a.bin', 900_000), await swarm.file('b.bin', 800_000)]
  const sharer = await swarm.tab()
  await sharer.page.goto(swarm.origin)
  const paths = files.map(({ path }) => path)
  await sharer.page.locator('input[type=file]').first().setInputFiles(paths)
  await sharer.waitUntil('seeds', finished, LIMIT_MS)
  const receiver = await swarm.tab()
  await receiver.openLink(swarm.origin, `${(await sharer.demand()).magnet}&so=1`)
  await expect(receiver.page.getByRole('button', { name: 'Download 800 kB' })).toBeVisible()
  await expect(receiver.page.getByRole('checkbox', { name: 'Download a.bin' })).not.toBeChecked()
  await receiver.page.getByRole('button', { name: 'Download 800 kB' }).click()
  await expect(receiver.page.getByText('All you chose is here')).toBeVisible()
  expect(await receiver.sha256(1)).toBe(files[1]?.sha256)
})

test('a torrent’s own limit holds, whatever the line could carry', { tag: '@full' }, async ({
  swarm,
}) => {
  const file = await swarm.file('limited.bin', FILE_BYTES)
  const sharer = await swarm.tab()
  const magnet = await sharer.share(swarm.origin, file.path)
  const receiver = await swarm.tab()
  await receiver.openLink(swarm.origin, magnet)
  await receiver.page.getByText('Details').click()
  await receiver.page.getByLabel('↓ Down, at most').fill('500')
  await receiver.page.getByRole('button', { name: /^Download 3 MB/ }).click()
  await receiver.waitUntil('finished', finished, LIMIT_MS)
  const times = await receiver.page.evaluate(() =>
    window.tabswarm?.torrents[0]?.log
      .filter(({ event }) => event.event === 'block')
      .map(({ atMs }) => atMs),
  )
  const seconds = ((times?.at(-1) ?? 0) - (times?.[0] ?? 0)) / 1000
  // Six seconds at 500 kB/s; the allowance for a burst is a quarter of a second.
  expect(seconds).toBeGreaterThan(5.2)
  expect(seconds).toBeLessThan(12)
  expect(await receiver.sha256()).toBe(file.sha256)
})

test('verified again: a piece that the disk has spoilt is found and fetched anew', {
  tag: '@full',
}, async ({ swarm }) => {
  const file = await swarm.file('kept.bin', FILE_BYTES)
  const sharer = await swarm.tab()
  const magnet = await sharer.share(swarm.origin, file.path)
  const receiver = await swarm.tab()
  await receiver.openLink(swarm.origin, magnet, { auto: true })
  await receiver.waitUntil('finished', finished, LIMIT_MS)
  await spoilPiece(receiver.page, 2)

  await receiver.page.getByText('Details').click()
  await receiver.page.getByRole('button', { name: 'Verify every piece again' }).click()
  await receiver.waitUntil(
    'fetched it anew',
    tab => finished(tab) && tab?.downloaded !== 0,
    LIMIT_MS,
  )
  expect(await receiver.requestedPieces()).toContain(2)
  expect((await receiver.demand()).downloaded).toBe(262_144)
  expect(await receiver.sha256()).toBe(file.sha256)
})

test('sharing stops once as much was given as was asked for, and goes on when told to', {
  tag: '@full',
}, async ({ swarm }) => {
  const file = await swarm.file('once.bin', FILE_BYTES)
  const sharer = await swarm.tab()
  const magnet = await sharer.share(swarm.origin, file.path)
  await sharer.page.getByRole('button', { name: 'Settings' }).click()
  await sharer.page.getByLabel('Copies sent').fill('1')
  await sharer.page.getByRole('button', { name: 'Done' }).click()
  const receiver = await swarm.tab()
  await receiver.openLink(swarm.origin, magnet, { auto: true })
  await receiver.waitUntil('finished', finished, LIMIT_MS)
  await expect(sharer.page.getByText('It has shared as much as you set')).toBeVisible()
  expect((await sharer.demand()).remotes).toEqual([])
  await sharer.page.getByRole('button', { name: 'Share again' }).click()
  await sharer.waitUntil('is back', tab => (tab?.remotes.length ?? 0) > 0, LIMIT_MS)
})

test('the log tells the whole story, by remote and kind, and leaves as NDJSON', {
  tag: '@full',
}, async ({ swarm }) => {
  const file = await swarm.file('told.bin', FILE_BYTES)
  const sharer = await swarm.tab()
  const magnet = await sharer.share(swarm.origin, file.path)
  // So slow that pieces are held before the last one is begun: from the fourth on the rarest first.
  await sharer.throttle({ upBytesPerSec: 1_000_000, downBytesPerSec: -1 })
  const receiver = await swarm.tab()
  const { page } = receiver
  await receiver.openLink(swarm.origin, magnet, { auto: true })
  await receiver.waitUntil('finished', finished, LIMIT_MS)
  await page.getByText('Details').click()
  const log = page.getByRole('region', { name: 'Log' })
  await expect(log.getByRole('listitem').first()).toBeVisible()
  const all = await exported(page)
  const names = new Set(all.map(({ event }) => event))
  // What the thesis's log has: A12 of what it asks for.
  for (const event of [
    'joined',
    'announced',
    'handshake',
    'linked',
    'interested',
    'unchoked',
    'requested',
    'block',
    'pieceHeld',
    'have',
    'finished',
  ])
    expect(names, event).toContain(event)
  // What it holds: in the fast extension (BEP 6) all and nothing have messages of their own.
  expect(['bitfield', 'haveAll'].some(event => names.has(event))).toBe(true)
  const requested = all.filter(({ event }) => event === 'requested')
  expect(requested.some(({ pick }) => pick === 'random')).toBe(true)
  expect(requested.some(({ pick }) => pick === 'rarest')).toBe(true)
  const { peerId } = await receiver.demand()
  const sharerId = (await sharer.demand()).peerId
  for (const record of all) {
    expect(record).toMatchObject({ peer: peerId, time: expect.any(Number) })
    expect([null, sharerId]).toContain(record.remote)
  }

  await log.getByLabel('About').selectOption('Choking and interest')
  const about = new Set((await exported(page)).map(({ event }) => event))
  const kinds = ['interested', 'notInterested', 'unchoked', 'choked']
  for (const event of about) expect(kinds).toContain(event)
  // The log goes on: what it told before is there, and perhaps more, such as a choke once all is here.
  for (const event of kinds.filter(kind => names.has(kind))) expect(about).toContain(event)
})

interface LogRecord {
  readonly time: number
  readonly peer: string
  readonly remote: string | null
  readonly event: string
  readonly pick?: string
}

async function exported(page: Page): Promise<LogRecord[]> {
  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: /^Export/ }).click()
  const text = await readFile(await (await saving).path(), 'utf8')
  return text
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))
}

async function dropFile(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const dropped = await page.evaluateHandle(
    given => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([Uint8Array.from(given.bytes)], given.name))
      return transfer
    },
    { name, bytes: [...bytes] },
  )
  await page.dispatchEvent('main', 'drop', { dataTransfer: dropped })
}

/** Pasted on the start page, as people do, and begun by a click. */
async function openAnother(page: Page, magnet: string): Promise<void> {
  await page.getByRole('button', { name: 'New share' }).click()
  await page.getByLabel('Have a link?').fill(magnet)
  await page.getByRole('button', { name: 'Open', exact: true }).click()
}

const phases = (page: Page): Promise<Record<string, string>> =>
  page.evaluate(() =>
    Object.fromEntries(window.tabswarm?.torrents.map(({ name, view }) => [name, view.phase]) ?? []),
  )

const sha256 = (page: Page, index: number): Promise<string> =>
  page.evaluate(async at => {
    const file = await window.tabswarm?.torrents[at]?.file(0)
    const digest = await crypto.subtle.digest('SHA-256', (await file?.arrayBuffer()) as ArrayBuffer)
    return [...new Uint8Array(digest)].map(byte => byte.toString(16).padStart(2, '0')).join('')
  }, index)

/** As a disk does that lies: the browser's store gives other bytes than it was given. */
function spoilPiece(page: Page, piece: number): Promise<void> {
  return page.evaluate(async key => {
    const infoHash = window.tabswarm?.torrents[0]?.infoHash
    const opening = indexedDB.open(`tabswarm/${infoHash}/0`)
    const settled = (request: IDBRequest) =>
      new Promise<void>((resolve, reject) => {
        request.onsuccess = () => resolve()
        request.onerror = () => reject(request.error)
      })
    await settled(opening)
    const store = opening.result.transaction('entries', 'readwrite').objectStore('entries')
    const reading = store.get(key)
    await settled(reading)
    const bytes = reading.result as Uint8Array
    bytes[0] = (bytes[0] as number) ^ 1
    await settled(store.put(bytes, key))
    opening.result.close()
  }, piece)
}
