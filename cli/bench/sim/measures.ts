/** What the simulator's bench measures, and what each is to be. Plain data for parent and child. */

export type Measure =
  /** The event queue alone. */
  | { readonly kind: 'queue'; readonly waiting: number }
  /** A whole built-in scenario, with one seed after the other. */
  | { readonly kind: 'scenario'; readonly name: string; readonly runs: number }
  /** What an event costs in the midst of swarms of this size, taken in turns: medians of slices. */
  | { readonly kind: 'cost'; readonly peers: number; readonly swarms: number }

export interface QueueFigures {
  readonly eventsPerSecond: number
}

export interface ScenarioFigures {
  readonly medianMs: number
  readonly eventsPerSecond: number
  /** Of the process. */
  readonly peakMb: number
  readonly everyoneFinished: boolean
}

export interface CostFigures {
  readonly nsPerEvent: number
}

export interface FiguresOf {
  readonly queue: QueueFigures
  readonly scenario: ScenarioFigures
  readonly cost: CostFigures
}
