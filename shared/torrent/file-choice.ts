/**
 * What a choice of files asks of each piece. Files stand one after the other in the torrent's bytes,
 * so a piece at a border belongs to several of them, and is fetched if any of these is wanted.
 */
import { assert } from '../base/assert.ts'
import { type Info, pieceLengthAt, type TorrentFile } from './info.ts'

/** The priority of a file or piece: 0 is not fetched, of the others the higher come first. */
export type Priority = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7

export const NOT_WANTED: Priority = 0
export const NORMAL: Priority = 4
export const FIRST: Priority = 7

/** From `first` up to and without `end`; none for an empty file. */
export interface PieceRange {
  readonly first: number
  readonly end: number
}

export function piecesOf(
  { pieceLength }: Pick<Info, 'pieceLength'>,
  file: TorrentFile,
): PieceRange {
  const first = Math.floor(file.offset / pieceLength)
  if (file.length === 0) return { first, end: first }
  return { first, end: Math.ceil((file.offset + file.length) / pieceLength) }
}

/**
 * A byte for each piece: the highest of the priorities of its files. `files`: by index. What belongs
 * to no file (padding, BEP 47) is fetched only with everything else: others want a whole seeder.
 */
export function piecePriorities(info: Info, files: readonly Priority[]): Uint8Array {
  assert(files.length === info.files.length, 'a priority for each file')
  const padding = files.every(priority => priority !== NOT_WANTED) ? NORMAL : NOT_WANTED
  const pieces = new Uint8Array(info.pieceCount)
  const claimed = new Uint8Array(info.pieceCount)
  for (const [index, file] of info.files.entries()) {
    const { first, end } = piecesOf(info, file)
    for (let piece = first; piece < end; piece++) {
      claimed[piece] = 1
      pieces[piece] = Math.max(pieces[piece] as number, files[index] as Priority)
    }
  }
  return pieces.map((priority, piece) => (claimed[piece] ? priority : padding))
}

/** Bytes in pieces that are wanted and, with `among`, set in that bitfield (BEP 3) too. */
export function wantedBytes(info: Info, pieces: Uint8Array, among?: Uint8Array): number {
  let bytes = 0
  for (let piece = 0; piece < info.pieceCount; piece++) {
    if (pieces[piece] === NOT_WANTED) continue
    if (among === undefined || holds(among, piece)) bytes += pieceLengthAt(info, piece)
  }
  return bytes
}

/** Bytes of one file that lie in held pieces. */
export function heldBytesOf(info: Info, file: TorrentFile, held: Uint8Array): number {
  const { first, end } = piecesOf(info, file)
  let bytes = 0
  for (let piece = first; piece < end; piece++) {
    if (!holds(held, piece)) continue
    const start = piece * info.pieceLength
    const from = Math.max(start, file.offset)
    const to = Math.min(start + info.pieceLength, file.offset + file.length)
    bytes += to - from
  }
  return bytes
}

const holds = (bitfield: Uint8Array, piece: number): boolean =>
  ((bitfield[piece >> 3] ?? 0) & (0x80 >> (piece & 7))) !== 0
