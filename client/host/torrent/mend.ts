/**
 * Files chosen anew in the place of those that were shared and cannot be read any more. A file is looked for
 * by its path, its name and its size; whether it is the same, the pieces say.
 */
import { safeName } from '../../../shared/torrent/file-name.ts'
import type { Info } from '../../../shared/torrent/info.ts'
import type { Mended, SharedFile } from '../api.ts'
import { type FileStore, piecesOf, readPiece } from '../storage/files.ts'

export async function mend(
  info: Info,
  store: FileStore,
  chosen: readonly SharedFile[],
): Promise<Mended> {
  const { candidates, others } = match(info, store.failed, chosen)
  const files = store.files.map((file, index) => candidates.get(index)?.file ?? file)
  const right = new Set<number>()
  const bad = new Set<number>()
  for (const index of candidates.keys()) {
    for (const piece of piecesOf(info, index)) {
      if (right.has(piece)) continue
      const read = await readPiece(info, files, piece)
      if (read instanceof Uint8Array) right.add(piece)
      // A neighbour in the piece that is lost and was not chosen: this file may be right all the same.
      else if (!read.some(other => store.failed.has(other) && !candidates.has(other)))
        bad.add(index)
    }
  }
  const mended = [...candidates.keys()].filter(index => !bad.has(index))
  const taken = store.files.map((file, index) =>
    mended.includes(index) ? (files[index] as File) : file,
  )
  const stillFailed = [...store.failed].filter(index => !mended.includes(index))
  const notTaken = new Set([...bad].flatMap(index => piecesOf(info, index)))
  const found = [...right].filter(piece => !notTaken.has(piece))
  store.replace(taken, found, stillFailed)
  const wrong = [...bad].map(index => candidates.get(index) as SharedFile)
  return { mended, wrong: [...wrong, ...others] }
}

/** All files of a torrent whose files are gone; undefined, and what is wrong, if these are not they. */
export async function findAll(
  info: Info,
  chosen: readonly SharedFile[],
): Promise<Mended & { files?: readonly File[] }> {
  const { candidates, others } = match(info, new Set(info.files.keys()), chosen)
  const files: File[] = []
  for (const [index, { length, path }] of info.files.entries()) {
    const file = candidates.get(index)?.file
    if (!file && length > 0) return { mended: [], wrong: others }
    files.push(file ?? new File([], path.at(-1) ?? ''))
  }
  for (let piece = 0; piece < info.pieceCount; piece++) {
    const read = await readPiece(info, files, piece)
    if (read instanceof Uint8Array) continue
    return { mended: [], wrong: read.flatMap(index => candidates.get(index) ?? []) }
  }
  return { mended: [...info.files.keys()], wrong: [], files }
}

/** `others`: those that have a lost file's name, and not its size. */
function match(
  info: Info,
  failed: ReadonlySet<number>,
  chosen: readonly SharedFile[],
): { candidates: Map<number, SharedFile>; others: SharedFile[] } {
  const candidates = new Map<number, SharedFile>()
  const others: SharedFile[] = []
  const free = new Set(chosen)
  const nameOf = ({ path }: SharedFile) => safeName(path.at(-1) ?? '')
  for (const index of failed) {
    const file = info.files[index]
    if (file === undefined) continue
    const fits = [...free].filter(({ file: { size } }) => size === file.length)
    const end = file.path.join('/')
    const best =
      fits.find(({ path }) => path.map(safeName).join('/').endsWith(end)) ??
      fits.find(one => nameOf(one) === file.path.at(-1)) ??
      fits[0]
    if (best) {
      candidates.set(index, best)
      free.delete(best)
    } else others.push(...[...free].filter(one => nameOf(one) === file.path.at(-1)))
  }
  return { candidates, others }
}
