/** The files of an info dictionary (BEP 3, BEP 47), and all that may be wrong with them. */
import { withoutPadding } from '../base/text.ts'
import type { BencodeDict, BencodeValue } from '../wire/bencode.ts'
import { refuseName } from './file-name.ts'
import { TorrentError, type TorrentFile } from './info.ts'

/** A page can still list them, and 10 MB of metadata hardly name more. */
export const MAX_FILES = 100_000

/** Folders in one another, the file included: libtorrent's limit. */
const MAX_PATH_DEPTH = 100

export interface FileList {
  readonly files: readonly TorrentFile[]
  /** The bytes of all files and the padding between them. */
  readonly length: number
}

export function readFiles(info: BencodeDict, name: string, pieceLength: number): FileList {
  const list = info.get('files')
  if (info.has('length') === (list !== undefined))
    throw new TorrentError('bad-field', 'it must have either one length or a list of files')
  if (list === undefined) return readSingleFile(info, name)
  if (!Array.isArray(list)) throw new TorrentError('bad-field', 'its files are not a list')
  if (list.length > MAX_FILES)
    throw new TorrentError('too-many-files', `it has more than ${MAX_FILES} files`)
  return readFileList(list, pieceLength)
}

function readSingleFile(info: BencodeDict, name: string): FileList {
  refuseSymlink(info)
  const length = readLength(info)
  return { files: [{ path: [name], length, offset: 0 }], length }
}

/** Padding (BEP 47) keeps its place in the bytes and is not listed: nobody wants it saved. */
function readFileList(list: readonly BencodeValue[], pieceLength: number): FileList {
  const files: TorrentFile[] = []
  const root: Folder = new Map()
  let offset = 0
  for (const entry of list) {
    if (!(entry instanceof Map)) throw new TorrentError('bad-field', 'a file is not described')
    refuseSymlink(entry)
    const length = readLength(entry)
    if (isPadding(entry)) {
      // Padding fills up a piece. More would be bytes that everyone fetches and nobody sees.
      if (length >= pieceLength)
        throw new TorrentError('bad-length', 'its padding is longer than a piece')
    } else {
      const path = readPath(entry)
      claim(root, path)
      files.push({ path, length, offset })
    }
    offset += length
    if (!Number.isSafeInteger(offset))
      throw new TorrentError('bad-length', 'its files are impossibly long')
  }
  return { files, length: offset }
}

function readLength(entry: BencodeDict): number {
  const length = entry.get('length')
  if (typeof length !== 'number' || length < 0)
    throw new TorrentError('bad-length', 'a file has no valid length')
  return length
}

/** `attr` (BEP 47) is a string of letters: p padding, l symbolic link, x, h. */
const hasAttribute = (entry: BencodeDict, letter: string): boolean => {
  const attributes = entry.get('attr')
  return attributes instanceof Uint8Array && attributes.includes(letter.charCodeAt(0))
}

const isPadding = (entry: BencodeDict): boolean => hasAttribute(entry, 'p')

function refuseSymlink(entry: BencodeDict): void {
  if (hasAttribute(entry, 'l') || entry.has('symlink path'))
    throw new TorrentError('symlink', 'it contains a link to another place on the disk')
}

function readPath(entry: BencodeDict): string[] {
  const path = entry.get('path.utf-8') ?? entry.get('path')
  if (!Array.isArray(path) || path.length === 0)
    throw new TorrentError('bad-name', 'a file has no name')
  if (path.length > MAX_PATH_DEPTH)
    throw new TorrentError('too-deep', `it has more than ${MAX_PATH_DEPTH} folders in one another`)
  return path.map(readName)
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * One path component from the bytes of a torrent. Other programs make torrents with soft hyphens and
 * the like in names: these open, and are shown and saved without. Who changes how a name is read is refused.
 */
export function readName(bytes: BencodeValue | undefined): string {
  const text = bytes instanceof Uint8Array ? decodeUtf8(bytes) : undefined
  if (text === undefined) throw new TorrentError('bad-name', 'a name in it is not valid text')
  const name = withoutPadding(text)
  const reason = refuseName(name)
  if (reason) throw new TorrentError('bad-name', `the name of a file or folder in it ${reason}`)
  return name
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

/** What lies in a folder, by the name that a file system without upper case and NFD would see. */
type Folder = Map<string, Folder | 'file'>

const fold = (name: string): string => name.normalize('NFC').toLowerCase()

/** Enters a file into the tree, unless something is there: one would overwrite the other. */
function claim(root: Folder, path: readonly string[]): void {
  let folder = root
  for (const name of path.slice(0, -1)) {
    let inner = folder.get(fold(name))
    if (inner === 'file')
      throw new TorrentError('path-conflict', 'one of its files is also a folder')
    if (!inner) {
      inner = new Map()
      folder.set(fold(name), inner)
    }
    folder = inner
  }
  const name = fold(path.at(-1) as string)
  const there = folder.get(name)
  if (there === 'file') throw new TorrentError('duplicate-path', 'two of its files have one name')
  if (there) throw new TorrentError('path-conflict', 'one of its files is also a folder')
  folder.set(name, 'file')
}
