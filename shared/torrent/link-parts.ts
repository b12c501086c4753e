/** The parameters of one link, however they were escaped -> a magnet that is strict, and what was left out. */
import { parseFileRanges } from './file-ranges.ts'
import { decodeLoosely, undoEntities } from './loose-escapes.ts'
import { formatMagnet, type Magnet, type MagnetFault, parseMagnet } from './magnet.ts'
import { trackerUrls, webSeedUrls } from './tracker-url.ts'

/** What a person should know of how a text was read. */
export type LinkNote =
  /** Links to this number of different torrents. */
  | { readonly kind: 'several'; readonly count: number }
  /** Links beyond those that are opened at once. */
  | { readonly kind: 'too-many'; readonly count: number }
  /** No link, only the code of one. */
  | { readonly kind: 'bare-code' }
  /** Read as well as could be: an escape in it is broken. */
  | { readonly kind: 'damaged'; readonly parameter: string }
  /** A value that is of no use. */
  | { readonly kind: 'left-out'; readonly parameter: string }
  /** Another link in the text cannot be opened. `reason` is a sentence for a person. */
  | { readonly kind: 'refused'; readonly reason: string; readonly fault: MagnetFault }

export interface ReadLink {
  readonly magnet: Magnet
  readonly notes: readonly LinkNote[]
}

/** Escaped as often as this, a link still opens. */
const MAX_LEVELS = 6
/** Looked at in one link: twenty trackers and all else that means something fit many times. */
const MAX_PARAMETERS = 500
/** Numbered as magnets are (`tr.1`), or as PHP writes lists (`tr[]`, `tr%5B1%5D`). */
const PARAMETER =
  /^\s*([a-z][\w-]{0,20}(?:\.[a-z][\w-]{0,20})*)(?:\.\d{1,9}|(?:\[|%5b)\d{0,9}(?:\]|%5d))?\s*=/i

interface Parameter {
  readonly key: string
  readonly value: string
}

