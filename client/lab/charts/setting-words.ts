/** What differs between two set-ups, in words: 'pieces: 25 instead of 100'. */
import { number } from '../../language/format.ts'
import { labCharts } from '../../language/lab-charts.ts'
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
  const { values, difference } = labCharts.texts
  const where = ({ isInTabs }: SetUp): string => (isInTabs ? values.tabs : values.virtual)
  const runs = [
    ...instead('seed', String(after.seed), String(before.seed)),
    ...instead('runs', number(after.repetitions), number(before.repetitions)),
    ...instead('where', where(other), where(first)),
  ]
  const all = [...settings, ...runs]
  return all.length > MAX_SAID
    ? [...all.slice(0, MAX_SAID), difference.more(all.length - MAX_SAID)]
    : all
}

export function documentDifferences(before: Document, after: Document): string[] {
  const paths = [...new Set([...leavesOf(before), ...leavesOf(after)])]
  const isOther = ({ kindOf }: Family): boolean => kindOf(before) !== kindOf(after)
  return paths.flatMap(path => {
    const family = FAMILIES.find(({ prefix }) => path.startsWith(prefix))
    if (family && isOther(family) && path !== family.kindPath) {
      const own = valueAt(after, path)
      if (own === undefined) return []
      return labCharts.texts.difference.only({ setting: nameOf(path), now: said(path, own) })
    }
    const [old, now] = [valueOr(before, path), valueOr(after, path)]
    if (JSON.stringify(old) === JSON.stringify(now)) return []
    return instead(path, said(path, now), said(path, old))
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

/** Nothing where both are said alike. */
const instead = (path: string, now: string, old: string): string[] =>
  now === old ? [] : [labCharts.texts.difference.instead({ setting: nameOf(path), now, old })]

/** As the table of settings has it; of those that nobody has words for, as in the file. */
export function nameOf(path: string): string {
  const { settingNames } = labCharts.texts
  return Object.hasOwn(settingNames, path)
    ? settingNames[path as keyof typeof settingNames]
    : `“${path}”`
}

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

/** Whatever a value means by itself. Names of the file stay as they are: 'rarest-first'. */
function said(path: string, value: Value): string {
  const { values } = labCharts.texts
  const words = WORDS[path]?.(value)
  if (words !== undefined) return words
  if (value === null) return values.usual
  if (typeof value === 'boolean') return value ? values.on : values.off
  if (typeof value === 'number') return number(value)
  const name = typeof value === 'string' ? VALUES[path]?.find(each => each === value) : undefined
  return name === undefined ? plain(value) : values[name]
}

type ValueName = 'link' | 'torrent' | 'half' | 'full' | 'message' | 'packet' | 'fluid' | 'none'

/** Choices that are named in the person's language. */
const VALUES: Readonly<Record<string, readonly ValueName[]>> = {
  'torrent.joinWith': ['torrent', 'link'],
  'topology.duplex': ['half', 'full'],
  granularity: ['message', 'packet', 'fluid'],
  overhead: ['none'],
}

const countOrNone = (value: Value): string =>
  Array.isArray(value) && value.length > 0 ? number(value.length) : labCharts.texts.values.none

/** Undefined: it is said as any other. */
const WORDS: Readonly<Record<string, (value: Value) => string | undefined>> = {
  seeders: value => (Array.isArray(value) ? value.join(', ') : undefined),
  freeRiders: value =>
    typeof value === 'number'
      ? labCharts.texts.values.percent(Number((100 * value).toFixed(2)))
      : undefined,
  'topology.seed': value => (value === null ? undefined : String(value)),
  'topology.own': value =>
    value === null ? labCharts.texts.values.builtIn : labCharts.texts.values.own,
  overhead: value => (value === 'tcp' ? 'TCP/IP' : value === 'webrtc' ? 'WebRTC' : undefined),
  'exchange.kind': value => (value === 'bittorrent' ? 'BitTorrent' : undefined),
  arrivals: arrivalWords,
  departures: countOrNone,
  faults: countOrNone,
}

function arrivalWords(value: Value): string {
  const { values } = labCharts.texts
  if (!isDocument(value)) return values.together
  if (value.every !== undefined) return values.every(plain(value.every))
  if (value.poissonPerSec !== undefined) return values.atRandom(plain(value.poissonPerSec))
  return values.asInFile
}

const MAX_VALUE_LENGTH = 40

function plain(value: Value): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > MAX_VALUE_LENGTH ? `${text.slice(0, MAX_VALUE_LENGTH - 1)}…` : text
}
