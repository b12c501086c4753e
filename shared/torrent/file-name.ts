/**
 * One rule for the names of files and folders, whoever brings them: a .torrent file, metadata from a
 * peer, a magnet link, a dropped file. What passes is one path component that leads nowhere else and
 * hides nothing. (Net::BitTorrent checked .torrent files and forgot metadata: CVE-2026-57079.)
 */
import { harmlessText, hasInvisible, isWellFormed, withoutPadding } from '../base/text.ts'

/** Longest component on ext4, APFS and NTFS (there in UTF-16 units), in UTF-8 bytes. */
const MAX_NAME_BYTES = 255

/** Endings longer than this are not worth saving when a name is cut. */
const MAX_EXTENSION_LENGTH = 16

const SEPARATOR = /[/\\]/
const MARKUP = /[<>]/
const DRIVE = /^[a-z]:/i
/** Windows opens the device whatever stands behind the dot. */
const DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]) *(\.|$)/i

const utf8 = new TextEncoder()
const byteLength = (text: string): number => utf8.encode(text).length

/** Why a name may not be used, to follow "its name"; undefined if it may. */
export function refuseName(component: string): string | undefined {
  if (component === '') return 'is empty'
  // A UTF-16 unit is at most three bytes: short names, nearly all, need no counting.
  if (3 * component.length > MAX_NAME_BYTES && byteLength(component) > MAX_NAME_BYTES)
    return `is longer than ${MAX_NAME_BYTES} bytes`
  if (component === '.' || component === '..') return 'points to another folder'
  if (SEPARATOR.test(component)) return 'has a slash in it'
  if (DRIVE.test(component)) return 'begins with a drive letter'
  if (!isWellFormed(component)) return 'is not valid text'
  if (hasInvisible(component) || withoutPadding(component) !== component)
    return 'has invisible characters in it'
  if (MARKUP.test(component)) return 'has markup in it'
  if (DEVICE.test(component)) return 'is reserved by Windows'
  if (/[. ]$/.test(component)) return 'ends with a dot or a space'
  return undefined
}

/** Any text -> a name that `refuseName` accepts; an acceptable one in NFC stays as it is. */
export function safeName(text: string): string {
  const name = composed(harmlessText(text, 4 * MAX_NAME_BYTES))
  if (refuseName(name) === undefined) return name
  const plain = name.replace(/[/\\<>]/g, '_').replace(DRIVE, drive => `${drive[0]}_`)
  // One byte is left for the underscore below.
  const short = trimEnd(composed(cut(plain, MAX_NAME_BYTES - 1)))
  if (short === '') return 'unnamed'
  return DEVICE.test(short) ? `_${short}` : short
}

/** In NFC: macOS hands out decomposed names that other systems show and sort differently. */
function composed(text: string): string {
  const name = withoutPadding(text).normalize('NFC')
  // Composing may bring together what is padding then.
  return name === text ? name : composed(name)
}

/** Takes from the stem, so that the ending still tells the kind of file. */
export function cut(name: string, maxBytes: number): string {
  if (byteLength(name) <= maxBytes) return name
  const { stem, ending } = stemAndEnding(name)
  let room = maxBytes - byteLength(ending)
  let start = ''
  for (const character of stem) {
    room -= byteLength(character)
    if (room < 0) break
    start += character
  }
  return start + ending
}

/** 'a.tar.gz' -> 'a.tar' and '.gz'. */
export function stemAndEnding(name: string): { stem: string; ending: string } {
  const dot = name.lastIndexOf('.')
  const hasEnding = dot > 0 && name.length - dot <= MAX_EXTENSION_LENGTH
  return hasEnding
    ? { stem: name.slice(0, dot), ending: trimEnd(name.slice(dot)) }
    : { stem: name, ending: '' }
}

function trimEnd(name: string): string {
  let end = name.length
  while (/[.\p{Zs}]/u.test(name[end - 1] ?? '')) end--
  return name.slice(0, end)
}
