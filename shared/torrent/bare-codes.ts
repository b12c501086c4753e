/** Texts without a link: the codes of torrents in them, or what they are instead. */
import { MagnetError } from './magnet.ts'

/** Topics of other networks: their codes look alike (Gnutella's, eDonkey's). */
const OF_OTHERS = /urn(?::|%3a)(?!bt[im]h)[a-z\d-]{1,20}(?::|%3a)[^\s&]*/gi
const CODE = /(?<![0-9a-z%])(?:btih:)?([0-9a-f]{40}|[a-z2-7]{32})(?![0-9a-z])/gi

/** Of 32 letters only what cannot be the MD5 of something, unless nothing else is there. */
export function bareCodes(given: string): string[] {
  const text = given.replace(OF_OTHERS, ' ')
  const alone = text.replace(/\s+/g, '')
  if (/^(?:[0-9a-f]{40}|[a-z2-7]{32})$/i.test(alone)) return [alone]
  return [...text.matchAll(CODE)].flatMap(({ 1: code = '' }) =>
    code.length === 40 || isBase32(code) ? code : [],
  )
}

const isBase32 = (code: string): boolean =>
  /[g-z]/i.test(code) &&
  /\d/.test(code) &&
  (code === code.toUpperCase() || code === code.toLowerCase())

export function nothingIn(text: string): MagnetError {
  if (/(?<![0-9a-z])(?:1220)?[0-9a-f]{64}(?![0-9a-z])/i.test(text))
    return new MagnetError(
      'v2-only',
      'This is the code of a torrent for BitTorrent version 2 only, which cannot be opened here. Ask for a version 1 or hybrid link.',
    )
  if (text.search(OF_OTHERS) >= 0)
    return new MagnetError(
      'no-hash',
      'This link is of another network than BitTorrent. Ask for one that has “urn:btih:” in it.',
    )
  if (/magnet\s?:|^#?magnet/i.test(text))
    return new MagnetError(
      'no-hash',
      'This link is not complete. Ask for it again, or copy all of it.',
    )
  return new MagnetError(
    'not-a-magnet',
    'There is no link in this text. A link has “urn:btih:” in it: copy all of it.',
  )
}
