/** How long the pieces of a new torrent are. Pure arithmetic, in bytes. */
import { MAX_METADATA_BYTES } from '../wire/metadata.ts'

/**
 * A piece costs a browser the same few calls into its storage whatever its length: at 64 KiB these
 * cost a fifth more CPU for each byte than here, and 1 MiB gains nothing more.
 */
const MIN_PIECE_BYTES = 256 * 1024

/** A piece is held in memory until it is verified, one for every link at worst: 30 x 8 MiB. */
const MAX_CHOSEN_PIECE_BYTES = 8 * 1024 * 1024

/** Enough that peers soon have something to trade, and few enough for 20 KB of metadata. */
const TARGET_PIECES = 1024

/** Hashes fill at most 80 % of the metadata a peer accepts; the rest is for file names. */
const MAX_CHOSEN_PIECES = (0.8 * MAX_METADATA_BYTES) / 20

/** A power of two. Longer than 8 MiB only where the hashes would outgrow the metadata (3 TB). */
export function choosePieceLength(totalBytes: number): number {
  let length = MIN_PIECE_BYTES
  while (length < MAX_CHOSEN_PIECE_BYTES && totalBytes / length > TARGET_PIECES) length *= 2
  while (totalBytes / length > MAX_CHOSEN_PIECES) length *= 2
  return length
}
