/**
 * What a run hands to the page as it goes: everything since the last chunk, as arrays that change
 * hands. A *row* is one presence of a peer in the swarm; who leaves and comes again has another row.
 */
import type { Millis } from '../../../shared/base/ids.ts'
import type { Samples } from './samples.ts'
import type { Rows } from './table.ts'

/** A piece is verified and held. */
export const HOLDS = { atMs: 'f64', row: 'u32', piece: 'u32' } as const
/** A block on its way: from when its first bit leaves to when its last has come. */
export const FLIGHTS = {
  startMs: 'f64',
  arriveMs: 'f64',
  path: 'u32',
  from: 'u32',
  to: 'u32',
  piece: 'u32',
} as const
/** `remote` is a row, or -1. `a`, `b` and `text` are what the shape says. */
export const LOG = {
  atMs: 'f64',
  row: 'u32',
  shape: 'u16',
  remote: 'i32',
  a: 'i32',
  b: 'i32',
  text: 'i32',
} as const

/** What the records of one kind have in common, so that a record is seven numbers. */
export interface Shape {
  readonly event: string
  readonly by: 'me' | 'remote' | undefined
  /** The fields that `a` and `b` hold, and the one whose text `text` names. */
  readonly numbers: readonly string[]
  readonly text: string | undefined
}

export interface Joined {
  /** The peer's place in the plan's nodes. */
  readonly node: number
  readonly isSeeder: boolean
  readonly atMs: Millis
}

export interface Chunk {
  /** The run is recorded up to here. */
  readonly untilMs: Millis
  /** In the order of their rows. */
  readonly joined: readonly Joined[]
  readonly finished: readonly { readonly row: number; readonly atMs: Millis }[]
  readonly left: readonly { readonly row: number; readonly atMs: Millis }[]
  readonly paths: readonly Path[]
  readonly shapes: readonly Shape[]
  readonly texts: readonly string[]
  readonly holds: Rows<typeof HOLDS>
  readonly flights: Rows<typeof FLIGHTS>
  readonly log: Rows<typeof LOG>
  /** All of them, in the place of those before. */
  readonly samples: Samples
  /** One block in so many is kept, of all since the beginning. */
  readonly flightStride: number
  /** From when on records were too many to keep. */
  readonly logEndsMs: Millis | undefined
}

/** The nodes on the way, and for each the share of the travelling time until it is reached. */
export interface Path {
  readonly nodes: readonly number[]
  readonly reached: readonly number[]
}
