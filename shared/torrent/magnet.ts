/** Magnet links (BEP 9, 53), and the share links that carry one behind `#`. */
import { type InfoHash, parseInfoHash, toHex } from '../base/ids.ts'
import { isWellFormed } from '../base/text.ts'
import {
  DEFAULT_GOSSIP,
  type GossipStyle,
  GossipStyleError,
  parseGossipStyle,
} from '../wire/gossip-style.ts'
import { safeName } from './file-name.ts'
import { formatFileRanges, parseFileRanges } from './file-ranges.ts'
import { trackerUrls, webSeedUrls } from './tracker-url.ts'

export interface Magnet {
  readonly infoHash: InfoHash
  /** Acceptable as a file name: what a stranger wrote has been made harmless. */
  readonly name?: string
  /** Length of the content in bytes: a claim, until the metadata is there. */
  readonly length?: number
  readonly trackers: readonly string[]
  /** Which files to fetch (BEP 53), by index; all of them if absent. Those that do not exist mean nothing. */
  readonly files?: readonly number[]
  /** Web servers that have the content (BEP 19). */
  readonly webSeeds?: readonly string[]
  /** Parameters that are handed on and mean nothing here, each `key=value` as it came. */
  readonly others?: readonly string[]
  /** Its pieces travel by gossip, and how; as BitTorrent has it if absent. */
  readonly gossip?: GossipStyle
}

export type MagnetFault =
  | 'not-a-magnet'
  | 'too-long'
  | 'no-hash'
  | 'bad-hash'
  | 'v2-only'
  | 'bad-encoding'
  | 'bad-gossip'

/** The message is a sentence for a person. */
export class MagnetError extends Error {
  readonly code: MagnetFault
  constructor(code: MagnetFault, message: string) {
    super(message)
    this.name = 'MagnetError'
    this.code = code
  }
}

/** In characters: a name and twenty trackers, every letter encoded, fit many times over. */
export const MAX_LINK_LENGTH = 64 * 1024

const COPY_AGAIN = 'Copy the whole link again.'

/** What a person pastes: a magnet link, or an address with one behind `#`. Throws `MagnetError`. */
export function parseShareText(text: string): Magnet {
  const at = text.length > MAX_LINK_LENGTH ? -1 : text.search(/#magnet:/i)
  return parseMagnet(at < 0 ? text : text.slice(at + 1))
}

/** Throws `MagnetError`. Parameters it does not know are ignored. */
export function parseMagnet(text: string): Magnet {
  if (text.length > MAX_LINK_LENGTH)
    throw new MagnetError('too-long', `This is too long to be a share link. ${COPY_AGAIN}`)
  const link = text.trim()
  if (!/^magnet:\?/i.test(link))
    throw new MagnetError(
      'not-a-magnet',
      `This is not a share link: it should contain "magnet:?". ${COPY_AGAIN}`,
    )
  const parameters = readParameters(link.slice('magnet:?'.length))
  const name = parameters.get('dn')?.[0]
  const length = readLength(parameters.get('xl')?.[0])
  const files = parseFileRanges((parameters.get('so') ?? []).join(','))
  const gossip = gossipIn(parameters)
  const webSeeds = webSeedUrls(parameters.get('ws') ?? [])
  const others = otherParameters(link)
  return {
    infoHash: readInfoHash(parameters.get('xt') ?? []),
    ...(name && { name: safeName(name) }),
    ...(length !== undefined && { length }),
    trackers: trackerUrls(parameters.get('tr') ?? []),
    ...(files && { files }),
    ...(webSeeds.length > 0 && { webSeeds }),
    ...(others.length > 0 && { others }),
    ...(gossip && { gossip }),
  }
}

export function formatMagnet(magnet: Magnet): string {
  let link = `magnet:?xt=urn:btih:${magnet.infoHash}`
  if (magnet.name) link += `&dn=${percentEncode(safeName(magnet.name))}`
  if (magnet.length !== undefined) link += `&xl=${magnet.length}`
  for (const url of magnet.trackers) if (isWellFormed(url)) link += `&tr=${percentEncode(url)}`
  const files = formatFileRanges(magnet.files ?? [])
  if (files) link += `&so=${files}`
  for (const url of magnet.webSeeds ?? [])
    if (isWellFormed(url)) link += `&ws=${percentEncode(url)}`
  for (const parameter of magnet.others ?? []) link += `&${parameter}`
  if (magnet.gossip) link += formatGossip(magnet.gossip)
  return link
}

/** Also what encodeURIComponent leaves: chat programs end a link at a quote or a bracket. */
const percentEncode = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )

/**
 * Gossip in a magnet link: `x.gossip=push-pull`, and beside it what is not as usual, as in
 * `&x.gossip-fidelity=literal&x.gossip-round=200`. Other programs skip what begins with `x.`; they
 * find the info hash as ever, and under it those who exchange as BitTorrent has it.
 */
type Field = keyof GossipStyle

/** Each field's parameter; without the first there is no gossip. */
const PARAMETERS: Readonly<Record<Field, string>> = {
  mode: 'x.gossip',
  fidelity: 'x.gossip-fidelity',
  roundMs: 'x.gossip-round',
  fanOut: 'x.gossip-fan-out',
  servedPerRound: 'x.gossip-served',
}

const FIELDS = Object.keys(PARAMETERS) as Field[]

const GOSSIP_PARAMETERS: readonly string[] = Object.values(PARAMETERS)

