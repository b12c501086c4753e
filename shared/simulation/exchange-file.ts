/** The part of a scenario's file that says how pieces travel. */
import { type Json, LineError } from '../base/json.ts'
import { readCount, readFlag, readObject, readOneOf, readParsed } from '../base/json-reader.ts'
import { PICKINGS } from '../bittorrent/picking.ts'
import type { BitTorrentPolicies } from '../bittorrent/policies.ts'
import { SEEDINGS, SLOT_RULES } from '../bittorrent/slot-choice.ts'
import { formatRate, parseRate } from '../network/units.ts'
import type { ExchangeChoice } from '../peer/exchange-choice.ts'
import {
  FAN_OUT_LIMITS,
  GOSSIP_FIDELITIES,
  GOSSIP_MODES,
  type GossipStyle,
  ROUND_MS_LIMITS,
} from '../wire/gossip-style.ts'
import { MAX_PIECES } from '../wire/message.ts'

const MAX_SLOTS = 1_000
/** A film that needs more than a fast disk gives is none. */
const MAX_PLAY_BITS_PER_SEC = 10e9

/** How each field is read, by the name it has in a file. */
type Readers<Read> = Readonly<Record<string, (field: Json) => Partial<Read>>>

const BITTORRENT: Readers<BitTorrentPolicies> = {
  seeding: field => ({ seeding: readOneOf(field, '"seeding"', SEEDINGS) }),
  slotRule: field => ({ slotRule: readOneOf(field, '"slotRule"', SLOT_RULES) }),
  uploadSlots: field => ({ uploadSlots: readCount(field, '"uploadSlots"', 1, MAX_SLOTS) }),
  picking: field => ({ picking: readOneOf(field, '"picking"', PICKINGS) }),
  randomFirst: field => ({ randomFirst: readCount(field, '"randomFirst"', 0, MAX_PIECES) }),
  playRate: field => ({ playRateBytesPerSec: readPlayRate(field) / 8 }),
  allowedFast: field => ({ allowedFast: readFlag(field, '"allowedFast"') }),
  superSeeding: field => ({ superSeeding: readFlag(field, '"superSeeding"') }),
}

const GOSSIP: Readers<GossipStyle> = {
  mode: field => ({ mode: readOneOf(field, '"mode"', GOSSIP_MODES) }),
  fidelity: field => ({ fidelity: readOneOf(field, '"fidelity"', GOSSIP_FIDELITIES) }),
  roundMs: field => ({ roundMs: readLimited(field, '"roundMs"', ROUND_MS_LIMITS) }),
  fanOut: field => ({ fanOut: readLimited(field, '"fanOut"', FAN_OUT_LIMITS) }),
  servedPerRound: field => ({
    servedPerRound: readLimited(field, '"servedPerRound"', FAN_OUT_LIMITS),
  }),
}

/** A key of older files: there were two answers, `slots` and `turns`. */
const RETIRED = 'choking'

export function readExchange(json: Json): ExchangeChoice {
  const known = Object.keys({ ...BITTORRENT, ...GOSSIP })
  const any = readObject(json, '"exchange"', ['kind'], [...known, RETIRED])
  const retired = any.get(RETIRED)
  if (retired !== undefined)
    throw new LineError(
      retired.line,
      '"choking" is gone: peers give slots, as by "slots"; leave it out',
    )
  const kind = readOneOf(any.get('kind') as Json, '"kind"', ['bittorrent', 'gossip'])
  return kind === 'gossip'
    ? { kind, ...readFields(json, kind, GOSSIP) }
    : { kind, policies: readFields(json, kind, BITTORRENT) }
}

function readFields<Read>(json: Json, kind: string, readers: Readers<Read>): Partial<Read> {
  const fields = readObject(json, `"exchange" by ${kind}`, ['kind'], Object.keys(readers))
  return Object.assign({}, ...[...fields].map(([name, field]) => readers[name]?.(field)))
}

const readLimited = (
  field: Json,
  what: string,
  { least, most }: { readonly least: number; readonly most: number },
): number => readCount(field, what, least, most)

function readPlayRate(json: Json): number {
  const bitsPerSec = readParsed(json, '"playRate"', parseRate)
  if (bitsPerSec > 0 && bitsPerSec <= MAX_PLAY_BITS_PER_SEC) return bitsPerSec
  const most = formatRate(MAX_PLAY_BITS_PER_SEC)
  throw new LineError(json.line, `"playRate" must be more than nothing and at most ${most}`)
}
