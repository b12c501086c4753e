/** Torrents as other programs cut them, through real tabs. */
import { createHash } from 'node:crypto'
import { buildInfo, encodeTorrentFile } from '../shared/torrent/metainfo.ts'
import { expect, hasFirefox, NEEDS_FIREFOX, test } from './swarm.fixture.ts'

const LIMIT_MS = 40_000

/** No power of two, and none a multiple of the blocks of 16 KiB. */
const CUTS = [
  { browserName: 'chromium', pieceLength: 4_192_256, bytes: 9_000_000 },
  { browserName: 'firefox', pieceLength: 25_344, bytes: 75_000 },
] as const

for (const { browserName, pieceLength, bytes } of CUTS) {
  test(`pieces of ${pieceLength} bytes: shared, received, and gone on with after a reload, ${browserName}`, async ({
    swarm,
  }) => {
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
    await sharer.page.goto(swarm.origin)
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
