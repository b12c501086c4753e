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

/** A node's own line: a peer has no other. */
export const ownLineOf = (plan: Plan, index: number): OwnLine | undefined =>
  linesOf(plan).get(index)

const known = new WeakMap<Plan, ReadonlyMap<number, OwnLine>>()

/** Found once for each plan: charts ask for a thousand peers. */
function linesOf(plan: Plan): ReadonlyMap<number, OwnLine> {
  const before = known.get(plan)
  if (before) return before
  const lines = new Map<number, OwnLine>()
  for (const { from, to, forth, back } of plan.links) {
    if (!lines.has(from)) lines.set(from, { up: forth, down: back, router: to })
    if (!lines.has(to)) lines.set(to, { up: back, down: forth, router: from })
  }
  known.set(plan, lines)
  return lines
}
