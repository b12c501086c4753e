/** The ways to gossip, by name: as links, options and screens say them. */

export const GOSSIP_MODES = ['push', 'pull', 'push-pull'] as const
export type GossipMode = (typeof GOSSIP_MODES)[number]

export const GOSSIP_FIDELITIES = [
  /** As the code of the gossip report behaves, its oddities included. */
  'literal',
  /** As its text says. */
  'intended',
  /** Peers know what the others hold, and agree before anything is sent. */
  'informed',
] as const
export type GossipFidelity = (typeof GOSSIP_FIDELITIES)[number]

/** What all peers of a gossip swarm must have in common. */
export interface GossipKind {
  readonly mode: GossipMode
  readonly fidelity: GossipFidelity
}

/** 'push-pull/informed' */
export const formatGossipKind = ({ mode, fidelity }: GossipKind): string => `${mode}/${fidelity}`

/** Undefined if it is no way to gossip that we know. */
export function parseGossipKind(text: string): GossipKind | undefined {
  const [mode, fidelity, ...rest] = text.split('/')
  if (!isOneOf(GOSSIP_MODES, mode) || !isOneOf(GOSSIP_FIDELITIES, fidelity)) return undefined
  return rest.length === 0 ? { mode, fidelity } : undefined
}

const isOneOf = <T extends string>(names: readonly T[], name: string | undefined): name is T =>
  (names as readonly (string | undefined)[]).includes(name)
