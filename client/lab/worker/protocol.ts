/** What the page asks of the worker, and what it hears. Plain data: it crosses a thread's border. */
import type { Millis } from '../../../shared/base/ids.ts'
import type { Run } from '../../../shared/simulation/simulation.ts'
import type { Estimate } from '../../../shared/simulation/statistics.ts'
import type { Chunk } from '../recording/chunk.ts'

/** A scenario's file, as text, and what makes one run of it. */
export interface Job {
  readonly document: string
  readonly seed: number
}

/** Each is answered once, in order. */
export type Question =
  | { readonly ask: 'catalogue' }
  | { readonly ask: 'plan'; readonly document: string; readonly places: Places | undefined }

/** Where nodes were drawn before, by name. */
export type Places = Readonly<Record<string, { readonly x: number; readonly y: number }>>

export type Answer = Catalogue | Planned

export interface Catalogue {
  readonly scenarios: readonly ScenarioEntry[]
  readonly access: readonly { readonly name: string; readonly title: string }[]
  readonly topologies: readonly string[]
  /** What each policy of the exchange can be, and what it does then, in a sentence. */
  readonly policies: Readonly<Record<string, Readonly<Record<string, string>>>>
}

export interface ScenarioEntry {
  readonly name: string
  readonly about: string
  readonly document: string
}

export type Planned =
  | { readonly ok: true; readonly plan: Plan }
  /** A sentence for a person: what is wrong, and what to change. `line`: of the file, 0 for all of it. */
  | { readonly ok: false; readonly why: string; readonly line: number }

/** What is known of a scenario before it runs. */
export interface Plan {
  readonly name: string
  readonly about: string
  readonly nodes: readonly Node[]
  readonly links: readonly PlanLink[]
  readonly lanes: number
  readonly pieces: number
  readonly pieceBytes: number
  readonly bytes: number
  readonly bound: { readonly makespanMs: Millis; readonly rule: string }
  readonly limitMs: Millis
  /** The topology as a file of its own. */
  readonly topologyFile: string
}

export interface Node {
  readonly name: string
  readonly kind: 'router' | 'tracker' | 'seeder' | 'leecher'
  readonly x: number
  readonly y: number
}

/** `from` and `to` are places in the plan's nodes; a half-duplex link is one lane, both ways. */
export interface PlanLink {
  readonly from: number
  readonly to: number
  readonly forth: PlanLane
  readonly back: PlanLane
}

export interface PlanLane {
  readonly lane: number
  readonly rateBitsPerSec: number
  readonly delayMs: Millis
}

export interface Summary {
  readonly runs: number
  /** Null if somebody did not finish in one of them. */
  readonly makespan: Estimate | null
  readonly ratioToBound: Estimate | null
  /** Of the leechers' own times. */
  readonly mean: Estimate | null
}

/** A worker that is given this does nothing else any more; to end it early, terminate it. */
export type Order =
  | ({ readonly order: 'run' } & Job)
  | ({ readonly order: 'repeat' } & Omit<Job, 'seed'> & { readonly seeds: readonly number[] })
  | ({ readonly order: 'events' } & Job)

export type News =
  /** `progress`: the share of all pieces that have come where they should. */
  | { readonly news: 'chunk'; readonly chunk: Chunk; readonly progress: number }
  /** The run ordered, or one of its repetitions, and what all of them so far amount to. */
  | { readonly news: 'done'; readonly run: Run; readonly summary: Summary }
  | { readonly news: 'events'; readonly file: Blob }
  | { readonly news: 'failed'; readonly why: string }
