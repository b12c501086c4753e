/** The plan's peers, and their lines. */
import type { Plan, PlanLane, PlanNode } from '../worker/protocol.ts'

export interface PeerNode {
  readonly node: PlanNode
  /** Its node's number. */
  readonly index: number
}

export const isPeer = ({ kind }: PlanNode): boolean => kind === 'seeder' || kind === 'leecher'

export const peersOf = ({ nodes }: Plan): PeerNode[] =>
  nodes.flatMap((node, index) => (isPeer(node) ? [{ node, index }] : []))

interface OwnLine {
  readonly up: PlanLane
  readonly down: PlanLane
  readonly router: number
}

export function ownLineOf({ links }: Plan, index: number): OwnLine | undefined {
  for (const { from, to, forth, back } of links) {
    if (from === index) return { up: forth, down: back, router: to }
    if (to === index) return { up: back, down: forth, router: from }
  }
  return undefined
}