/** `body`: what follows `magnet:?`. Throws `MagnetError`. */
export function readParts(body: string): ReadLink {
  const topics: string[] = []
  const link: string[] = []
  const notes: LinkNote[] = []
  let levels = 1
  const parameters = split(body)
  // The topic and the trackers tell how often the whole link was escaped: the name cannot.
  for (const { key, value } of parameters) {
    if (key === 'xt' || key === 'tr') levels = Math.max(levels, levelsOf(value))
  }
  for (const { key, value } of parameters) {
    if (isUrl(key)) {
      for (const url of addressesIn(value, levels)) {
        const isUsable = (key === 'tr' ? trackerUrls([url]) : webSeedUrls([url])).length > 0
        if (isUsable) link.push(written(key, url))
        else notes.push({ kind: 'left-out', parameter: key })
      }
      continue
    }
    const { text, isDamaged } = decodeLevels(key === 'dn' ? spaced(value) : joined(value), levels)
    if (key === 'xt') {
      topics.push(text.replace(/<[^<>]{0,200}>/g, ''))
    } else if (key === 'dn') {
      if (isDamaged) notes.push({ kind: 'damaged', parameter: key })
      // The end of an address around it, which a program has escaped with it.
      link.push(written(key, text.replace(/"?>$|\/+$/, '')))
    } else {
      if (isDamaged) notes.push({ kind: 'damaged', parameter: key })
      if (isUseless(key, text)) notes.push({ kind: 'left-out', parameter: key })
      const isPlain = levels === 1 && !isDamaged && PLAIN_VALUE.test(value)
      link.push(isPlain ? `${key}=${value}` : written(key, text))
    }
  }
  link.unshift(...topicsOf(topics).map(topic => written('xt', topic)))
  return { magnet: parseMagnet(`magnet:?${link.join('&')}`), notes: distinct(notes) }
}

/** Of an address that is escaped: what it has none of, so that something else begins there. */
const FOREIGN = /(?!:\d{1,5}(?:\/|$))[^\w.~!*'()%+/@=?$\s-].*$/s
const NEXT_ADDRESS = /[\s,;|]+(?=(?:wss?|https?|udp):\/\/)/i
/** No address has them unescaped: with them something else begins. */
const NOT_IN_ADDRESS = /[^\x21-\x7e]|["<>\\^`{|}]/
/** The same, escaped in the link: to be so in the address, too. */
const TO_ESCAPE = /(?:[^\x21-\x7e]|["<>\\^`{|}])+/g

/** One, or a list of them as some programs write it. Empty for one of no use: cut short, or changed. */
function addressesIn(value: string, levels: number): string[] {
  const isEscaped = /^\s*[a-z]+%(?:25)*3a/i.test(value)
  const own = isEscaped ? value.replace(FOREIGN, '') : value
  return own.split(NEXT_ADDRESS).flatMap(part => {
    const line = part.trim().replace(BROKEN_LINE, '').replace(/[ \t]/g, '%20')
    const end = line.search(NOT_IN_ADDRESS)
    const each = end < 0 ? line : line.slice(0, end).replace(/[.,;:!?]+$/, '')
    if (each === '') return []
    const { text, isDamaged } = decodeLevels(each, levels)
    // A % that begins no escape: the address was cut or changed.
    if (isDamaged || /%(?![0-9a-f]{2})/i.test(each)) return ['']
    return text.split(NEXT_ADDRESS).map(url => url.replace(TO_ESCAPE, encodedLoosely))
  })
}

const BROKEN_LINE = /\s*[\r\n]\s*/g

/** Needs no other spelling in a link. */
const PLAIN_VALUE = /^(?:[\w.~,:/+-]|%[0-9a-f]{2})*$/i

/** Half a pair of UTF-16 has no UTF-8. */
const encodedLoosely = (text: string): string => encodeURIComponent(text.replace(/\p{Cs}/gu, ''))

const written = (key: string, value: string): string => `${key}=${encodedLoosely(value)}`

const isUseless = (key: string, text: string): boolean =>
  (key === 'so' && !/^(?:\d+(?:-\d+)?,?)*$/.test(text)) ||
  (key === 'so' && text !== '' && parseFileRanges(text) === undefined) ||
  (key === 'xl' && !/^\d{1,15}$/.test(text))

const isUrl = (key: string): boolean => key === 'tr' || key === 'ws'

const distinct = (notes: readonly LinkNote[]): LinkNote[] => [
  ...new Map(notes.map(note => [JSON.stringify(note), note])).values(),
]

/** What stands between parameters. HTML 4 (B.2.2) recommended the semicolon. */
const SEPARATOR = /&|;(?=(?:xt|dn|xl|tr|so|ws|as|xs|kt|mt)(?:\.\d{1,9})?=)/i

/** A bare & in a name is part of it, as in `dn=R&B`; but not what was cut within the next key. */
const isOfName = (part: string, before: string, isLast: boolean): boolean =>
  /^\s/.test(part) || /\s$/.test(before) || !(part === '' || (isLast && CUT_KEY.test(part)))

const CUT_KEY = /^(?:amp?;?|[a-z]{1,2}(?:\.\d{0,9})?|x\..*)$/

function split(body: string): Parameter[] {
  let text = undoEntities(body)
  for (
    let level = 0;
    level < MAX_LEVELS && !text.includes('=') && /%(?:25)*3d/i.test(text);
    level++
  )
    text = undoEntities(decodeLoosely(text).text)
  text = text.replace(/^(?:(?:urn:)?btih:)?([0-9a-z]{32,40})(?=[&?])/i, 'xt=urn:btih:$1')
  text = text.replace(/^([^&]*urn:bt[im]h:\w+)\?/i, '$1&')
  const parameters: Parameter[] = []
  const parts = text.split(SEPARATOR, MAX_PARAMETERS)
  for (const [i, part] of parts.entries()) {
    // A line may be broken within a key.
    const found = PARAMETER.exec(part.replace(/^([a-z.]{1,8})\s*\n\s*(?=[a-z.\d]{0,8}=)/i, '$1'))
    const last = parameters.at(-1)
    if (found) {
      const key = (found[1] as string).toLowerCase()
      parameters.push({ key, value: part.slice(part.indexOf('=') + 1) })
    } else if (last?.key === 'dn' && isOfName(part, last.value, i === parts.length - 1)) {
      parameters[parameters.length - 1] = { key: 'dn', value: `${last.value}&${part}` }
    }
  }
  return parameters
}

/** How often a topic or an address was escaped: it reads `urn:` or `wss://` when all is undone. */
function levelsOf(value: string): number {
  const colon = /^\s*[a-z]+%((?:25)*)3a/i.exec(value)
  return colon ? 1 + (colon[1] as string).length / 2 : 0
}

function decodeLevels(value: string, levels: number): { text: string; isDamaged: boolean } {
  let text = value
  let isDamaged = false
  for (let level = 0; level < Math.min(levels, MAX_LEVELS); level++) {
    const decoded = decodeLoosely(text)
    text = decoded.text
    isDamaged ||= decoded.isDamaged
    if (!/%[0-9a-f]{2}/i.test(text)) break
  }
  return { text, isDamaged }
}

/** Lines that a mail has broken; nothing but a name has blanks in it. */
const joined = (value: string): string => value.replace(/\s+/g, '')

/** A line is broken at a blank, or within what has none. */
function spaced(value: string): string {
  const isEscaped = /%20|\+/.test(value)
  const text = isEscaped ? value.replace(BROKEN_LINE, '') : value.replace(/\s+/g, ' ')
  // Every program that escapes anything escapes these.
  const own = /%[0-9a-f]{2}/i.test(text) ? text.replace(/["<>\\^`{|}].*$/s, '') : text
  return own.trim().replaceAll('+', ' ')
}

const HASH = /btih[:/.{-]+(?:0x)?([0-9a-z]+)/i
const WHOLE_HASH = /^(?:[0-9a-f]{40}|[a-z2-7]{32})$/i

/** The one topic that is whole, or else all, for the strict parser to say what is wrong. */
function topicsOf(topics: readonly string[]): string[] {
  for (const topic of topics) {
    const hash = HASH.exec(topic)?.[1] ?? topic
    // A word may stand behind it without a blank between.
    const whole = WHOLE_HASH.test(hash) ? hash : /^([0-9a-f]{40})(?=[g-z])/i.exec(hash)?.[1]
    if (whole !== undefined) return [`urn:btih:${whole}`]
  }
  return topics.map(topic => {
    const found = HASH.exec(topic)
    return found ? `urn:btih:${found[1]}` : topic
  })
}

/** Two links to one content: what the second says besides is added. */
export const merged = (one: Magnet, other: Magnet): Magnet => ({
  ...other,
  ...one,
  trackers: trackerUrls([...one.trackers, ...other.trackers]),
  ...((one.webSeeds || other.webSeeds) && {
    webSeeds: webSeedUrls([...(one.webSeeds ?? []), ...(other.webSeeds ?? [])]),
  }),
})

/** Names the swarm: a torrent by BitTorrent and the same by gossip are two. */
export const swarmKey = ({ infoHash, gossip }: Magnet): string =>
  formatMagnet({ infoHash, trackers: [], ...(gossip && { gossip }) })
