/** Whole swarms in virtual time: real metainfo, real bytes, bad links and one liar. */
import { sha1 } from '@noble/hashes/legacy.js'
import { describe, expect, test } from 'vitest'
import { toHex } from '../base/ids.ts'
import { seededRandom } from '../base/random.ts'
import { buildInfo } from '../torrent/metainfo.ts'
import { type SimulatedPeer, World } from './world.ts'

const PIECE_LENGTH = 64 * 1024
const FAST = 750_000
const SLOW = 40_000

function randomBytes(length: number, seed: number): Uint8Array {
  const random = seededRandom(seed)
  return Uint8Array.from({ length }, () => random() * 256)
}

function infoOf(content: Uint8Array) {
  const hashes: number[] = []
  for (let at = 0; at < content.length; at += PIECE_LENGTH) {
    hashes.push(...sha1(content.subarray(at, at + PIECE_LENGTH)))
  }
  return buildInfo({
    name: 'film.bin',
    files: [{ path: ['film.bin'], length: content.length }],
    pieceLength: PIECE_LENGTH,
    pieceHashes: Uint8Array.from(hashes),
  })
}

const CONTENT = randomBytes(2_000_123, 7)

/** 1 seeder, 20 leechers: some slow, one that spoils what it passes on, links that break. */
function troubledSwarm(seed: number) {
  const world = new World(infoOf(CONTENT), seed)
  const seeder = world.add({ name: 'seeder', upBytesPerSec: FAST, delayMs: 5, content: CONTENT })
  const leechers: SimulatedPeer[] = []
  for (let i = 0; i < 20; i++) {
    const slow = i % 5 === 4
    const liar = i === 7
    leechers.push(
      world.add({
        name: `leecher ${i}`,
        upBytesPerSec: slow ? SLOW : FAST,
        delayMs: slow ? 80 : 5,
        ...(liar && { corrupt: (block: Uint8Array) => block.map(byte => byte ^ 1) }),
      }),
    )
  }
  for (let second = 1; second < 10; second++) {
    world.at(second * 1000, () => world.breakLink(leechers[(second * 3) % 20] as SimulatedPeer))
  }
  const done = () => leechers.every(leecher => leecher.finishedAt !== undefined)
  world.run(300_000, done)
  return { world, seeder, leechers }
}

const fingerprint = (world: World): string =>
  toHex(sha1(new TextEncoder().encode(JSON.stringify(world.log))))

const bytesOf = (peer: SimulatedPeer): Uint8Array => {
  const pieces = [...peer.store].sort(([a], [b]) => a - b).map(([, bytes]) => bytes)
  return Buffer.concat(pieces)
}

describe('a swarm of 21 with slow links, broken links and a liar', () => {
  const { world, seeder, leechers } = troubledSwarm(1)

  test('everyone finishes, every byte right', () => {
    for (const leecher of leechers) {
      expect(leecher.finishedAt, leecher.name).toBeDefined()
      expect(Buffer.compare(bytesOf(leecher), CONTENT), leecher.name).toBe(0)
    }
  })

  test('links did break, pieces did fail, and only the liar was banned', () => {
    const events = world.log.map(entry => entry.event)
    const liar = (leechers[7] as SimulatedPeer).id
    const banned = events.flatMap(event => (event.event === 'banned' ? [event.remote] : []))
    expect(events.some(event => event.event === 'pieceFailed')).toBe(true)
    expect(events.some(e => e.event === 'unlinked' && e.reason === 'the connection broke')).toBe(
      true,
    )
    expect(new Set(banned)).toEqual(new Set([liar]))
  })

  test('the seeder sends little more than each piece once', () => {
    expect(seeder.view.uploaded / CONTENT.length).toBeLessThan(8)
  })

  test('the same seed gives the same event log, another seed another', () => {
    expect(fingerprint(troubledSwarm(1).world)).toBe(fingerprint(world))
    expect(fingerprint(troubledSwarm(2).world)).not.toBe(fingerprint(world))
  })
})
