/**
 * What this browser remembers of a torrent beside its content: what came with it, what the person
 * set, and its totals. Storage is no more trusted than a remote: it is read through a schema.
 */
import * as v from 'valibot'
import { MAX_FILES } from '../../../shared/torrent/info.ts'
import type { Around } from '../../../shared/torrent/metainfo.ts'
import {
  FAN_OUT_LIMITS,
  GOSSIP_FIDELITIES,
  GOSSIP_MODES,
  type GossipStyle,
  ROUND_MS_LIMITS,
} from '../../../shared/wire/gossip-style.ts'
import type { Limits, Priority, SeedingGoal, Totals } from '../api.ts'
import type { TorrentSource } from '../session/torrent-source.ts'

export interface TorrentRecord {
  readonly trackers: readonly string[]
  readonly comment: string | undefined
  /** What else came with it, and is handed on. */
  readonly around?: Around
  /** Parameters of its link that mean nothing here. */
  readonly parameters?: readonly string[]
  /** Which files its link asks for, counted as in the metadata (BEP 53), until these are known. */
  readonly asked?: readonly number[]
  /** By file; undefined: all of them, as they come. */
  readonly priorities: readonly Priority[] | undefined
  readonly limits: Limits
  readonly seedingGoal: SeedingGoal | undefined
  readonly totals: Totals
  /** How its pieces were last to travel; absent: as BitTorrent has it. */
  readonly gossip?: GossipStyle
}

export const NEW_RECORD: TorrentRecord = {
  trackers: [],
  comment: undefined,
  priorities: undefined,
  limits: { upBytesPerSec: undefined, downBytesPerSec: undefined },
  seedingGoal: undefined,
  totals: { uploaded: 0, downloaded: 0, seedingMs: 0 },
}

const MAX_TRACKERS = 100
/** In bytes, with their names. Beyond them a `.torrent` file has its fields only while this tab is open. */
const MAX_FIELDS_BYTES = 256 * 1024
const MAX_TEXT_LENGTH = 4096

const text = v.pipe(v.string(), v.maxLength(MAX_TEXT_LENGTH))
const amount = v.pipe(v.number(), v.finite(), v.minValue(0))
const positive = v.pipe(amount, v.gtValue(0))
const priority = v.picklist([0, 1, 2, 3, 4, 5, 6, 7])
const within = ({ least, most }: { readonly least: number; readonly most: number }) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most))
const gossip = v.object({
  mode: v.picklist(GOSSIP_MODES),
  fidelity: v.picklist(GOSSIP_FIDELITIES),
  roundMs: within(ROUND_MS_LIMITS),
  fanOut: within(FAN_OUT_LIMITS),
  servedPerRound: v.exactOptional(within(FAN_OUT_LIMITS)),
})

const texts = v.pipe(v.array(text), v.maxLength(MAX_TRACKERS))
const fields = v.pipe(
  v.map(text, v.instance(Uint8Array)),
  v.check(map => bytesOf(map) <= MAX_FIELDS_BYTES),
)
const around = v.object({
  tiers: v.exactOptional(v.pipe(v.array(texts), v.maxLength(MAX_TRACKERS))),
  webSeeds: v.exactOptional(texts),
  encoding: v.exactOptional(text),
  others: v.exactOptional(fields),
})

const bytesOf = (fields: ReadonlyMap<string, Uint8Array>): number =>
  [...fields].reduce((sum, [key, { length }]) => sum + key.length + length, 0)

const schema: v.GenericSchema<unknown, TorrentRecord> = v.object({
  trackers: texts,
  comment: v.undefinedable(text),
  around: v.exactOptional(around),
  parameters: v.exactOptional(texts),
  asked: v.exactOptional(v.pipe(v.array(v.pipe(amount, v.integer())), v.maxLength(MAX_FILES))),
  priorities: v.undefinedable(v.pipe(v.array(priority), v.maxLength(MAX_FILES))),
  limits: v.object({
    upBytesPerSec: v.undefinedable(positive),
    downBytesPerSec: v.undefinedable(positive),
  }),
  seedingGoal: v.undefinedable(
    v.object({ ratio: v.undefinedable(positive), seedingMs: v.undefinedable(positive) }),
  ),
  totals: v.object({ uploaded: amount, downloaded: amount, seedingMs: amount }),
  gossip: v.exactOptional(gossip),
})

/** With what the torrent's source adds. Gossip brings every piece: a choice of files does not hold. */
export function recordWith(
  { gossip: _, ...stored }: TorrentRecord,
  { gossip, ...source }: TorrentSource,
): TorrentRecord {
  return {
    ...recordLearning(stored, source),
    comment: source.comment ?? stored.comment,
    ...(gossip && { gossip, priorities: undefined }),
  }
}

type Brought = Pick<TorrentSource, 'trackers' | 'comment' | 'around' | 'parameters'>

/** With what a later link or file says besides. The newest trackers first: the others brought nobody. */
export function recordLearning(
  record: TorrentRecord,
  { trackers = [], comment, around = {}, parameters = [] }: Brought,
): TorrentRecord {
  const { webSeeds = [], ...before } = record.around ?? {}
  const allParameters = [...new Set([...(record.parameters ?? []), ...parameters])]
  const allSeeds = [...new Set([...webSeeds, ...(around.webSeeds ?? [])])]
  const both = {
    ...around,
    ...before,
    ...(allSeeds.length > 0 && { webSeeds: allSeeds.slice(0, MAX_TRACKERS) }),
  }
  return {
    ...record,
    trackers: [...new Set([...trackers, ...record.trackers])].slice(0, MAX_TRACKERS),
    comment: record.comment ?? comment,
    ...(Object.keys(both).length > 0 && { around: both }),
    ...(allParameters.length > 0 && { parameters: allParameters.slice(0, MAX_TRACKERS) }),
  }
}

/** What of it is to be stored. */
export function storable(record: TorrentRecord): TorrentRecord {
  const { others, ...rest } = record.around ?? {}
  return others && bytesOf(others) > MAX_FIELDS_BYTES ? { ...record, around: rest } : record
}

/** What cannot be read counts as new. */
export function readRecord(stored: unknown): TorrentRecord {
  const result = v.safeParse(schema, stored)
  return result.success ? result.output : NEW_RECORD
}
