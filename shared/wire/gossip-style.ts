/** How a swarm gossips, as written in links, options, files and on screens. */

export const GOSSIP_MODES = ['push', 'pull', 'push-pull'] as const
export type GossipMode = (typeof GOSSIP_MODES)[number]

export const GOSSIP_FIDELITIES = [
  /** As the code of the gossip report behaves, its oddities included. */
  'literal',
  /** As its text says. */
  'intended',
  /** Peers tell each other what they hold, and agree before anything is sent. */
  'informed',
] as const
export type GossipFidelity = (typeof GOSSIP_FIDELITIES)[number]

/** What all peers of a gossip swarm must have in common. */
export interface GossipKind {
  readonly mode: GossipMode
  readonly fidelity: GossipFidelity
}

/** What they agree on, and the length and the width of each peer's rounds. */
export interface GossipStyle extends GossipKind {
  readonly roundMs: number
  /** Members spoken to in a round. */
  readonly fanOut: number
  /** Pieces one peer begins to send in a round, at most. Absent: what its line carries. */
  readonly servedPerRound?: number
}

/** As in the gossip report, except for the fidelity. */
export const DEFAULT_GOSSIP: GossipStyle = {
  mode: 'push-pull',
  fidelity: 'informed',
  roundMs: 1_000,
  fanOut: 3,
}

/** Shorter rounds would be all announces, longer ones no gossip. */
export const ROUND_MS_LIMITS = { least: 50, most: 60_000 } as const
/** No peer has more links than the largest. */
export const FAN_OUT_LIMITS = { least: 1, most: 100 } as const

/** A style as text, field by field; an absent field has its default. */
type GossipWords = { readonly [Field in keyof GossipStyle]?: string | undefined }

/** The message is a sentence for a person. */
export class GossipStyleError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'GossipStyleError'
  }
}

/** Throws GossipStyleError for a style that this version does not know. */
export function parseGossipStyle({ mode, fidelity, ...numbers }: GossipWords): GossipStyle {
  const { roundMs, fanOut, servedPerRound } = numbers
  return {
    mode: oneOf(GOSSIP_MODES, mode, DEFAULT_GOSSIP.mode, 'mode of gossip'),
    fidelity: oneOf(GOSSIP_FIDELITIES, fidelity, DEFAULT_GOSSIP.fidelity, 'fidelity of gossip'),
    roundMs: count(roundMs, DEFAULT_GOSSIP.roundMs, ROUND_MS_LIMITS, 'A round of gossip', ' ms'),
    fanOut: count(fanOut, DEFAULT_GOSSIP.fanOut, FAN_OUT_LIMITS, 'A fan-out'),
    ...(servedPerRound !== undefined && {
      servedPerRound: count(servedPerRound, 1, FAN_OUT_LIMITS, 'What one peer serves in a round'),
    }),
  }
}

export const pushes = ({ mode }: GossipKind): boolean => mode !== 'pull'
export const pulls = ({ mode }: GossipKind): boolean => mode !== 'push'

/** 'push-pull/informed' */
export const formatGossipKind = ({ mode, fidelity }: GossipKind): string => `${mode}/${fidelity}`

function oneOf<T extends string>(
  known: readonly T[],
  text: string | undefined,
  byDefault: T,
  what: string,
): T {
  if (text === undefined) return byDefault
  const found = known.find(name => name === text)
  if (found !== undefined) return found
  throw new GossipStyleError(
    `"${text.slice(0, 40)}" is a ${what} that this version does not know. It knows ${known.join(', ')}.`,
  )
}

function count(
  text: string | undefined,
  byDefault: number,
  { least, most }: { readonly least: number; readonly most: number },
  what: string,
  unit = '',
): number {
  if (text === undefined) return byDefault
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (number >= least && number <= most) return number
  throw new GossipStyleError(
    `${what} must be a whole number from ${least} to ${most}${unit}, not "${text.slice(0, 40)}".`,
  )
}
