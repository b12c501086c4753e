/** The person's files -> a torrent: hashed piece by piece, a few at a time, never whole in memory. */
import { safeName } from '../../../shared/torrent/file-name.ts'
import { type Info, pieceLengthAt, TorrentError } from '../../../shared/torrent/info.ts'
import { buildInfo, choosePieceLength } from '../../../shared/torrent/metainfo.ts'
import { MAX_PIECES } from '../../../shared/wire/message.ts'
import { HostError, type SharedFile, type ShareOptions, UnreadableError } from '../api.ts'
import { type FilePart, readRange } from '../storage/files.ts'
import { inParallel, sha1 } from '../storage/hashing.ts'
import { StoreError } from '../storage/piece-store.ts'

export interface Imported {
  readonly info: Info
  /** In the order of `info.files`. */
  readonly files: readonly File[]
  /** Pieces that several files share: a file that changes later takes nothing of its neighbours with it. */
  readonly kept: ReadonlyMap<number, Uint8Array<ArrayBuffer>>
}

/** Kept in memory, at most: two pieces for each large file, or all of many small ones. */
const MAX_KEPT_BYTES = 32 * 1024 * 1024

/** Rejects with a `HostError`. */
export async function importFiles(
  shared: readonly SharedFile[],
  { onProgress, signal, private: isPrivate = false }: ShareOptions = {},
): Promise<Imported> {
  if (shared.length === 0) throw new HostError('no-files', 'Choose at least one file to share.')
  const { name, entries } = layOut(shared)
  const parts = entries.map(({ file }) => ({ blob: file, length: file.size }))
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  if (length === 0)
    throw new HostError('empty-files', 'There is nothing in these files. Choose others to share.')
  const pieceLength = choosePieceLength(length)
  if (length / pieceLength > MAX_PIECES)
    throw new HostError('too-large', 'This is too large to share at once. Share it in parts.')
  const { pieceHashes, kept } = await hashPieces(
    parts,
    length,
    pieceLength,
    onProgress,
    signal,
  ).catch(async error => {
    if (!(error instanceof StoreError)) throw error
    throw unreadable(entries, await unreadableAmong(parts), error)
  })
  const files = entries.map(({ path }, i) => ({ path, length: (parts[i] as FilePart).length }))
  const described = { name, files, pieceLength, pieceHashes, private: isPrivate }
  return { info: describe(described), files: entries.map(entry => entry.file), kept }
}

interface Entry {
  readonly path: readonly string[]
  readonly file: File
  readonly shared: SharedFile
}

/**
 * One loose file is a torrent of its name; one folder is a torrent of the folder's name; anything
 * else goes into a folder named after its first file. Sorted, so that the order of dropping does
 * not make another torrent of the same files.
 */
function layOut(shared: readonly SharedFile[]): { name: string; entries: readonly Entry[] } {
  const entries = shared
    .map(each => ({ path: each.path.map(safeName), file: each.file, shared: each }))
    .sort((a, b) => compare(a.path.join('/'), b.path.join('/')) || a.file.size - b.file.size)
  const top = entries[0]?.path[0] as string
  if (entries.length === 1 && entries[0]?.path.length === 1) return { name: top, entries }
  if (entries.every(({ path }) => path.length > 1 && path[0] === top))
    return { name: top, entries: entries.map(each => ({ ...each, path: each.path.slice(1) })) }
  return { name: safeName(`${top} and ${entries.length - 1} more`), entries }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function describe(parts: Parameters<typeof buildInfo>[0]): Info {
  try {
    return buildInfo(parts)
  } catch (error) {
    if (!(error instanceof TorrentError)) throw error
    throw new HostError(
      error.code === 'too-many-files' ? 'too-large' : 'unreadable-file',
      'These files cannot be shared together. Share fewer of them at once.',
      { cause: error, detail: { kind: 'not-together' } },
    )
  }
}

async function hashPieces(
  parts: readonly FilePart[],
  length: number,
  pieceLength: number,
  onProgress: ShareOptions['onProgress'],
  signal: AbortSignal | undefined,
): Promise<{ pieceHashes: Uint8Array; kept: Imported['kept'] }> {
  const pieceCount = Math.ceil(length / pieceLength)
  const pieceHashes = new Uint8Array(20 * pieceCount)
  const shared = piecesOfSeveral(parts, pieceLength)
  const kept = new Map<number, Uint8Array<ArrayBuffer>>()
  const shape = { length, pieceLength, pieceCount } as Info
  let doneBytes = 0
  await inParallel(pieceCount, async piece => {
    if (signal?.aborted) throw new HostError('cancelled', 'Sharing was cancelled.')
    const pieceBytes = pieceLengthAt(shape, piece)
    const bytes = await readRange(parts, piece * pieceLength, pieceBytes)
    pieceHashes.set(await sha1(bytes), 20 * piece)
    if (shared.has(piece) && (kept.size + 1) * pieceLength <= MAX_KEPT_BYTES) kept.set(piece, bytes)
    doneBytes += pieceBytes
    onProgress?.(doneBytes, length)
  })
  return { pieceHashes, kept }
}

function piecesOfSeveral(parts: readonly FilePart[], pieceLength: number): Set<number> {
  const shared = new Set<number>()
  let offset = 0
  for (const { length } of parts) {
    if (length > 0 && offset % pieceLength > 0) shared.add(Math.floor(offset / pieceLength))
    offset += length
  }
  return shared
}

/** Indices of all of them, so that the rest can be shared at once: by their first bytes, and their last. */
async function unreadableAmong(parts: readonly FilePart[]): Promise<number[]> {
  const found: number[] = []
  await inParallel(parts.length, async i => {
    const { blob, length } = parts[i] as FilePart
    if (length === 0) return
    const alone = [{ blob, length }]
    const reading = [readRange(alone, 0, 1), readRange(alone, length - 1, 1)]
    await Promise.all(reading).catch(() => found.push(i))
  })
  return found.sort((a, b) => a - b)
}

function unreadable(entries: readonly Entry[], indices: readonly number[], cause: unknown): Error {
  const files = indices.map(i => (entries[i] as Entry).shared)
  if (files.length > 0) return new UnreadableError(files, { cause })
  return new HostError(
    'unreadable-file',
    'These files change while they are read. Share them again.',
    {
      cause,
      detail: { kind: 'changing' },
    },
  )
}
