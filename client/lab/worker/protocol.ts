import type { Millis } from '../../../shared/base/ids.ts'
import type { POLICY_WORDS } from '../../../shared/bittorrent/policies.ts'
import type { EmulationPlan } from '../../../shared/events/emulation.ts'
import type { Holds } from '../../../shared/experiments/experiment.ts'
import type {
  LineConclusions,
  SweepFigures,
  SweepRow,
  SweepRun,
} from '../../../shared/experiments/sweep.ts'
import type { TopologyFormat } from '../../../shared/network/formats/any.ts'
import type { Estimate } from '../../../shared/simulation/results/statistics.ts'
import type { MachineLoad } from '../../../shared/simulation/scenarios/emulable.ts'
import type { Run } from '../../../shared/simulation/simulation.ts'
import type { Curve, Value } from '../charts/chart-data.ts'
import type { Chunk } from '../recording/chunk.ts'
import type { PeerReport, ReportedOutcome } from '../tabs/messages.ts'
import type { Why } from './why.ts'

/** Where nodes are drawn, by name. */
export type Positions = Readonly<Record<string, { readonly x: number; readonly y: number }>>

export interface Catalogue {
  readonly scenarios: readonly { readonly name: string; readonly document: string }[]
  readonly access: readonly string[]
  readonly topologies: readonly string[]
  /** The choices for each policy of the exchange, the usual one first. */
  readonly policies: Readonly<Record<keyof typeof POLICY_WORDS, readonly string[]>>
}

export type Planned =
  | {
      readonly ok: true
      readonly plan: Plan
      /** The scenario's file that it is the plan of, as text. */
      readonly document: string
    }
  /** `line`: of the file, 0 if it is about all of it. */
  | { readonly ok: false; readonly why: Why; readonly line: number }

export type TabsPlanned =
  | {
      readonly ok: true
      readonly plan: Plan
      /** The scenario's file with one peer for each place. `nodes`: its peers, seeders first. */
      readonly document: string
      readonly nodes: readonly string[]
      readonly emulation: EmulationPlan
    }
  | { readonly ok: false; readonly why: Why }

export interface Plan {
  readonly name: string
  readonly about: string
  readonly nodes: readonly PlanNode[]
  readonly links: readonly PlanLink[]
  readonly pieces: number
  readonly pieceBytes: number
  readonly bytes: number
  readonly bound: { readonly makespanMs: Millis; readonly rule: string }
  readonly topologyFile: string
}

export interface PlanNode {
  readonly name: string
  readonly kind: 'router' | 'tracker' | 'seeder' | 'leecher'
  readonly x: number
  readonly y: number
}

/** `from` and `to` are node numbers; a half-duplex link has the same lane both ways. */
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

/** A run's result. Only a simulated run has a fingerprint: it can be repeated event by event. */
export interface RunResult extends Omit<Run, 'events' | 'fingerprint'> {
  readonly events?: number
  readonly fingerprint?: string
  readonly inTabs?: TabsFacts
}

/** How reliable a run in real tabs is. Times are emulated, `lateness` is that of the worst tab. */
export interface TabsFacts {
  readonly tabs: number
  readonly dilation: number
  /** A sentence if the machine did not keep up, so that the times mean nothing. */
  readonly invalidBecause: string | null
  readonly lateness: {
    readonly p99Ms: Millis
    readonly worstMs: Millis
    readonly clockErrorMs: Millis
  }
}

export interface Summary {
  readonly runs: number
  /** Null if a peer did not finish in one of the runs. */
  readonly makespan: Estimate | null
  readonly ratioToBound: Estimate | null
  /** Over the leechers' own times. */
  readonly mean: Estimate | null
}

export type { SweepRun } from '../../../shared/experiments/sweep.ts'

/** A scenario's file over the values of `vary`, 'torrent.pieces=13,25,50', each with all seeds. */
export interface SweepTask {
  readonly document: string
  readonly vary: readonly string[]
  readonly seeds: readonly number[]
}

export type SweepPlanned =
  | { readonly ok: true; readonly points: number }
  | { readonly ok: false; readonly why: Why }

export interface SweepOutcome {
  readonly paths: readonly string[]
  readonly rows: readonly SweepRow[]
  readonly csv: string
  readonly lines: readonly LineConclusions[]
}

