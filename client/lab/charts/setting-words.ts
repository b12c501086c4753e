/** What differs between two set-ups, in words: '25 pieces instead of 100'. */
import { countOf } from '../../share/format.ts'
import { type Document, type Draft, isDocument, type Value, valueAt } from '../setup/draft.ts'

export interface SetUp {
  readonly draft: Draft
  readonly isInTabs: boolean
}

/** The rest is in their links. */
const MAX_SAID = 8

/** `other` as seen from `first`. */
export function differences(first: SetUp, other: SetUp): string[] {
  const [before, after] = [first.draft, other.draft]
  const settings = documentDifferences(before.document, after.document)
  const runs = [
    ...(before.seed === after.seed ? [] : [instead(`seed ${after.seed}`, `${before.seed}`)]),
    ...(before.repetitions === after.repetitions
      ? []
      : [instead(countOf(after.repetitions, 'run'), `${before.repetitions}`)]),
    ...(first.isInTabs === other.isInTabs ? [] : [instead(where(other), where(first))]),
  ]
  const all = [...settings, ...runs]
  return all.length > MAX_SAID
    ? [...all.slice(0, MAX_SAID), `and ${countOf(all.length - MAX_SAID, 'other setting')}`]
    : all
}

export function documentDifferences(before: Document, after: Document): string[] {
  const paths = [...new Set([...leavesOf(before), ...leavesOf(after)])]
  const isOther = ({ kindOf }: Family): boolean => kindOf(before) !== kindOf(after)
  return paths.flatMap(path => {
    const family = FAMILIES.find(({ prefix }) => path.startsWith(prefix))
    if (family && isOther(family) && path !== family.kindPath) {
      const own = valueAt(after, path)
      return own === undefined ? [] : said(path, own)
    }
    const [old, now] = [valueOr(before, path), valueOr(after, path)]
    if (JSON.stringify(old) === JSON.stringify(now)) return []
    return instead(said(path, now), said(path, old))
  })
}

/** Settings whose meaning depends on a kind: those of one say nothing of the other's. */
interface Family {
  readonly prefix: string
  readonly kindPath: string | undefined
  readonly kindOf: (document: Document) => Value
}

const exchangeOf = (document: Document): Value => valueOr(document, 'exchange.kind')

const FAMILIES: readonly Family[] = [
  { prefix: 'exchange.', kindPath: 'exchange.kind', kindOf: exchangeOf },
  {
    prefix: 'topology.',
    kindPath: 'topology.builtIn',
    kindOf: document => valueOr(document, 'topology.builtIn'),
  },
  {
    prefix: 'torrent.',
    kindPath: undefined,
    kindOf: document => valueAt(document, 'torrent.pieces') !== undefined,
  },
]

const where = ({ isInTabs }: SetUp): string => (isInTabs ? 'in real tabs' : 'in virtual time')

/** '25 pieces instead of 100', 'lines of 2Mbps instead of 6Mbps': what both share is said once. */
function instead(now: string, old: string): string {
  const [nowAmount, oldAmount] = [amountIn(now), amountIn(old)]
  if (nowAmount !== undefined && oldAmount !== undefined) return `${now} instead of ${oldAmount}`
  const [nowWords, oldWords] = [now.split(' '), old.split(' ')]
  const shared = nowWords.findIndex((word, i) => word !== oldWords[i])
  return `${now} instead of ${oldWords.slice(Math.max(0, shared)).join(' ') || old}`
}

/** At the beginning of a text that goes on. */
const amountIn = (text: string): string | undefined => /^(\d\S*(?: %)?) /.exec(text)?.[1]

/** Not compared: names and explanations. */
const NO_SETTINGS = ['name', 'about']

/** Paths of all that is no object; a list is one value. */
function leavesOf(document: Document, above = ''): string[] {
  return Object.entries(document).flatMap(([key, value]) => {
    const path = above + key
    if (NO_SETTINGS.includes(path)) return []
    const isOpened = isDocument(value) && !WHOLE.includes(path)
    return isOpened ? leavesOf(value, `${path}.`) : [path]
  })
}

/** Said as one, whatever is in them. */
const WHOLE = ['topology.own', 'arrivals', 'heal', 'checks']

/** What holds where a scenario says nothing, so far as it has a name. */
const USUAL: Readonly<Record<string, Value>> = {
  'torrent.blocksPerPiece': 1,
  'torrent.blockBytes': 16384,
  'torrent.joinWith': 'torrent',
  seeders: 1,
  freeRiders: 0,
  arrivals: 'together',
  granularity: 'message',
  overhead: 'tcp',
  limit: '1h',
  'exchange.kind': 'bittorrent',
  'exchange.picking': 'random-first',
  'exchange.seeding': 'fastest-upload',
  'exchange.slotRule': 'by-line',
  'exchange.uploadSlots': 4,
  'exchange.randomFirst': 4,
  'exchange.superSeeding': false,
  'exchange.allowedFast': false,
  'topology.access': 'thesis',
  'topology.accessRate': '6Mbps',
  'delays.connect': '30ms',
  'delays.tracker': '1ms',
  'delays.hash': '1ms',
  'delays.read': '0ms',
  'delays.write': '2ms',
}

