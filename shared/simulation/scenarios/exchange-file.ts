/** The part of a scenario's file that says how pieces travel. */
import * as v from 'valibot'
import { byValue, count, flag, oneOf, parsed } from '../../base/file-schema.ts'
import {
  ASK_BY,
  FIDELITIES,
  type Fidelity,
  PIECES_AT_ONCE_LIMITS,
} from '../../bittorrent/fidelity.ts'
import { PICKINGS } from '../../bittorrent/piece-picker.ts'
import { SEEDINGS, SLOT_RULES } from '../../bittorrent/slot-choice.ts'
import { formatRate, parseRate } from '../../network/units.ts'
import type { ExchangeChoice } from '../../peer/exchange-choice.ts'
import {
  FAN_OUT_LIMITS,
  GOSSIP_FIDELITIES,
  GOSSIP_MODES,
  ROUND_MS_LIMITS,
} from '../../wire/gossip-style.ts'
import { MAX_PIECES } from '../../wire/message.ts'

const MAX_SLOTS = 1_000
/** No film needs more than a fast disk gives. */
const MAX_PLAY_BITS_PER_SEC = 10e9

/** Of pieces begun: the memory of a large machine. */
const MAX_BEGUN_BYTES = 64 * 1024 ** 3

const fanOut = count(FAN_OUT_LIMITS.least, FAN_OUT_LIMITS.most)

const playRate = v.pipe(
  parsed(parseRate),
  v.maxValue(MAX_PLAY_BITS_PER_SEC, `may be at most ${formatRate(MAX_PLAY_BITS_PER_SEC)}`),
)

/** A key of older files: there were two answers, `slots` and `turns`. */
const retired = v.custom<never>(
  () => false,
  'is gone: peers give slots, as by "slots"; leave it out',
)

/** What only the one client asks, and the other never reads. */
const MEANT_FOR: Readonly<Record<Fidelity, readonly string[]>> = {
  standard: ['seeding', 'slotRule', 'uploadSlots', 'allowedFast', 'superSeeding'],
  literal: ['piecesAtOnce', 'askBy'],
}

export const exchangeSchema = v.pipe(
  byValue('kind', {
    bittorrent: {
      choking: v.exactOptional(retired),
      fidelity: v.exactOptional(oneOf(FIDELITIES)),
      piecesAtOnce: v.exactOptional(count(PIECES_AT_ONCE_LIMITS.least, PIECES_AT_ONCE_LIMITS.most)),
      askBy: v.exactOptional(oneOf(ASK_BY)),
      seeding: v.exactOptional(oneOf(SEEDINGS)),
      slotRule: v.exactOptional(oneOf(SLOT_RULES)),
      uploadSlots: v.exactOptional(count(1, MAX_SLOTS)),
      picking: v.exactOptional(oneOf(PICKINGS)),
      randomFirst: v.exactOptional(count(0, MAX_PIECES)),
      playRate: v.exactOptional(playRate),
      allowedFast: v.exactOptional(flag),
      superSeeding: v.exactOptional(flag),
      maxBegunBytes: v.exactOptional(count(0, MAX_BEGUN_BYTES)),
    },
    gossip: {
      mode: v.exactOptional(oneOf(GOSSIP_MODES)),
      fidelity: v.exactOptional(oneOf(GOSSIP_FIDELITIES)),
      roundMs: v.exactOptional(count(ROUND_MS_LIMITS.least, ROUND_MS_LIMITS.most)),
      fanOut: v.exactOptional(fanOut),
      servedPerRound: v.exactOptional(fanOut),
    },
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed || dataset.value.kind === 'gossip') return
    const { fidelity = 'standard' } = dataset.value
    const meant = fidelity === 'literal' ? 'standard' : 'literal'
    const other = MEANT_FOR[meant].find(key => Object.hasOwn(dataset.value, key))
    if (other !== undefined)
      addIssue({
        message: `: "${other}" is for "fidelity": "${meant}"; leave it out, or change that`,
      })
  }),
  v.transform((fields): ExchangeChoice => {
    if (fields.kind === 'gossip') return fields
    const { kind, playRate: bitsPerSec, ...policies } = fields
    if (bitsPerSec === undefined) return { kind, policies }
    return { kind, policies: { ...policies, playRateBytesPerSec: bitsPerSec / 8 } }
  }),
)