/** One repetition of what is compared. */
export interface SeedRun extends SweepRun {
  readonly seed: number
  readonly curves: readonly Curve[]
}

/** A set-up and its repetitions. */
export interface SetOfRuns {
  readonly boundMs: Millis
  readonly runs: readonly SeedRun[]
}

export interface Compared extends SweepFigures {
  /** Undefined for the first, which the others are compared with. */
  readonly beside: Beside | undefined
  readonly curves: readonly MeanCurve[]
}

/** `seeds`: those that both have. `times` null: not everyone finished in all of these. */
export type Beside =
  | { readonly seeds: number; readonly times: null }
  | { readonly seeds: number; readonly times: Estimate; readonly isSlower: Holds }

/** With its 95 % interval; null where a repetition has no value. */
export interface MeanCurve {
  readonly key: string
  /** Of the repetitions' means over their runs. */
  readonly overRun: Value
  readonly xs: readonly number[]
  readonly mean: readonly Value[]
  readonly low: readonly Value[]
  readonly high: readonly Value[]
}

export type { TopologyFormat } from '../../../shared/network/formats/any.ts'

export type TopologyRead =
  | {
      readonly ok: true
      /** As our own kind of file. */
      readonly file: string
      /** Sentences: what was left out, and what was added. */
      readonly leftOut: readonly string[]
    }
  | { readonly ok: false; readonly why: Why }

/** Answered once. `document`: a scenario's file, as text. */
export type Question =
  | { readonly task: 'catalogue' }
  | { readonly task: 'plan'; readonly document: string; readonly positions: Positions | undefined }
  /** With one peer for each of the tabs' places; `dilation` undefined: as this machine needs it. */
  | {
      readonly task: 'planTabs'
      readonly document: string
      readonly places: number
      readonly dilation: number | undefined
      /** Of this machine; undefined until it is measured. */
      readonly load: MachineLoad | undefined
    }
  /** Over ten seeds. */
  | { readonly task: 'simulatedMakespan'; readonly document: string }
  | { readonly task: 'planSweep'; readonly sweep: SweepTask }
  | {
      readonly task: 'runOfSweep'
      readonly sweep: SweepTask
      readonly point: number
      readonly seed: number
    }
  /** By point and seed. */
  | {
      readonly task: 'endSweep'
      readonly sweep: SweepTask
      readonly runs: readonly (readonly SweepRun[])[]
    }
  | { readonly task: 'compare'; readonly sets: readonly SetOfRuns[] }
  /** A topology of any kind of file. */
  | { readonly task: 'readTopology'; readonly text: string }
  /** `file`: a topology in our own kind of file. */
  | { readonly task: 'writeTopology'; readonly file: string; readonly format: TopologyFormat }
  | { readonly task: 'exportLog'; readonly document: string; readonly seed: number }

export interface Answers {
  readonly catalogue: Catalogue
  readonly plan: Planned
  readonly planTabs: TabsPlanned
  /** Null if a run did not come to its end. */
  readonly simulatedMakespan: Estimate | null
  readonly planSweep: SweepPlanned
  readonly runOfSweep: SweepRun
  readonly endSweep: SweepOutcome
  readonly compare: readonly Compared[]
  readonly readTopology: TopologyRead
  readonly writeTopology: string
  readonly exportLog: Blob
}

/** Sends chunks and results until it has ended, has failed or is cancelled. */
export type RunTask =
  /** The first seed's run is recorded, the others are repetitions. */
  | { readonly task: 'simulate'; readonly document: string; readonly seeds: readonly number[] }
  /** Real tabs run it; the updates bring what they report. */
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

/** `id` is the number of a task; updates and all replies carry it. */
export type ToWorker = { readonly id: number } & (Task | RunUpdate)

export type FromWorker = { readonly id: number } & (
  | { readonly is: 'answer'; readonly answer: Answers[keyof Answers] }
  /** `progress`: the share of all pieces that have come where they should. */
  | { readonly is: 'chunk'; readonly chunk: Chunk; readonly progress: number }
  /**
   * The result of one seed, and the summary of all seeds so far. `curves`: of a repetition; those of the
   * recorded run the page has itself.
   */
  | {
      readonly is: 'result'
      readonly run: RunResult
      readonly summary: Summary
      readonly curves: readonly Curve[]
    }
  | { readonly is: 'ended' }
  | { readonly is: 'failed'; readonly why: Why }
)
