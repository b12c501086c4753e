/**
 * Guided tours: one prepared run after the other, each stopped with a caption at the moments that
 * matter. The moments are told by what is recorded, not by the clock, wherever something can be named.
 */
import type { Document } from '../setup/draft.ts'
import bound from './bound.json' with { type: 'json' }
import freeRiders from './free-riders.json' with { type: 'json' }
import gossip from './gossip.json' with { type: 'json' }
import pieces from './pieces.json' with { type: 'json' }
import rarestFirst from './rarest-first.json' with { type: 'json' }
import tracker from './tracker.json' with { type: 'json' }

export interface Tour {
  /** In the link: `#tour=rarest-first`. */
  readonly key: string
  readonly title: string
  /** What it answers. */
  readonly question: string
  readonly acts: readonly Act[]
}

export interface Act {
  /** A scenario's file. */
  readonly document: Document
  readonly seed: number
  /** Virtual ms in a second of ours. */
  readonly speed: number
  readonly captions: readonly Caption[]
}

export interface Caption {
  readonly at: Cue
  /** What is in braces is filled in from the run: see `facts.ts`. */
  readonly text: string
  /** A peer that is shown in detail meanwhile. */
  readonly peer?: string
  /** A chart to look at, by its key. */
  readonly chart?: string
}

/** The first moment at which it is so. One of them each; `peer` narrows `event`. */
export interface Cue {
  readonly ms?: number
  /** In the log, as the peer itself says it. */
  readonly event?: string
  readonly peer?: string
  /** So many leechers have everything. */
  readonly finished?: number
  /** This share of what leechers are to get is held. */
  readonly held?: number
  readonly left?: string
  /** A piece that was in the swarm has so few copies. */
  readonly copies?: number
  /** Of the run. */
  readonly end?: boolean
}

export const TOURS: readonly Tour[] = [tracker, pieces, rarestFirst, freeRiders, gossip, bound]

/** Of a link that leads to one. */
export const tourIn = (hash: string): Tour | undefined =>
  TOURS.find(({ key }) => hash === `#tour=${key}`)
