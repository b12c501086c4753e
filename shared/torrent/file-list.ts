/** The files of an info dictionary (BEP 3, BEP 47), and all that may be wrong with them. */
import type { Slices } from '../base/slices.ts'
import type { BencodeDict, BencodeValue } from '../wire/bencode.ts'
import { findingDistinctPaths, SLICE_NAMES } from './distinct-paths.ts'
import { safeName } from './file-name.ts'
import { MAX_FILES, MAX_PATH_DEPTH, TorrentError, type TorrentFile } from './info.ts'

export interface FileList {
  readonly files: readonly TorrentFile[]
  /** The bytes of all files and the padding between them. */
  readonly length: number
  /** Files, padding and links. */
  readonly entryCount: number
  /** Symbolic links, which are left out: they lead to another place on the disk. */
  readonly symlinks: number
}

export function* readFiles(
  info: BencodeDict,
  name: string,
  pieceLength: number,
  encoding: string | undefined,
): Slices<FileList> {
  const list = info.get('files')
  // As libtorrent: a list says more than a length beside it.
  if (Array.isArray(list) && (list.length > 0 || !info.has('length'))) {
    if (list.length > MAX_FILES) throw new TorrentError('too-many-files')
    return yield* readFileList(list, pieceLength, encoding)
  }
  if (list !== undefined && !Array.isArray(list)) throw new TorrentError('no-list')
  if (!info.has('length')) throw new TorrentError('no-files')
  return readSingleFile(info, name)
}

function readSingleFile(info: BencodeDict, name: string): FileList {
  if (isSymlink(info)) throw new TorrentError('symlink')
  const length = readLength(info)
  const file = { path: [name], length, offset: 0, index: 0 }
  return { files: [file], length, entryCount: 1, symlinks: 0 }
}

/** Padding (BEP 47) and links keep their place in the bytes and are not listed: nobody wants them saved. */
function* readFileList(
  list: readonly BencodeValue[],
  pieceLength: number,
  encoding: string | undefined,
): Slices<FileList> {
  const found: Omit<TorrentFile, 'path'>[] = []
  const paths: string[][] = []
  let offset = 0
  let symlinks = 0
  let names = 0
  for (const [index, entry] of list.entries()) {
    if (!(entry instanceof Map)) throw new TorrentError('bad-file')
    const isLink = isSymlink(entry)
    const length = isLink && !entry.has('length') ? 0 : readLength(entry)
    if (isLink) symlinks++
    else {
      const path = readPath(entry, encoding)
      names += path.length
      if (!isPadding(entry, path, length, pieceLength)) {
        paths.push(path)
        found.push({ length, offset, index })
      }
    }
    offset += length
    if (!Number.isSafeInteger(offset)) throw new TorrentError('too-long')
    if (names < SLICE_NAMES) continue
    names = 0
    yield
  }
  const distinct = yield* findingDistinctPaths(paths)
  const files = found.map((file, i) => ({ path: distinct[i] as string[], ...file }))
  return { files, length: offset, entryCount: list.length, symlinks }
}

function readLength(entry: BencodeDict): number {
  const length = entry.get('length')
  if (!Number.isSafeInteger(length) || (length as number) < 0) throw new TorrentError('bad-length')
  return length as number
}

/** `attr` (BEP 47) is a string of letters: p padding, l symbolic link, x, h. */
const hasAttribute = (entry: BencodeDict, letter: string): boolean => {
  const attributes = entry.get('attr')
  return attributes instanceof Uint8Array && attributes.includes(letter.charCodeAt(0))
}

const isSymlink = (entry: BencodeDict): boolean =>
  hasAttribute(entry, 'l') || entry.has('symlink path')

/** Without `attr`: by BitComet, and by what others name as BEP 47 recommends. */
const PADDING_NAME = /(?:^|\/)_____padding_file_|^\.pad\/\d+$/

function isPadding(
  entry: BencodeDict,
  path: readonly string[],
  length: number,
  pieceLength: number,
): boolean {
  const isShort = length < pieceLength
  if (!hasAttribute(entry, 'p')) return isShort && PADDING_NAME.test(path.join('/'))
  // Padding fills up a piece. More would be bytes that everyone fetches and nobody sees.
  if (!isShort) throw new TorrentError('long-padding')
  return true
}

function readPath(entry: BencodeDict, encoding: string | undefined): string[] {
  const utf8 = entry.get('path.utf-8')
  const given = isValidPath(utf8) ? utf8 : (entry.get('path') ?? utf8 ?? [])
  const path = Array.isArray(given) ? given : [given]
  if (path.length > MAX_PATH_DEPTH) throw new TorrentError('too-deep')
  const parts = path.map(part => decodeName([part], encoding)).filter(part => !/^\.?$/.test(part))
  return parts.length === 0 ? [safeName('')] : parts.map(repaired)
}

const isValidPath = (path: BencodeValue | undefined): boolean =>
  Array.isArray(path) && path.every(part => decoded(part, 'utf-8') !== undefined)

/**
 * A name from the bytes of a torrent, the first that is UTF-8, as one path component. Whatever some system
 * dislikes is repaired, and the torrent stays as it came. Only what leads out of its folder is refused.
 */
export const readName = (
  spellings: readonly (BencodeValue | undefined)[],
  encoding?: string,
): string => repaired(decodeName(spellings, encoding))

function repaired(text: string): string {
  if (text.trim() === '..') throw new TorrentError('bad-name')
  return safeName(text)
}

const STRICT = { fatal: true, ignoreBOM: true }
const strictUtf8 = new TextDecoder('utf-8', STRICT)

/** What old programs wrote that say nothing of it. Every byte means something in it. */
const OLD_ENCODING = 'windows-1252'

function decodeName(
  spellings: readonly (BencodeValue | undefined)[],
  encoding: string | undefined,
): string {
  for (const label of ['utf-8', encoding ?? OLD_ENCODING, OLD_ENCODING]) {
    for (const bytes of spellings) {
      const text = decoded(bytes, label)
      if (text !== undefined) return text
    }
  }
  return ''
}

/** Undefined if these bytes are not text in that encoding, or nobody knows it. */
function decoded(bytes: BencodeValue | undefined, label: string): string | undefined {
  if (!(bytes instanceof Uint8Array)) return undefined
  try {
    const decoder = label === 'utf-8' ? strictUtf8 : new TextDecoder(label, STRICT)
    return decoder.decode(bytes)
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return undefined
    throw error
  }
}
