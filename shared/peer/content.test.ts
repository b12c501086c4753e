import { expect, test } from 'vitest'
import type { InfoHash } from '../base/ids.ts'
import { seededRandom } from '../base/random.ts'
import { buildInfo } from '../torrent/metainfo.ts'
import { byBitTorrent } from './by-bittorrent.ts'
import { Content } from './content.ts'
import type { Effect } from './effect.ts'
import { Outbox } from './outbox.ts'

const none = () => {}

/** What becomes of metadata that has come, tick by tick. */
function read(metadata: Uint8Array<ArrayBuffer>) {
  const outbox = new Outbox(new Map())
  const effects: Effect[] = outbox.begin(5)
  const options = { infoHash: 'a'.repeat(40) as InfoHash, exchange: byBitTorrent() }
  const output = { finished: none, lost: none, refused: none, guilty: none, fault: none }
  const content = new Content(options, seededRandom(1), outbox, output)
  content.metadataAccepted(metadata)
  let ticks = 0
  while (content.nextDeadline !== undefined) {
    expect(content.nextDeadline).toBe(5)
    expect([content.info, effects]).toEqual([undefined, []])
    content.readOn()
    ticks++
  }
  return { content, effects, ticks }
}

const metadataOf = (count: number) =>
  buildInfo({
    name: 'many',
    files: Array.from({ length: count }, (_, i) => ({ path: [`${i}`], length: 1 })),
    pieceLength: count,
    pieceHashes: new Uint8Array(20),
  }).bytes

test('metadata of many files is read over many ticks, that of a few at once', () => {
  const many = read(metadataOf(30_000))
  expect(many.ticks).toBeGreaterThan(10)
  expect(many.content.info?.files.length).toBe(30_000)
  expect(many.effects).toMatchObject([{ type: 'open' }])
  expect(read(metadataOf(500))).toMatchObject({ ticks: 0, effects: [{ type: 'open' }] })
})

test('what is wrong with it is told, however late it is found', () => {
  const metadata = metadataOf(30_000)
  metadata[metadata.length - 1] = 0
  const { content, effects } = read(metadata)
  expect(content.trouble).toMatch(/^This torrent cannot be used: it is damaged/)
  expect(effects).toEqual([])
})
