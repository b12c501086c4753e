/**
 * What this browser remembers of a torrent beside its content: what came with it, what the person
 * set, and its totals. Storage is no more trusted than a remote: it is read through a schema.
 */
import * as v from 'valibot'
import { MAX_FILES } from '../../../shared/torrent/file-list.ts'
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

const schema: v.GenericSchema<unknown, TorrentRecord> = v.object({
  trackers: v.pipe(v.array(text), v.maxLength(MAX_TRACKERS)),
  comment: v.undefinedable(text),
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
  { gossip, trackers = [], comment }: TorrentSource,
): TorrentRecord {
  return {
    ...stored,
    ...(gossip && { gossip, priorities: undefined }),
    trackers: [...new Set([...stored.trackers, ...trackers])],
    comment: comment ?? stored.comment,
  }
}

/** What cannot be read counts as new. */
export function readRecord(stored: unknown): TorrentRecord {
  const result = v.safeParse(schema, stored)
  return result.success ? result.output : NEW_RECORD
}
