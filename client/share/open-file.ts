/** Opens a finished file in a browser tab of its own. */
import type { Torrent } from '../host/api.ts'

/**
 * Types that carry no script: only these may be opened in a tab of our own origin, so never HTML, SVG or
 * XML. The name's ending decides, and the type is forced on the blob; what a remote claims is not used.
 */
const SAFE_TYPES: Readonly<Record<string, string>> = {
  avif: 'image/avif',
  bmp: 'image/bmp',
  gif: 'image/gif',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  aac: 'audio/aac',
  flac: 'audio/flac',
  m4a: 'audio/mp4',
  mp3: 'audio/mpeg',
  oga: 'audio/ogg',
  ogg: 'audio/ogg',
  opus: 'audio/ogg',
  wav: 'audio/wav',
  m4v: 'video/mp4',
  mov: 'video/quicktime',
  mp4: 'video/mp4',
  ogv: 'video/ogg',
  webm: 'video/webm',
  pdf: 'application/pdf',
  csv: 'text/plain;charset=utf-8',
  log: 'text/plain;charset=utf-8',
  md: 'text/plain;charset=utf-8',
  txt: 'text/plain;charset=utf-8',
}

/** The type to open a file as; undefined: it can only be saved. */
export function safeTypeOf(name: string): string | undefined {
  const ending = endingOf(name)
  return Object.hasOwn(SAFE_TYPES, ending) ? SAFE_TYPES[ending] : undefined
}

/** 'Photo.JPG' -> 'jpg'; '' when there is none. */
export const endingOf = (name: string): string =>
  /.\.([^.\s]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''

/** One URL for each file, valid until the page closes: a film that plays still seeks through it. */
const urls = new WeakMap<Torrent, Map<number, string>>()

export async function openFile(torrent: Torrent, index: number, name: string): Promise<void> {
  const type = safeTypeOf(name)
  if (type === undefined) return
  const known = urls.get(torrent) ?? new Map<number, string>()
  urls.set(torrent, known)
  let url = known.get(index)
  if (url === undefined) {
    const file = await torrent.file(index)
    // A slice copies nothing, and has our type whatever the file's own is.
    url = URL.createObjectURL(file.slice(0, file.size, type))
    known.set(index, url)
  }
  const anchor = document.createElement('a')
  anchor.href = url
  anchor.target = '_blank'
  anchor.rel = 'noopener'
  anchor.click()
}
