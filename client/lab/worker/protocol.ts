/** What the page asks of the worker, and what it hears. Plain data: it crosses a thread's border. */
import type { Millis } from '../../../shared/base/ids.ts'
import type { EmulationPlan } from '../../../shared/events/emulation.ts'
import type { Estimate } from '../../../shared/simulation/results/statistics.ts'
import type { Run } from '../../../shared/simulation/simulation.ts'
import type { CrewOutcome, PeerReport } from '../crew/messages.ts'
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
  /** For so many peers in real tabs; `dilation` undefined: as this machine needs it. */
  | {
      readonly ask: 'crewPlan'
      readonly document: string
      readonly places: number
      readonly dilation: number | undefined
    }

/** Where nodes were drawn before, by name. */
export type Places = Readonly<Record<string, { readonly x: number; readonly y: number }>>

export type Answer = Catalogue | Planned | CrewPlanned

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

export type CrewPlanned =
  | {
      readonly ok: true
      readonly plan: Plan
      /** The scenario's file, with no more peers than there are places. */
      readonly document: string
      /** Its peers, seeders first. */
      readonly nodes: readonly string[]
      readonly emulation: EmulationPlan
    }
  | { readonly ok: false; readonly why: string }

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

/** What came of a run. Only what is simulated can be repeated to the event, and has a fingerprint. */
export interface RunResult extends Omit<Run, 'events' | 'fingerprint'> {
  readonly events?: number
  readonly fingerprint?: string
  readonly inTabs?: TabsFacts
}

/** Of a run in real tabs: whether it can be believed. Times are emulated. */
export interface TabsFacts {
  readonly tabs: number
  readonly dilation: number
  /** The machine did not keep up, and the times mean nothing: a sentence says why and what to do. */
  readonly invalidBecause: string | null
  /** Of the worst tab. */
  readonly lateness: {
    readonly p99Ms: Millis
    readonly worstMs: Millis
    readonly clockErrorMs: Millis
  }
}

export interface Summary {
  readonly runs: number
  /** Null if somebody did not finish in one of them. */
  readonly makespan: Estimate | null
  readonly ratioToBound: Estimate | null
  /** Of the leechers' own times. */
  readonly mean: Estimate | null
}

/** A worker that is given one of these does nothing else any more; to end it early, terminate it. */
export type Order =
  | ({ readonly order: 'run' } & Job)
  | ({ readonly order: 'repeat' } & Omit<Job, 'seed'> & { readonly seeds: readonly number[] })
  | ({ readonly order: 'events' } & Job)
  /** Real tabs run it; what they tell follows. */
  | ({ readonly order: 'watch' } & Job)
  | { readonly order: 'tell'; readonly peers: readonly PeerReport[] }
  | { readonly order: 'lose'; readonly nodes: readonly string[] }
  | {
      readonly order: 'close'
      readonly outcomes: readonly CrewOutcome[]
      readonly tabs: number
      readonly dilation: number
    }

export type News =
  /** `progress`: the share of all pieces that have come where they should. */
  | { readonly news: 'chunk'; readonly chunk: Chunk; readonly progress: number }
  /** The run ordered, or one of its repetitions, and what all of them so far amount to. */
  | { readonly news: 'done'; readonly run: RunResult; readonly summary: Summary }
  | { readonly news: 'events'; readonly file: Blob }
  | { readonly news: 'failed'; readonly why: string }
