/** The part of a scenario's file that says how pieces travel. */
import { type Json, type JsonObject, LineError } from '../base/json.ts'
import { readCount, readFlag, readObject, readOneOf, readParsed } from '../base/json-reader.ts'
import { formatRate, parseRate } from '../network/units.ts'
import type { ExchangeChoice } from '../peer/exchange-choice.ts'
import { PICKINGS } from '../torrent/picking.ts'
import { type BitTorrentPolicies, CHOKINGS } from '../torrent/policies.ts'
import { SEEDINGS } from '../torrent/ranking.ts'
import { SLOT_RULES } from '../torrent/slot-count.ts'
import { MAX_PIECES } from '../wire/message.ts'

const MAX_SLOTS = 1_000
/** A film that needs more than a fast disk gives is none. */
const MAX_PLAY_BITS_PER_SEC = 10e9

/** Of each policy how it is read, by the name it has in a file. */
const POLICIES: Readonly<Record<string, (field: Json) => Partial<BitTorrentPolicies>>> = {
  choking: field => ({ choking: readOneOf(field, '"choking"', CHOKINGS) }),
  seeding: field => ({ seeding: readOneOf(field, '"seeding"', SEEDINGS) }),
  slotRule: field => ({ slotRule: readOneOf(field, '"slotRule"', SLOT_RULES) }),
  uploadSlots: field => ({ uploadSlots: readCount(field, '"uploadSlots"', 1, MAX_SLOTS) }),
  picking: field => ({ picking: readOneOf(field, '"picking"', PICKINGS) }),
  randomFirst: field => ({ randomFirst: readCount(field, '"randomFirst"', 0, MAX_PIECES) }),
  playRate: field => ({ playRateBytesPerSec: readPlayRate(field) / 8 }),
  allowedFast: field => ({ allowedFast: readFlag(field, '"allowedFast"') }),
  superSeeding: field => ({ superSeeding: readFlag(field, '"superSeeding"') }),
}

export function readExchange(json: Json): ExchangeChoice {
  const fields = readObject(json, '"exchange"', ['kind'], Object.keys(POLICIES))
  const kind = readOneOf(fields.get('kind') as Json, '"kind"', ['bittorrent'])
  return { kind, policies: readPolicies(fields) }
}

const readPolicies = (fields: JsonObject): Partial<BitTorrentPolicies> =>
  Object.assign({}, ...[...fields].map(([name, field]) => POLICIES[name]?.(field)))

function readPlayRate(json: Json): number {
  const bitsPerSec = readParsed(json, '"playRate"', parseRate)
  if (bitsPerSec > 0 && bitsPerSec <= MAX_PLAY_BITS_PER_SEC) return bitsPerSec
  const most = formatRate(MAX_PLAY_BITS_PER_SEC)
  throw new LineError(json.line, `"playRate" must be more than nothing and at most ${most}`)
}
