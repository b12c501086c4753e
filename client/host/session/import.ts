/** The person's files -> a torrent: hashed piece by piece, a few at a time, never whole in memory. */
import { safeName } from '../../../shared/torrent/file-name.ts'
import { type Info, pieceLengthAt, TorrentError } from '../../../shared/torrent/info.ts'
import { buildInfo, choosePieceLength } from '../../../shared/torrent/metainfo.ts'
import { MAX_PIECES } from '../../../shared/wire/message.ts'
import { HostError, type SharedFile, type ShareOptions } from '../api.ts'
import { readRange } from '../storage/files.ts'
import { inParallel, sha1 } from '../storage/hashing.ts'
import { StoreError } from '../storage/piece-store.ts'

export interface Imported {
  readonly info: Info
  /** In the order of `info.files`. */
  readonly files: readonly File[]
}

/** Rejects with a `HostError`. */
export async function importFiles(
  shared: readonly SharedFile[],
  { onProgress, signal, private: isPrivate = false }: ShareOptions = {},
): Promise<Imported> {
  if (shared.length === 0) throw new HostError('no-files', 'Choose at least one file to share.')
  const { name, entries } = layOut(shared)
  const files = entries.map(entry => entry.file)
  const length = files.reduce((sum, file) => sum + file.size, 0)
  if (length === 0)
    throw new HostError('empty-files', 'There is nothing in these files. Choose others to share.')
  const pieceLength = choosePieceLength(length)
  if (length / pieceLength > MAX_PIECES)
    throw new HostError('too-large', 'This is too large to share at once. Share it in parts.')
  const pieceHashes = await hashPieces(files, length, pieceLength, onProgress, signal)
  const described = entries.map(({ path, file }) => ({ path, length: file.size }))
  const parts = { name, files: described, pieceLength, pieceHashes, private: isPrivate }
  return { info: describe(parts), files }
}

interface Entry {
  readonly path: readonly string[]
  readonly file: File
}

/**
 * One loose file is a torrent of its name; one folder is a torrent of the folder's name; anything
 * else goes into a folder named after its first file. Sorted, so that the order of dropping does
 * not make another torrent of the same files.
 */
function layOut(shared: readonly SharedFile[]): { name: string; entries: readonly Entry[] } {
  const entries = shared
    .map(({ path, file }) => ({ path: path.map(safeName), file }))
    .sort((a, b) => compare(a.path.join('/'), b.path.join('/')))
  const top = entries[0]?.path[0] as string
  if (entries.length === 1 && entries[0]?.path.length === 1) return { name: top, entries }
  if (entries.every(({ path }) => path.length > 1 && path[0] === top))
    return { name: top, entries: entries.map(({ path, file }) => ({ path: path.slice(1), file })) }
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
      'These files cannot be shared together. Rename those with the same name, or share fewer.',
      { cause: error },
    )
  }
}

async function hashPieces(
  files: readonly File[],
  length: number,
  pieceLength: number,
  onProgress: ShareOptions['onProgress'],
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const pieceCount = Math.ceil(length / pieceLength)
  const hashes = new Uint8Array(20 * pieceCount)
  const shape = { length, pieceLength, pieceCount } as Info
  let doneBytes = 0
  await inParallel(pieceCount, async piece => {
    if (signal?.aborted) throw new HostError('cancelled', 'Sharing was cancelled.')
    const pieceBytes = pieceLengthAt(shape, piece)
    hashes.set(await sha1(await read(files, piece * pieceLength, pieceBytes)), 20 * piece)
    doneBytes += pieceBytes
    onProgress?.(doneBytes, length)
  })
  return hashes
}

async function read(files: readonly File[], offset: number, length: number) {
  try {
    return await readRange(files, offset, length)
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    throw new HostError(
      'unreadable-file',
      'A file could not be read. Check that it is still there and may be opened, then share again.',
      { cause: error },
    )
  }
}
