/**
 * Links as people get them: in prose, brackets, quotes, Markdown, HTML source, broken over lines, escaped
 * twice, inside a redirector's address, or only the code. Reads whatever can be understood and writes
 * strict magnets; what was left out is said. The strict parser is in `magnet.ts`.
 */
import { bareCodes, nothingIn } from './bare-codes.ts'
import { type LinkNote, merged, type ReadLink, readParts, swarmKey } from './link-parts.ts'
import { undoBackslashes, undoEntities, undoQuotedPrintable } from './loose-escapes.ts'
import { formatMagnet, MAX_LINK_LENGTH, type Magnet, MagnetError } from './magnet.ts'
import { CLOSE, encodedTexts, OPEN, unwrapped } from './wrapped-links.ts'

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

/** Throws `MagnetError` if there is no link, or none that can be opened. */
export function readLinks(text: string): LinksInText {
  const given = text.slice(0, MAX_TEXT_LENGTH)
  try {
    return linksIn(prepared(given))
  } catch (error) {
    const encoded = encodedTexts(given).join('\n')
    if (encoded === '') throw error
    return linksIn(prepared(encoded))
  }
}

function linksIn(text: string): LinksInText {
  // Typed or copied with wide signs, as East Asian keyboards have them.
  const spellings = [text, text.normalize('NFKC')]
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
        refused.push({ kind: 'refused', reason: error.message, fault: error.code })
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

// --- what stands around links

/** Line breaks of Word (\v), of pages (\f) and of Unicode. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const BREAK = /[\v\f\x1c-\x1e\x85\u2028\u2029]/g
/** Colours and hyperlinks of terminals (ECMA-48, OSC 8), and the colours of IRC. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const STYLE = /\x1b\[[0-9;:?]*[a-z]|\x03(?:\d{1,2}(?:,\d{1,2})?)?/gi
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const TERMINAL_LINK = /\x1b\]8;[^;\x1b\x07]*;|\x1b\\|\x07/g
/** Control characters other than line breaks, and what is drawn as nothing at all. */
const UNSEEN = /(?![\t\n\r])[\p{Cc}\p{Cf}\p{DI}\ufdd0\ufdd1]/gu
/** As mails quote others. */
const QUOTED_LINE = /(^|\n)[ \t]*(?:>[ \t]?)+/g

const MARK =
  /(bt[im]h(?::|%3a)[0-9a-z]{0,31})<\/?(?:b|em|font|i|mark|span|strong|u)\b[^<>]{0,200}>/gi
/** Matches of a search in one code. */
const MAX_MARKS = 4

/** Search engines and forums mark what was searched for, within a code, too. */
function withoutMarks(text: string): string {
  let after = text
  for (let turn = 0; turn < 2 * MAX_MARKS; turn++) after = after.replace(MARK, '$1')
  return after
}

function prepared(text: string): string {
  const shown = text.replace(TERMINAL_LINK, '\n').replace(STYLE, '').replace(BREAK, '\n')
  const plain = undoBackslashes(undoEntities(undoQuotedPrintable(shown)))
    .replace(/<wbr\s*\/?>/gi, '')
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(UNSEEN, '')
    .replace(QUOTED_LINE, '$1')
  return unwrapped(withoutMarks(plain))
}

// --- where a link begins and ends

const KEY_AHEAD = /(?=[a-z][\w.-]{0,20}\s?(?:=|%(?:25)*3d))/.source
const START = new RegExp(
  `magnet\\s{0,3}[:?]\\s{0,3}(?:\\/\\/?)?\\s{0,3}\\??\\s{0,3}${KEY_AHEAD}`,
  'gi',
)
/** The rest of one whose head was not copied. */
const ORPHAN =
  /(?<![0-9a-z%=:])(?=xt=(?:urn:)?bt[im]h|(?:(?:urn:)?btih:)?(?:[0-9a-f]{40}|[a-z2-7]{32})[&?](?:dn|xl|tr)=)/gi

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
    const line = text.slice(Math.max(0, from - MAX_LINE_LENGTH), from)
    const lead = line.length - line.lastIndexOf('\n') - 1
    const body = bodyOf(next < text.length ? withoutNext(rest) : rest, { opener, isFirst, lead })
    // What Android puts behind a link for the program that is to open it.
    const own = body.replace(/#Intent;.*$/s, '')
    return trimmed(text[begin] === '_' ? own.replace(/_+$/, '') : own)
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

/** What stands before a link. */
interface Before {
  readonly opener: string
  /** Nothing does. */
  readonly isFirst: boolean
  /** Characters of its line. */
  readonly lead: number
}

/** With quotes around, it ends where they close at the latest, and blanks in its name are its own. */
function bodyOf(chunk: string, { opener, isFirst, lead }: Before): string {
  const closer = CLOSERS[opener]
  const end = closer === undefined ? -1 : chunk.indexOf(closer)
  const quoted = end >= 0 ? chunk.slice(0, end) : chunk
  const labelled = /[<[{]/.test(opener) ? quoted.slice(0, labelIn(quoted)) : quoted
  return labelled.slice(0, endOf(labelled, isFirst || end >= 0, lead))
}

/** Where what chats and wikis show instead begins: `<link|the film>`, `[[link|the film]]`. */
function labelIn(chunk: string): number {
  const bar = chunk.indexOf('|')
  return bar < 0 || MORE.test(chunk.slice(bar + 1, bar + LOOK_AHEAD)) ? chunk.length : bar
}

const KEYS = '(?:xt|dn|xl|tr|so|ws|as|xs|kt|mt|x\\.[a-z-]{1,20})'
/** Another parameter follows, with no other address before it. */
const MORE = new RegExp(
  `^(?:(?!:\\/\\/)[^&<>\\ufdd0\\ufdd1]){0,300}?&${KEYS}(?:\\.\\d{1,9})?=`,
  'i',
)
const LOOK_AHEAD = 400
/** A name with < in it, or a tag: the link goes on behind it, without a blank. */
const INNER_TAG = new RegExp(`^<(?:(?!://)[^\\s&"']){0,300}(?=&${KEYS}(?:\\.\\d{1,9})?=)`, 'i')
const BRACKETS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{', '）': '（' }

function endOf(chunk: string, isFirst: boolean, lead: number): number {
  const open: Record<string, number> = { '(': 0, '[': 0, '{': 0, '（': 0 }
  for (let at = 0; at < chunk.length; at++) {
    const sign = chunk[at] as string
    const inner = sign === '<' ? INNER_TAG.exec(chunk.slice(at, at + LOOK_AHEAD)) : null
    if (inner) at += inner[0].length - 1
    else if (/[<>\ufdd0\ufdd1]/.test(sign)) return at
    if (inner) continue
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
    else if (blanks !== '' && goesOn(before(chunk, at, lead), blanks, ahead, isFirst))
      at += blanks.length - 1
    else return at
    if (isUnbalanced) open[bracket as string] = 0
  }
  return chunk.length
}

/** Looked at before a blank: more than a name, and than a line. */
const LOOK_BEHIND = 1024

const before = (chunk: string, at: number, lead: number): string =>
  at < LOOK_BEHIND ? ' '.repeat(lead) + chunk.slice(0, at) : chunk.slice(at - LOOK_BEHIND, at)

/** Looked at before a link; lines that were broken are shorter. */
const MAX_LINE_LENGTH = 200
/** Mail programs break lines behind 60 characters and more. */
const SHORTEST_BROKEN_LINE = 60

/** Whether what stands behind the blanks is still of the link. No other parameter follows. */
function goesOn(before: string, blanks: string, ahead: string, isFirst: boolean): boolean {
  if (/["`]/.test(blanks) || ahead === '') return false
  if (ahead.startsWith('&') || /[&=]$/.test(before) || /%[0-9a-f]?$/i.test(before)) return true
  const word = /^[^\s<>"`]+/.exec(ahead)?.[0] ?? ''
  const hash = /bt[im]h(?::|%(?:25)*3a)([0-9a-z\s]+)$/i.exec(before.slice(-120))?.[1]
  if (hash !== undefined) return isRestOfHash(hash.replace(/\s/g, ''), word)
  const line = before.slice(before.lastIndexOf('\n') + 1)
  const last = before.slice(before.lastIndexOf('&') + 1)
  if (/[\r\n]/.test(blanks)) {
    // The next line of a file of settings: `URL=magnet:…`, `IconIndex=0`.
    const isSetting = last.includes('=') && /^[a-z][\w-]*=/i.test(word)
    const isBroken = line.length >= SHORTEST_BROKEN_LINE && /[%&=/]/.test(word)
    return (isBroken || isCutBelow(before, line)) && !isSetting
  }
  const isName = /^dn(?:\.\d+)?=[^%+]*$/i.test(last)
  return isFirst && isName && !word.includes('://')
}

/** Of a narrow column, such as that of a terminal or a table. */
const SHORTEST_CUT_LINE = 20

/** All lines are cut to one length: what stands below is the rest, whatever it is. */
const isCutBelow = (before: string, line: string): boolean =>
  line.length >= SHORTEST_CUT_LINE &&
  /([^\n]*?)\s*\n\s*$/.exec(before.slice(-2 * line.length - 10, -line.length))?.[1]?.length ===
    line.length

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
