/**
 * Links as people get them: in prose, brackets, quotes, Markdown, HTML source, broken over lines, escaped
 * twice, inside a redirector's address, or only the code. Reads whatever can be understood and writes
 * strict magnets; what was left out is said. The strict parser is in `magnet.ts`.
 */
import { type LinkNote, merged, type ReadLink, readParts, swarmKey } from './link-parts.ts'
import {
  decodeLoosely,
  undoBackslashes,
  undoEntities,
  undoQuotedPrintable,
} from './loose-escapes.ts'
import { formatMagnet, MAX_LINK_LENGTH, type Magnet, MagnetError } from './magnet.ts'

export type { LinkNote } from './link-parts.ts'

export interface LinksInText {
  /** Strict, one for each torrent, in the order of the text; at least one. */
  readonly magnets: readonly string[]
  readonly notes: readonly LinkNote[]
}

/** Characters that are looked at: a long mail. */
const MAX_TEXT_LENGTH = 256 * 1024
/** Opened at once; a list of more is rather a catalogue. */
const MAX_LINKS = 20
/** Looked at in one text. */
const MAX_CANDIDATES = 200

/** Stand around what was taken out of another address: no characters, so no text has them. */
const OPEN = '\ufdd0'
const CLOSE = '\ufdd1'

/** Throws `MagnetError` if there is no link, or none that can be opened. */
export function readLinks(text: string): LinksInText {
  const given = prepared(text.slice(0, MAX_TEXT_LENGTH))
  // Typed or copied with wide signs, as East Asian keyboards have them.
  return linksIn(given, [given, given.normalize('NFKC')])
}

function linksIn(text: string, spellings: readonly string[]): LinksInText {
  const found = new Map<string, ReadLink>()
  let fault: MagnetError | undefined
  const refused: LinkNote[] = []
  const look = (bodies: readonly string[]) => {
    for (const body of bodies.slice(0, MAX_CANDIDATES)) {
      try {
        add(found, readParts(body))
      } catch (error) {
        if (!(error instanceof MagnetError)) throw error
        fault ??= error
        refused.push({ kind: 'refused', reason: error.message })
      }
    }
  }
  for (const start of [START, ORPHAN])
    for (const spelling of spellings) if (found.size === 0) look(bodiesIn(spelling, start))
  const isBare = found.size === 0 && (fault === undefined || fault.code === 'no-hash')
  if (isBare) for (const code of bareCodes(text)) look([`xt=urn:btih:${code}`])
  if (found.size === 0) throw fault ?? nothingIn(text)
  const links = [...found.values()]
  const notes: LinkNote[] = links.slice(0, MAX_LINKS).flatMap(link => link.notes)
  if (isBare) notes.push({ kind: 'bare-code' })
  else notes.push(...refused.slice(0, 1))
  if (links.length > 1) notes.push({ kind: 'several', count: links.length })
  if (links.length > MAX_LINKS) notes.push({ kind: 'too-many', count: links.length - MAX_LINKS })
  const magnets = links.slice(0, MAX_LINKS).map(({ magnet }) => formatMagnet(magnet))
  return { magnets, notes }
}

function add(found: Map<string, ReadLink>, link: ReadLink): void {
  const key = swarmKey(link.magnet)
  const there = found.get(key)
  const magnet: Magnet = there ? merged(there.magnet, link.magnet) : link.magnet
  found.set(key, { magnet, notes: there ? there.notes : link.notes })
}

function nothingIn(text: string): MagnetError {
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
    'There is no link in this text. A link has “magnet:?xt=urn:btih:” in it: copy all of it.',
  )
}

// --- what stands around links

/** Control characters other than line breaks, and what is drawn as nothing at all. */
const UNSEEN = /(?![\t\n\r])[\p{Cc}\p{Cf}\p{DI}\ufdd0\ufdd1]/gu
/** As mails quote others. */
const QUOTED_LINE = /(^|\n)[ \t]*(?:>[ \t]?)+/g

function prepared(text: string): string {
  const plain = undoBackslashes(undoEntities(undoQuotedPrintable(text)))
    .replace(/<wbr\s*\/?>/gi, '')
    .replace(UNSEEN, '')
    .replace(QUOTED_LINE, '$1')
  return unwrapped(plain)
}

const WRAPPED = /magnet%(?:25)*3a/gi

