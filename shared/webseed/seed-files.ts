/** A torrent's files as a web server has them (BEP 19): where each is in the content, and its address. */
import type { Info } from '../torrent/info.ts'
import { type BencodeDict, type BencodeValue, decodeBencode } from '../wire/bencode.ts'

/** Bytes of one file, or (`file` undefined) of padding, which are zeros and fetched from nobody. */
export interface Span {
  readonly file: number | undefined
  /** In the file, in bytes. */
  readonly from: number
  readonly length: number
  /** In the content of the torrent. */
  readonly at: number
}

export class SeedFiles {
  readonly info: Info
  /** Of the folder and of each file in it, or of the one file alone: ready for a URL. */
  readonly #name: string
  readonly #paths: readonly string[] | undefined

  constructor(info: Info) {
    this.info = info
    const entries = decodeBencode(info.bytes, { isLoose: true }) as BencodeDict
    this.#name = encodeName(entries, 'name')
    const list = entries.get('files')
    // A folder may have one file only.
    this.#paths = Array.isArray(list)
      ? info.files.map(({ index }) => encodePath(list[index] as BencodeDict))
      : undefined
  }

  /** An address that ends in a slash is that of a folder which has the torrent in it. */
  urlOf(seed: string, file: number): string {
    const base = seed.replace(/#.*$/s, '')
    const path = this.#paths?.[file]
    if (path === undefined) return base.endsWith('/') ? base + this.#name : base
    return `${base}${base.endsWith('/') ? '' : '/'}${this.#name}/${path}`
  }

  /** In order, without gaps. */
  spans(at: number, length: number): Span[] {
    const { files } = this.info
    const found: Span[] = []
    const end = at + length
    let next = at
    for (let file = this.#firstAfter(at); file < files.length && next < end; file++) {
      const { offset, length: fileLength } = files[file] as Info['files'][number]
      if (fileLength === 0 || offset + fileLength <= next) continue
      const padding = Math.min(offset, end) - next
      if (padding > 0) found.push({ file: undefined, from: 0, length: padding, at: next })
      next += Math.max(padding, 0)
      const taken = Math.min(offset + fileLength, end) - next
      if (taken > 0) found.push({ file, from: next - offset, length: taken, at: next })
      next += Math.max(taken, 0)
    }
    if (next < end) found.push({ file: undefined, from: 0, length: end - next, at: next })
    return found
  }

  /** The first file that may end behind this place. */
  #firstAfter(at: number): number {
    const { files } = this.info
    let [low, high] = [0, files.length]
    while (low < high) {
      const middle = (low + high) >> 1
      const { offset, length } = files[middle] as Info['files'][number]
      if (offset + length <= at) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** As the metadata has it, and not as it was repaired for show. */
const encodePath = (entry: BencodeDict): string => {
  const path = entry.get('path.utf-8') ?? entry.get('path')
  const parts = Array.isArray(path) ? path : [path]
  return parts.map(encodeBytes).filter(isName).join('/')
}

const encodeName = (entry: BencodeDict, key: string): string =>
  encodeBytes(entry.get(`${key}.utf-8`) ?? entry.get(key))

/** Folders that lead nowhere are left out when a torrent is read, too. */
const isName = (part: string): boolean => part !== '' && part !== '.'

const UNRESERVED = /[\w.~!'()*-]/

/** RFC 3986; bytes that are no UTF-8 stay what they are. */
function encodeBytes(value: BencodeValue | undefined): string {
  if (!(value instanceof Uint8Array)) return ''
  return Array.from(value, byte => {
    const character = String.fromCharCode(byte)
    if (byte < 128 && UNRESERVED.test(character)) return character
    return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }).join('')
}
