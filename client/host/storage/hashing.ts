/** SHA-1: of a piece, and of all that a store holds. */
import { type Info, pieceHashAt } from '../../../shared/torrent/info.ts'
import type { PieceStore } from './piece-store.ts'

/** Needs no secure context. Rejects with a sentence for a person. */
export async function sha1(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  // Undefined on plain http, whatever the types say.
  const subtle = crypto.subtle as SubtleCrypto | undefined
  try {
    if (subtle) return new Uint8Array(await subtle.digest('SHA-1', bytes))
    const { sha1: library } = await import('@noble/hashes/legacy.js')
    return new Uint8Array(library(bytes))
  } catch (cause) {
    throw new Error('This browser failed to compute a checksum. Reload the page to go on.', {
      cause,
    })
  }
}

/** Pieces being read or hashed at once: enough to keep the disk and the hash threads busy. */
const PARALLEL_PIECES = 4

/** `work` on every index below `count`, a few at a time. After a failure nothing more is begun. */
export async function inParallel(
  count: number,
  work: (index: number) => Promise<void>,
): Promise<void> {
  let next = 0
  const workOn = async () => {
    while (next < count) await work(next++)
  }
  try {
    await Promise.all(Array.from({ length: PARALLEL_PIECES }, workOn))
  } finally {
    next = count
  }
}

/** Hashes anew what stores hold, one store of the tab at a time: two at once would only seek. */
export class Verifier {
  /** The end of the queue. */
  #last: Promise<unknown> = Promise.resolve()

  /** Drops damaged and unreadable pieces. Progress is 0 to 1. Ends early if `signal` is aborted. */
  verify(
    store: PieceStore,
    info: Info,
    onProgress: (share: number) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const turn = this.#last.then(() => verifyPieces(store, info, onProgress, signal))
    this.#last = turn.catch(() => undefined)
    return turn
  }
}

async function verifyPieces(
  store: PieceStore,
  info: Info,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const pieces = [...(await store.held())]
  const damaged: number[] = []
  let done = 0
  await inParallel(pieces.length, async index => {
    if (signal.aborted) return
    const piece = pieces[index] as number
    if (!(await isIntact(store, info, piece))) damaged.push(piece)
    onProgress(++done / pieces.length)
  })
  if (damaged.length > 0) await store.drop(damaged)
}

async function isIntact(store: PieceStore, info: Info, piece: number): Promise<boolean> {
  const bytes = await store.read(piece).catch(() => undefined)
  return bytes !== undefined && hasHash(info, piece, bytes)
}

/** The bytes are the piece's. */
export async function hasHash(
  info: Info,
  piece: number,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const expected = pieceHashAt(info, piece)
  return (await sha1(bytes)).every((byte, i) => byte === expected[i])
}
