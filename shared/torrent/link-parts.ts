/** The parameters of one link, however they were escaped -> a magnet that is strict, and what was left out. */
import { decodeLoosely, undoEntities } from './loose-escapes.ts'
import { formatMagnet, type Magnet, parseMagnet } from './magnet.ts'
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
  | { readonly kind: 'refused'; readonly reason: string }

export interface ReadLink {
  readonly magnet: Magnet
  readonly notes: readonly LinkNote[]
}

/** Escaped as often as this, a link still opens. */
const MAX_LEVELS = 6
/** Looked at in one link: twenty trackers and all else that means something fit many times. */
const MAX_PARAMETERS = 500
const PARAMETER = /^\s*([a-z][\w-]{0,20}(?:\.[a-z][\w-]{0,20})*)(?:\.\d{1,9})?\s*=/i

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
    const { text, isDamaged } = decodeLevels(key === 'dn' ? spaced(value) : joined(value), levels)
    if (isUrl(key)) {
      const url = text.replace(/[^\x21-\x7e].*$/s, '')
      const isUsable = (key === 'tr' ? trackerUrls([url]) : webSeedUrls([url])).length > 0
      // A % that begins no escape: the address was cut or changed.
      const isWhole = !isDamaged && !/%(?![0-9a-f]{2})/i.test(value)
      if (isUsable && isWhole) link.push(written(key, url))
      else if (text !== '') notes.push({ kind: 'left-out', parameter: key })
    } else if (key === 'xt') {
      topics.push(text)
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

/** Needs no other spelling in a link. */
const PLAIN_VALUE = /^(?:[\w.~,:/+-]|%[0-9a-f]{2})*$/i

const written = (key: string, value: string): string =>
  `${key}=${encodeURIComponent(value.replace(/\p{Cs}/gu, ''))}`

const isUseless = (key: string, text: string): boolean =>
  (key === 'so' && !/^(?:\d+(?:-\d+)?,?)*$/.test(text)) ||
  (key === 'xl' && !/^\d{1,15}$/.test(text))

const isUrl = (key: string): boolean => key === 'tr' || key === 'ws'

const distinct = (notes: readonly LinkNote[]): LinkNote[] => [
  ...new Map(notes.map(note => [JSON.stringify(note), note])).values(),
]

/** A blank & in a name is part of it: `dn=Tom & Jerry`. */
function split(body: string): Parameter[] {
  let text = undoEntities(body)
  for (
    let level = 0;
    level < MAX_LEVELS && !text.includes('=') && /%(?:25)*3d/i.test(text);
    level++
  )
    text = undoEntities(decodeLoosely(text).text)
  text = text.replace(/^([^&]*urn:bt[im]h:\w+)\?/i, '$1&')
  const parameters: Parameter[] = []
  for (const part of text.split('&', MAX_PARAMETERS)) {
    const found = PARAMETER.exec(part)
    const last = parameters.at(-1)
    if (found) {
      const key = (found[1] as string).toLowerCase()
      parameters.push({ key, value: part.slice(found[0].length) })
    } else if (last?.key === 'dn' && (/^\s/.test(part) || /\s$/.test(last.value))) {
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
  const text = isEscaped ? value.replace(/\s*[\r\n]\s*/g, '') : value.replace(/\s+/g, ' ')
  return text.trim().replaceAll('+', ' ')
}

const HASH = /btih:([0-9a-z]+)/i
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
