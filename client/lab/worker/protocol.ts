/** What the page asks of the worker, and what it hears. Plain data: it crosses a thread's border. */
import type { Millis } from '../../../shared/base/ids.ts'
import type { EmulationPlan } from '../../../shared/events/emulation.ts'
import type { Run } from '../../../shared/simulation/simulation.ts'
import type { Estimate } from '../../../shared/simulation/statistics.ts'
import type { Chunk } from '../recording/chunk.ts'
import type { PeerReport, ReportedOutcome } from '../tabs/messages.ts'

/** Where nodes were drawn before, by name. */
export type Positions = Readonly<Record<string, { readonly x: number; readonly y: number }>>

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
  | {
      readonly ok: true
      readonly plan: Plan
      /** The scenario's file that it is the plan of, as text. */
      readonly document: string
    }
  /** A sentence for a person: what is wrong, and what to change. `line`: of the file, 0 for all of it. */
  | { readonly ok: false; readonly why: string; readonly line: number }

export type TabsPlanned =
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
  readonly nodes: readonly PlanNode[]
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

export interface PlanNode {
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

/** Answered once. `document`: a scenario's file, as text. */
export type Question =
  | { readonly task: 'catalogue' }
  | { readonly task: 'plan'; readonly document: string; readonly places: Positions | undefined }
  /** With one peer for each of the tabs' places; `dilation` undefined: as this machine needs it. */
  | {
      readonly task: 'planTabs'
      readonly document: string
      readonly places: number
      readonly dilation: number | undefined
    }
  /** The log of a simulation. */
  | { readonly task: 'exportLog'; readonly document: string; readonly seed: number }

export interface Answers {
  readonly catalogue: Catalogue
  readonly plan: Planned
  readonly planTabs: TabsPlanned
  readonly exportLog: Blob
}

/** Tells of itself until it has ended, has failed or is cancelled. */
export type RunTask =
  /** The first seed's run is recorded, the others are repetitions. */
  | { readonly task: 'simulate'; readonly document: string; readonly seeds: readonly number[] }
  /** Real tabs run it, and the updates are what they report. */
  | { readonly task: 'recordTabs'; readonly document: string; readonly seed: number }

export type RunUpdate =
  | { readonly update: 'reports'; readonly peers: readonly PeerReport[] }
  | { readonly update: 'lost'; readonly nodes: readonly string[] }
  | {
      readonly update: 'close'
      readonly outcomes: readonly ReportedOutcome[]
      readonly tabs: number
      readonly dilation: number
    }
  | { readonly update: 'cancel' }

export type Task = Question | RunTask

/** `id`: of the task. What is said of it later carries the same. */
export type ToWorker = { readonly id: number } & (Task | RunUpdate)

export type FromWorker = { readonly id: number } & (
  | { readonly is: 'answer'; readonly answer: Answers[keyof Answers] }
  /** `progress`: the share of all pieces that have come where they should. */
  | { readonly is: 'chunk'; readonly chunk: Chunk; readonly progress: number }
  /** Of one seed, and what all of them so far amount to. */
  | { readonly is: 'result'; readonly run: RunResult; readonly summary: Summary }
  | { readonly is: 'ended' }
  | { readonly is: 'failed'; readonly why: string }
  /** Said by the page's end itself: there is no worker. */
  | { readonly is: 'unloaded' }
)
