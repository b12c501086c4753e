/**
 * What may be opened in a tab of our own origin: types that carry no script. The type is chosen
 * here by the name's ending and forced on the blob; what a remote claims is never used. No HTML,
 * no SVG, no XML, ever.
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

/** Undefined: save it, do not open it. */
export function safeTypeOf(name: string): string | undefined {
  const ending = endingOf(name)
  return Object.hasOwn(SAFE_TYPES, ending) ? SAFE_TYPES[ending] : undefined
}

/** 'Photo.JPG' -> 'jpg'; '' when there is none. */
export const endingOf = (name: string): string =>
  /.\.([^.\s]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
