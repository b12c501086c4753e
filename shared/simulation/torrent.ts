/**
 * What a simulated swarm shares: random bytes and their real metainfo. The simulator knows the true
 * bytes, so it checks a piece by comparing it with them, which is faster than hashing it.
 */
import { sha1 } from '@noble/hashes/legacy.js'
import { isSame } from '../base/bytes.ts'
import { type InfoHash, toHex } from '../base/ids.ts'
import { type Random, seededStream } from '../base/random.ts'
import { type Info, pieceLengthAt } from '../torrent/info.ts'
import { buildInfo } from '../torrent/metainfo.ts'
import { BLOCK_BYTES, type BlockRange } from '../wire/message.ts'
import type { TorrentShape } from './scenarios/scenario.ts'

export class SimulatedTorrent {
  readonly info: Info
  readonly infoHash: InfoHash
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Views of whole blocks, made once: every seeder of a block sends the same one. */
  readonly #blocks: (Uint8Array | undefined)[] = []

  /** Blocks of another length are made anew each time. */
  readonly #blockBytes: number

  constructor(
    shape: Pick<TorrentShape, 'length' | 'pieceLength'> & Partial<TorrentShape>,
    seed: number,
  ) {
    this.#blockBytes = shape.blockBytes ?? BLOCK_BYTES
    this.bytes = randomBytes(shape.length, seededStream(seed, 'content'))
    this.info = describe(this.bytes, shape.pieceLength)
    this.infoHash = toHex(sha1(this.info.bytes)) as InfoHash
  }

  piece(piece: number): Uint8Array {
    const begin = piece * this.info.pieceLength
    return this.bytes.subarray(begin, begin + pieceLengthAt(this.info, piece))
  }

  block({ piece, begin, length }: BlockRange): Uint8Array {
    const blockBytes = this.#blockBytes
    const from = piece * this.info.pieceLength + begin
    if (length !== blockBytes || from % blockBytes !== 0) {
      return this.bytes.subarray(from, from + length)
    }
    const index = from / blockBytes
    const known = this.#blocks[index]
    if (known) return known
    const block = this.bytes.subarray(from, from + length)
    this.#blocks[index] = block
    return block
  }

  isTrue(piece: number, bytes: Uint8Array): boolean {
    return isSame(this.piece(piece), bytes)
  }

  isMetadata(bytes: Uint8Array): boolean {
    return isSame(this.info.bytes, bytes)
  }
}

function randomBytes(length: number, random: Random): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(Math.ceil(length / 4))
  for (let i = 0; i < words.length; i++) words[i] = random() * 2 ** 32
  return new Uint8Array(words.buffer, 0, length)
}

function describe(bytes: Uint8Array, pieceLength: number): Info {
  const hashes = new Uint8Array(Math.ceil(bytes.length / pieceLength) * 20)
  for (let piece = 0; piece * 20 < hashes.length; piece++) {
    const begin = piece * pieceLength
    hashes.set(sha1(bytes.subarray(begin, begin + pieceLength)), piece * 20)
  }
  return buildInfo({
    name: 'simulated.bin',
    files: [{ path: ['simulated.bin'], length: bytes.length }],
    pieceLength,
    pieceHashes: hashes,
  })
}
