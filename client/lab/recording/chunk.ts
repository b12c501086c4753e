/**
 * What the worker sends to the page: everything since the last chunk, as transferable arrays. A *row*
 * is one presence of a peer in the swarm; a peer that leaves and comes again has another row.
 */
import type { Millis } from '../../../shared/base/ids.ts'
import type { Samples } from './samples.ts'
import type { Rows } from './table.ts'

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
/** `remote` is a row, or -1. The shape says what `a`, `b` and `text` are. */
export const LOG = {
  atMs: 'f64',
  row: 'u32',
  shape: 'u16',
  remote: 'i32',
  a: 'i32',
  b: 'i32',
  text: 'i32',
} as const

/** The common part of all records of one kind, so that a record is seven numbers. */
export interface Shape {
  readonly event: string
  readonly by: 'me' | 'remote' | undefined
  /** The fields that `a` and `b` hold, and the one whose text `text` names. */
  readonly numbers: readonly string[]
  readonly text: string | undefined
}

export interface Joined {
  readonly node: number
  readonly isSeeder: boolean
  readonly atMs: Millis
}

export interface Chunk {
  readonly untilMs: Millis
  readonly joined: readonly Joined[]
  readonly finished: readonly { readonly row: number; readonly atMs: Millis }[]
  readonly left: readonly { readonly row: number; readonly atMs: Millis }[]
  readonly paths: readonly Path[]
  readonly shapes: readonly Shape[]
  readonly texts: readonly string[]
  readonly holds: Rows<typeof HOLDS>
  readonly flights: Rows<typeof FLIGHTS>
  readonly log: Rows<typeof LOG>
  /** Replaces the samples of earlier chunks. */
  readonly samples: Samples
  /** Of all blocks since the start of the run, each `flightStride`th is kept. */
  readonly flightStride: number
  /** From this time on not every log record was kept. */
  readonly logEndsMs: Millis | undefined
}

/** The nodes on the way, and the share of the travelling time after which each is reached. */
export interface Path {
  readonly nodes: readonly number[]
  readonly reached: readonly number[]
}