const KNOWN = new Set(['xt', 'dn', 'xl', 'tr', 'so', ...GOSSIP_PARAMETERS])

/** Other parameters that are kept: how many, and how many characters of each. */
const MAX_OTHERS = 20
const MAX_OTHER_LENGTH = 1024
/** Nothing in it ends a link or is to be escaped. */
const OTHER =
  /^([a-z][a-z0-9_-]*(?:\.[a-z][a-z0-9_-]*)*)(?:\.\d{1,9})?=(?:[\w.~,:/+-]|%[0-9a-f]{2})+$/i

function otherParameters(link: string): string[] {
  const others = new Set<string>()
  for (const parameter of link.slice('magnet:?'.length).split('&')) {
    if (others.size === MAX_OTHERS) break
    const key = parameter.length <= MAX_OTHER_LENGTH ? OTHER.exec(parameter)?.[1] : undefined
    const isOther = key !== undefined && key.toLowerCase() !== 'ws' && !KNOWN.has(key.toLowerCase())
    if (isOther) others.add(parameter)
  }
  return [...others]
}

const PERCENT_ENCODED = /^(?:[^%]|%[0-7][0-9a-f])*$/i

/** Values by key, `xt.1` counted as `xt`. */
function readParameters(query: string): Map<string, string[]> {
  const parameters = new Map<string, string[]>()
  for (const parameter of query.split('&')) {
    const equals = parameter.indexOf('=')
    const key = (equals < 0 ? parameter : parameter.slice(0, equals))
      .toLowerCase()
      .replace(/\.\d{1,9}$/, '')
    const value = parameter.slice(equals + 1)
    // A web seed is an extra: a damaged one is no reason to refuse the link.
    const isWebSeed = key === 'ws' && PERCENT_ENCODED.test(value)
    if (equals < 0 || !(KNOWN.has(key) || isWebSeed)) continue
    const values = parameters.get(key) ?? []
    values.push(percentDecode(key === 'dn' ? value.replaceAll('+', ' ') : value))
    parameters.set(key, values)
  }
  return parameters
}

function percentDecode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch (error) {
    if (!(error instanceof URIError)) throw error
    throw new MagnetError('bad-encoding', `This link is damaged at a % sign. ${COPY_AGAIN}`)
  }
}

const BTIH = /^urn:btih:/i
const BTMH = /^urn:btmh:/i

function readInfoHash(topics: readonly string[]): InfoHash {
  const topic = topics.find(candidate => BTIH.test(candidate))
  if (topic !== undefined) return readHash(topic.replace(BTIH, ''))
  if (topics.some(candidate => BTMH.test(candidate)))
    throw new MagnetError(
      'v2-only',
      'This link is for BitTorrent version 2 only, which cannot be opened here. Ask for a version 1 or hybrid link.',
    )
  throw new MagnetError(
    'no-hash',
    `This link is not complete: it does not say which content it is for. ${COPY_AGAIN}`,
  )
}

function readHash(text: string): InfoHash {
  const hash = text.length === 32 ? fromBase32(text) : parseInfoHash(text.toLowerCase())
  if (hash) return hash
  const what =
    text.length < 40
      ? `not complete: its code has ${text.length} of 40 characters`
      : 'damaged: its code is not 40 digits and letters a to f'
  throw new MagnetError('bad-hash', `This link is ${what}. ${COPY_AGAIN}`)
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** 32 digits of five bits (RFC 4648), as old links spell the hash. */
function fromBase32(text: string): InfoHash | undefined {
  const bytes = new Uint8Array(20)
  for (const [i, character] of [...text.toUpperCase()].entries()) {
    const digit = BASE32.indexOf(character)
    if (digit < 0) return undefined
    for (let bit = 0; bit < 5; bit++) {
      const at = 5 * i + bit
      if (digit & (16 >> bit)) bytes[at >> 3] = (bytes[at >> 3] as number) | (0x80 >> (at & 7))
    }
  }
  return toHex(bytes) as InfoHash
}

/** An unknown exchange would find nobody: refuse the link rather than join the wrong swarm. */
function gossipIn(parameters: ReadonlyMap<string, readonly string[]>): GossipStyle | undefined {
  try {
    return readGossip(name => parameters.get(name)?.[0])
  } catch (error) {
    if (!(error instanceof GossipStyleError)) throw error
    const whatNow = 'Open the link at the address it came from, or ask for one without gossip.'
    throw new MagnetError(
      'bad-gossip',
      `This link cannot be opened here. ${error.message} ${whatNow}`,
    )
  }
}

function readLength(xl: string | undefined): number | undefined {
  if (xl === undefined || !/^\d{1,16}$/.test(xl)) return undefined
  const length = Number(xl)
  return Number.isSafeInteger(length) ? length : undefined
}

/** Undefined: its torrent travels as BitTorrent has it. Throws GossipStyleError. */
function readGossip(value: (parameter: string) => string | undefined): GossipStyle | undefined {
  if (value(PARAMETERS.mode) === undefined) return undefined
  const words = FIELDS.map(field => [field, value(PARAMETERS[field])])
  return parseGossipStyle(Object.fromEntries(words))
}

/** `&x.gossip=push`: the mode always, the rest where it is not as usual. */
function formatGossip(style: GossipStyle): string {
  const said = FIELDS.filter(field => field === 'mode' || style[field] !== DEFAULT_GOSSIP[field])
  return said.map(field => `&${PARAMETERS[field]}=${style[field]}`).join('')
}
