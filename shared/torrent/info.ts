import { type PieceLayout, pieceLengthAt } from '../base/pieces.ts'

export { pieceLengthAt } from '../base/pieces.ts'

/** What a torrent is, once parsed: trusted everywhere behind `parseInfo`. Lengths in bytes. */
export interface TorrentFile {
  /** Repaired components, never empty, never '..', without separators, no two paths alike on any system. */
  readonly path: readonly string[]
  readonly length: number
  /** Where the file begins in the torrent's bytes, all files one after the other (BEP 3). */
  readonly offset: number
  /** Its place in the list of the metadata, where padding and links count, too: what BEP 53 counts by. */
  readonly index: number
}

export interface Info extends PieceLayout {
  readonly name: string
  /** 20 bytes a piece, SHA-1. */
  readonly pieceHashes: Uint8Array
  readonly files: readonly TorrentFile[]
  /** How many files its metadata lists: these, padding and links. */
  readonly entryCount: number
  /** How many symbolic links it has, which are left out. */
  readonly symlinks: number
  /** BEP 27. */
  readonly private: boolean
  /** The info dictionary as it came, byte for byte: its SHA-1 is the info hash. */
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** The bytes of its files, without the padding between them. */
export const contentLength = ({ files }: Pick<Info, 'files'>): number =>
  files.reduce((sum, { length }) => sum + length, 0)

export const pieceHashAt = (info: Info, piece: number): Uint8Array =>
  info.pieceHashes.subarray(piece * 20, piece * 20 + 20)

/** Length in bytes of the block that begins there; only the last of a piece may be shorter. */
export const blockLengthAt = (
  info: Info,
  { piece, begin }: { readonly piece: number; readonly begin: number },
  blockBytes: number,
): number => Math.min(blockBytes, pieceLengthAt(info, piece) - begin)

export type TorrentFault =
  | 'not-bencode'
  | 'too-large'
  | 'missing-field'
  | 'bad-field'
  | 'bad-name'
  | 'bad-piece-length'
  | 'bad-pieces'
  | 'bad-length'
  | 'empty'
  | 'too-many-files'
  | 'too-deep'
  | 'symlink'
  | 'v2-only'

/** A torrent, or its metadata, that may not be used. The message is a sentence for a person. */
export class TorrentError extends Error {
  readonly code: TorrentFault
  readonly detail: string
  /** `detail` ends the sentence "This torrent cannot be used: …". */
  constructor(code: TorrentFault, detail: string) {
    super(`This torrent cannot be used: ${detail}. Ask whoever made it for a new one.`)
    this.name = 'TorrentError'
    this.code = code
    this.detail = detail
  }
}