/** Takes links out of the addresses that carry them escaped: `?url=magnet%3A%3Fxt%3D…&sa=D`. */
function unwrapped(text: string): string {
  let out = ''
  let at = 0
  for (const { 0: head, index } of text.matchAll(WRAPPED)) {
    if (index < at) continue
    const rest = text.slice(index + head.length, index + MAX_LINK_LENGTH)
    // Only some of its characters are escaped: its own & are not.
    const isPartial = /^\s*(?:\/\/?)?\?/.test(rest)
    const length = isPartial ? 0 : rest.search(/[\s"<>&#]|$/)
    out += text.slice(at, index)
    out += isPartial ? 'magnet:' : `${OPEN}${innermost(head + rest.slice(0, length))}${CLOSE}`
    at = index + head.length + length
  }
  return out + text.slice(at)
}

/** Each address around it ends at its own &. */
function innermost(text: string): string {
  let inner = text
  while (inner.search(WRAPPED) >= 0) inner = decodeLoosely(inner.split(/[&#]/)[0] as string).text
  return inner.replaceAll(OPEN, '').replaceAll(CLOSE, '')
}

// --- where a link begins and ends

const KEY_AHEAD = /(?=[a-z][\w.-]{0,20}\s?(?:=|%(?:25)*3d))/.source
const START = new RegExp(
  `magnet\\s{0,3}[:?]\\s{0,3}(?:\\/\\/?)?\\s{0,3}\\??\\s{0,3}${KEY_AHEAD}`,
  'gi',
)
/** The rest of one whose head was not copied. */
const ORPHAN = /(?<![0-9a-z])(?=xt=(?:urn:)?bt[im]h)/gi

/** What no address has in it: before these a link begins. */
const BEFORE_LINK = /[\s"'`<>()[\]{}=\ufdd0\ufdd1“”„«»‘’「」『』【】《》]/
/** Characters of an address before the link that it carries. */
const MAX_ADDRESS_LENGTH = 2048

function bodiesIn(text: string, start: RegExp): string[] {
  const starts = [...text.matchAll(start)]
  return starts.map(({ 0: head, index }, i) => {
    const least = Math.max(0, index - MAX_ADDRESS_LENGTH)
    let begin = index
    while (begin > least && !BEFORE_LINK.test(text[begin - 1] as string)) begin--
    const opener = text[begin - 1] ?? ''
    const isFirst = text.slice(least, begin).trim() === ''
    const from = index + head.length
    const next = starts[i + 1]?.index ?? text.length
    const rest = text.slice(from, Math.min(next, from + MAX_LINK_LENGTH))
    const body = bodyOf(next < text.length ? withoutNext(rest) : rest, opener, isFirst)
    return trimmed(text[begin] === '_' ? body.replace(/_+$/, '') : body)
  })
}

/** Without the address in which the next link stands. */
function withoutNext(chunk: string): string {
  const least = Math.max(0, chunk.length - MAX_ADDRESS_LENGTH)
  return chunk.slice(0, least) + chunk.slice(least).replace(/[a-z]{2,10}:\/\/\S*$/i, '')
}

const CLOSERS: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '`': '`',
  '<': '>',
  '“': '”',
  '„': '“',
  '«': '»',
  '‘': '’',
  '「': '」',
  '『': '』',
  '【': '】',
  '《': '》',
  [OPEN]: CLOSE,
}

/** With quotes around, it ends where they close at the latest, and blanks in its name are its own. */
function bodyOf(chunk: string, opener: string, isFirst: boolean): string {
  const closer = CLOSERS[opener]
  const end = closer === undefined ? -1 : chunk.indexOf(closer)
  const quoted = end >= 0 ? chunk.slice(0, end) : chunk
  return quoted.slice(0, endOf(quoted, isFirst || end >= 0))
}

const KEYS = '(?:xt|dn|xl|tr|so|ws|as|xs|kt|mt|x\\.[a-z-]{1,20})'
/** Another parameter follows, with no other address before it. */
const MORE = new RegExp(
  `^(?:(?!:\\/\\/)[^&<>\\ufdd0\\ufdd1]){0,300}?&${KEYS}(?:\\.\\d{1,9})?=`,
  'i',
)
const LOOK_AHEAD = 400
const BRACKETS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{', '）': '（' }

function endOf(chunk: string, isFirst: boolean): number {
  const open: Record<string, number> = { '(': 0, '[': 0, '{': 0, '（': 0 }
  for (let at = 0; at < chunk.length; at++) {
    const sign = chunk[at] as string
    if (/[<>\ufdd0\ufdd1]/.test(sign)) return at
    if (sign in open) open[sign] = (open[sign] as number) + 1
    const bracket = BRACKETS[sign]
    if (bracket !== undefined) open[bracket] = (open[bracket] as number) - 1
    const isUnbalanced = bracket !== undefined && (open[bracket] as number) < 0
    const isTag = sign === '[' && chunk[at + 1] === '/'
    if (!isUnbalanced && !isTag && !/[\s"`]/.test(sign)) continue
    const blanks = /^[\s"`]*/.exec(chunk.slice(at, at + LOOK_AHEAD))?.[0] ?? ''
    const ahead = chunk.slice(at + Math.max(blanks.length, 1), at + LOOK_AHEAD)
    const more = MORE.exec(ahead)
    if (more) at += Math.max(blanks.length, 1) + ahead.indexOf('&') - 1
    else if (blanks !== '' && goesOn(chunk.slice(0, at), blanks, ahead, isFirst))
      at += blanks.length - 1
    else return at
    if (isUnbalanced) open[bracket as string] = 0
  }
  return chunk.length
}

/** Mail programs break lines behind 60 characters and more. */
const SHORTEST_BROKEN_LINE = 60

/** Whether what stands behind the blanks is still of the link. No other parameter follows. */
function goesOn(before: string, blanks: string, ahead: string, isFirst: boolean): boolean {
  if (/["`]/.test(blanks) || ahead === '') return false
  if (ahead.startsWith('&') || /[&=]$/.test(before) || /%[0-9a-f]?$/i.test(before)) return true
  const word = /^[^\s<>"`]+/.exec(ahead)?.[0] ?? ''
  const hash = /bt[im]h(?::|%(?:25)*3a)([0-9a-z\s]+)$/i.exec(before.slice(-120))?.[1]
  if (hash !== undefined) return isRestOfHash(hash.replace(/\s/g, ''), word)
  const line = /[^\n]*$/.exec(before)?.[0] ?? ''
  if (/[\r\n]/.test(blanks)) return line.length >= SHORTEST_BROKEN_LINE && /[%&=/]/.test(word)
  const last = before.slice(before.lastIndexOf('&') + 1)
  const isName = /^dn(?:\.\d+)?=[^%+]*$/i.test(last)
  return isFirst && isName && !word.includes('://')
}

function isRestOfHash(hash: string, word: string): boolean {
  const rest = /^[0-9a-z]*/i.exec(word)?.[0] ?? ''
  const whole = hash + rest
  if (rest === '') return false
  if (/^[0-9a-f]+$/i.test(whole)) return hash.length < 40 && whole.length <= 40
  return /^[a-z2-7]+$/i.test(whole) && hash.length < 32 && whole.length <= 32
}

const PUNCTUATION = /[\s.,;:!?…'"`´*|~\\«»“”„‘’。，、！？；：·]$/u

/** Without what a sentence or a bracket around it has left at its end. */
function trimmed(body: string): string {
  const counts = new Map<string, number>()
  for (const sign of body) counts.set(sign, (counts.get(sign) ?? 0) + 1)
  let end = body.length
  for (; end > 0; end--) {
    const sign = body[end - 1] as string
    const bracket = BRACKETS[sign]
    const isLeft = bracket !== undefined && (counts.get(sign) ?? 0) > (counts.get(bracket) ?? 0)
    if (!isLeft && !PUNCTUATION.test(sign)) break
    counts.set(sign, (counts.get(sign) ?? 0) - 1)
  }
  return body.slice(0, end)
}

// --- codes without a link

/** Topics of other networks: their codes look alike (Gnutella's, eDonkey's). */
const OF_OTHERS = /urn(?::|%3a)(?!bt[im]h)[a-z\d-]{1,20}(?::|%3a)[^\s&]*/gi
const CODE = /(?<![0-9a-z%])(?:btih:)?([0-9a-f]{40}|[a-z2-7]{32})(?![0-9a-z])/gi

/** Of 32 letters only what cannot be the MD5 of something, unless nothing else is there. */
function bareCodes(given: string): string[] {
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
