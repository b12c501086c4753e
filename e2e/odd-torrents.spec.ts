/** Torrents as other programs cut them, through real tabs. */
import { createHash } from 'node:crypto'
import { BROWSER_NAMES } from '../cli/browsers.ts'
import { buildInfo, encodeTorrentFile } from '../shared/torrent/metainfo.ts'
import { type BencodeValue, encodeBencode } from '../shared/wire/bencode.ts'
import { expect, hasFirefox, NEEDS_FIREFOX, tagOf, test } from './swarm.fixture.ts'

const LIMIT_MS = 40_000

/** No power of two, and none a multiple of the blocks of 16 KiB. */
const CUTS = [
  { browserName: 'chromium', pieceLength: 4_192_256, bytes: 9_000_000 },
  { browserName: 'firefox', pieceLength: 25_344, bytes: 75_000 },
] as const

for (const { browserName, pieceLength, bytes } of CUTS) {
  test(`pieces of ${pieceLength} bytes: shared, received, and gone on with after a reload, ${browserName}`, {
    tag: '@full',
  }, async ({ swarm }) => {
    test.skip(browserName === 'firefox' && !hasFirefox, NEEDS_FIREFOX)
    const content = Buffer.from(Array.from({ length: bytes }, (_, i) => i % 251))
    const hash = (from: number) =>
      createHash('sha1')
        .update(content.subarray(from, from + pieceLength))
        .digest()
    const starts = Array.from({ length: Math.ceil(bytes / pieceLength) }, (_, i) => i * pieceLength)
    const info = buildInfo({
      name: 'odd.bin',
      files: [{ path: ['odd.bin'], length: bytes }],
      pieceLength,
      pieceHashes: Buffer.concat(starts.map(hash)),
    })

    const sharer = await swarm.tab(browserName)
    await sharer.visit(swarm.origin)
    const magnet = await sharer.page.evaluate(
      async ([torrentFile, bytes]) => {
        const torrent = await window.tabswarm?.openTorrentFile(
          new Blob([Uint8Array.from(torrentFile)]),
        )
        const content = Uint8Array.from({ length: bytes }, (_, i) => i % 251)
        await torrent?.mend([{ file: new File([content], 'odd.bin'), path: ['odd.bin'] }])
        torrent?.setLimits({ upBytesPerSec: bytes / 4, downBytesPerSec: undefined })
        return torrent?.magnet ?? ''
      },
      [[...encodeTorrentFile(info)], bytes] as const,
    )
    await sharer.waitUntil('shares', tab => tab?.phase === 'seeding', LIMIT_MS)

    const receiver = await swarm.tab(browserName)
    await receiver.openLink(swarm.origin, magnet, { auto: true })
    await receiver.waitUntil('has a piece', tab => (tab?.held.length ?? 0) > 0, LIMIT_MS)
    const { held } = await receiver.demand()
    expect(held.length).toBeLessThan(starts.length)
    await receiver.page.reload()
    await receiver.waitUntil('finished', tab => tab?.phase === 'seeding', LIMIT_MS)
    expect(await receiver.sha256()).toBe(createHash('sha256').update(content).digest('hex'))
    const asked = await receiver.requestedPieces()
    expect(asked.filter(piece => held.includes(piece))).toEqual([])
    expect((await receiver.demand()).wasted).toBe(0)
  })
}

const PIECE_BYTES = 16_384
const dict = (fields: Record<string, BencodeValue>) => new Map(Object.entries(fields))
const bytesOf = (length: number, seed: number) =>
  Buffer.from(Array.from({ length }, (_, i) => (i + seed) % 251))

/** What some system dislikes, twice one name, padding that does not say so, a link, and bytes behind the end. */
function foreignTorrent() {
  const [a, b, c] = [bytesOf(20_000, 1), bytesOf(30_000, 2), bytesOf(10, 3)] as const
  const padding = Buffer.alloc(2 * PIECE_BYTES - a.length)
  const all = Buffer.concat([a, padding, b, c])
  const file = (path: string, length: number, more: Record<string, BencodeValue> = {}) =>
    dict({ length, path: [Buffer.from(path)], ...more })
  const starts = Array.from(
    { length: Math.ceil(all.length / PIECE_BYTES) },
    (_, i) => i * PIECE_BYTES,
  )
  const pieces = starts.map(at =>
    createHash('sha1')
      .update(all.subarray(at, at + PIECE_BYTES))
      .digest(),
  )
  const info = dict({
    name: Buffer.from('S03E02.EVOLVE.'),
    'piece length': PIECE_BYTES,
    pieces: Buffer.concat(pieces),
    files: [
      file('con.txt', a.length),
      file('_____padding_file_0_x', padding.length),
      file('a.h', b.length),
      file('A.h', c.length),
      file('link', 0, { attr: Buffer.from('l'), 'symlink path': [Buffer.from('..')] }),
    ],
  })
  const torrent = Buffer.concat([encodeBencode(dict({ info })), Buffer.from('\n')])
  return { torrent, files: { '_con.txt': a, 'a.h': b, 'A (1).h': c } }
}

for (const browser of BROWSER_NAMES)
  test(`a torrent with odd names, padding and links is shared and received, ${browser}`, {
    tag: tagOf(browser),
  }, async ({ swarm }) => {
    test.skip(browser === 'firefox' && !hasFirefox, NEEDS_FIREFOX)
    const { torrent, files } = foreignTorrent()
    const sharer = await swarm.tab(browser)
    await sharer.visit(swarm.origin)
    const given = { name: 'foreign.torrent', mimeType: '', buffer: torrent }
    await sharer.page.getByLabel('Files to share').setInputFiles(given)
    await expect(sharer.page.getByRole('heading', { name: 'S03E02.EVOLVE' })).toBeVisible()
    const magnet = await sharer.page.evaluate(
      async files => {
        const torrent = window.tabswarm?.torrents[0]
        await torrent?.mend(
          files.map(([name, bytes]) => ({
            file: new File([Uint8Array.from(bytes)], name),
            path: [name],
          })),
        )
        return torrent?.magnet ?? ''
      },
      Object.entries(files).map(([name, bytes]) => [name, [...bytes]] as const),
    )
    await sharer.waitUntil('shares', tab => tab?.phase === 'seeding', LIMIT_MS)

    // A number of padding, and one of nothing: neither is a choice, and nothing chosen is not complete.
    const receiver = await swarm.tab(browser)
    await receiver.openLink(swarm.origin, `${magnet}&so=1,99`)
    await expect(receiver.page.getByText('asks for files that do not exist')).toBeVisible()
    await expect(receiver.page.getByText('Complete.')).toHaveCount(0)
    await expect(receiver.page.getByText('padding')).toHaveCount(0)
    await receiver.page.getByRole('button', { name: 'Download 50 kB' }).click()
    await receiver.waitUntil('finished', tab => tab?.phase === 'seeding', LIMIT_MS)
    for (const [i, [name, bytes]] of Object.entries(files).entries()) {
      await expect(receiver.page.getByText(name, { exact: true }).first()).toBeVisible()
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      expect(await receiver.sha256(i)).toBe(sha256)
    }
  })
