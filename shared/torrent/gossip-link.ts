/**
 * Gossip in a magnet link: `x.gossip=push-pull`, and beside it what is not as usual, as in
 * `&x.gossip-fidelity=literal&x.gossip-round=200`. Other programs skip what begins with `x.`; they
 * find the info hash as ever, and under it those who exchange as BitTorrent has it.
 */
import { DEFAULT_GOSSIP, type GossipStyle, parseGossipStyle } from '../wire/gossip-style.ts'

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

export const GOSSIP_PARAMETERS: readonly string[] = Object.values(PARAMETERS)

/** Undefined: its torrent travels as BitTorrent has it. Throws GossipStyleError. */
export function readGossip(
  value: (parameter: string) => string | undefined,
): GossipStyle | undefined {
  if (value(PARAMETERS.mode) === undefined) return undefined
  const words = FIELDS.map(field => [field, value(PARAMETERS[field])])
  return parseGossipStyle(Object.fromEntries(words))
}

/** `&x.gossip=push`: the mode always, the rest where it is not as usual. */
export function formatGossip(style: GossipStyle): string {
  const said = FIELDS.filter(field => field === 'mode' || style[field] !== DEFAULT_GOSSIP[field])
  return said.map(field => `&${PARAMETERS[field]}=${style[field]}`).join('')
}