function valueOr(document: Document, path: string): Value {
  const usual = path === 'exchange.fidelity' ? usualFidelity(document) : USUAL[path]
  return valueAt(document, path) ?? usual ?? null
}

const usualFidelity = (document: Document): string =>
  exchangeOf(document) === 'gossip' ? 'informed' : 'standard'

const counted = (noun: string) => (value: Value) =>
  typeof value === 'number' ? countOf(value, noun) : plain(value)
const after = (words: string) => (value: Value) => `${words} ${plain(value)}`
const eitherOr = (on: string, off: string) => (value: Value) => (value === true ? on : off)
const named = (names: Readonly<Record<string, string>>) => (value: Value) =>
  typeof value === 'string' && Object.hasOwn(names, value) ? (names[value] as string) : plain(value)

const WORDS: Readonly<Record<string, (value: Value) => string>> = {
  'torrent.pieces': counted('piece'),
  'torrent.blocksPerPiece': value => `${counted('block')(value)} in a piece`,
  'torrent.length': after('a torrent of'),
  'torrent.pieceLength': after('pieces of'),
  'torrent.blockBytes': value => `${plain(value)} bytes in a block`,
  'torrent.joinWith': named({
    torrent: 'joining with the .torrent file',
    link: 'joining with the link',
  }),
  seeders: value =>
    Array.isArray(value) ? `the seeders ${value.join(', ')}` : counted('seeder')(value),
  freeRiders: value =>
    typeof value === 'number' ? `${Number((100 * value).toFixed(2))} % free riders` : plain(value),
  'topology.builtIn': after('network'),
  'topology.peers': counted('peer'),
  'topology.access': after('lines of'),
  'topology.accessRate': after('lines of'),
  'topology.duplex': named({ half: 'half-duplex lines', full: 'full-duplex lines' }),
  'topology.seed': after('network seed'),
  'topology.own': value => (value === null ? 'a built-in network' : 'a network of its own'),
  'exchange.kind': named({ bittorrent: 'BitTorrent', gossip: 'gossip' }),
  'exchange.mode': value => plain(value),
  'exchange.fidelity': value => `${plain(value)} client`,
  'exchange.uploadSlots': counted('upload slot'),
  'exchange.fanOut': after('fan-out'),
  'exchange.roundMs': value => `${plain(value)} ms in a round`,
  'exchange.superSeeding': eitherOr('super-seeding', 'no super-seeding'),
  'exchange.allowedFast': eitherOr('allowed fast', 'no allowed fast'),
  'exchange.playRate': after('playing at'),
  maxLinks: value => `${counted('link')(value)} at most`,
  granularity: named({ message: 'whole messages', packet: 'packets', fluid: 'fluid flows' }),
  overhead: named({ tcp: 'headers of TCP/IP', webrtc: 'headers of WebRTC', none: 'no headers' }),
  arrivals: arrivalWords,
  departures: value => (Array.isArray(value) && value.length > 0 ? 'departures' : 'nobody leaving'),
  faults: value =>
    Array.isArray(value) && value.length > 0 ? countOf(value.length, 'fault') : 'no faults',
  limit: after('a limit of'),
  'delays.connect': value => `${plain(value)} to open a link`,
  'delays.tracker': value => `${plain(value)} for the tracker`,
  'delays.hash': value => `${plain(value)} to hash a piece`,
  'delays.read': value => `${plain(value)} to read a block`,
  'delays.write': value => `${plain(value)} to write a piece`,
}

function arrivalWords(value: Value): string {
  if (!isDocument(value)) return 'all together'
  if (value.every !== undefined) return `one every ${plain(value.every)}`
  if (value.poissonPerSec !== undefined) return `${plain(value.poissonPerSec)} a second at random`
  return 'arrivals as in the file'
}

/** A choice speaks for itself; of anything else its name in the file is said. */
function said(path: string, value: Value): string {
  const words = WORDS[path]
  if (value === null && !words) return `no “${path}”`
  if (value === null && path !== 'topology.own') return 'the default'
  if (words) return words(value)
  return typeof value === 'string' && /^[a-z-]+$/.test(value)
    ? value.replaceAll('-', ' ')
    : `${path} ${plain(value)}`
}

const MAX_VALUE_LENGTH = 40

function plain(value: Value): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > MAX_VALUE_LENGTH ? `${text.slice(0, MAX_VALUE_LENGTH - 1)}…` : text
}
