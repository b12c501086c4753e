/** The plan's peers, and how fast they send and receive at a moment. */
import type { Millis } from '../../shared/base/ids.ts'
import type { Samples } from './recording/samples.ts'
import type { Node, Plan, PlanLane } from './worker/protocol.ts'

export interface PeerNode {
  readonly node: Node
  /** Its place in the plan's nodes. */
  readonly index: number
}

export const isPeer = ({ kind }: Node): boolean => kind === 'seeder' || kind === 'leecher'

export const peersOf = ({ nodes }: Plan): PeerNode[] =>
  nodes.flatMap((node, index) => (isPeer(node) ? [{ node, index }] : []))

/** A peer's own line, and the router at its other end. */
export interface OwnLine {
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

/** Payload, averaged over the time before the moment. */
export function bitRateAt(
  { spanMs, spans, ...samples }: Samples,
  way: 'down' | 'up',
  row: number,
  atMs: Millis,
  windowMs: Millis,
): number {
  const last = Math.min(Math.floor(atMs / spanMs), spans - 1)
  const count = Math.min(last + 1, Math.max(1, Math.round(windowMs / spanMs)))
  return count > 0
    ? (bytesIn(samples[way], row * spans + last - count + 1, count) * 8000) / (count * spanMs)
    : 0
}

/** Payload until the moment. */
export function bytesAt(
  { spanMs, spans, ...samples }: Samples,
  way: 'down' | 'up',
  row: number,
  atMs: Millis,
): number {
  return bytesIn(samples[way], row * spans, Math.min(Math.floor(atMs / spanMs) + 1, spans))
}

function bytesIn(series: Float32Array, first: number, count: number): number {
  let bytes = 0
  for (let i = first; i < first + count; i++) bytes += series[i] as number
  return bytes
}
