/**
 * Guided tours: prepared runs with captions at the moments that matter. A moment is defined by what is
 * recorded rather than by the clock, wherever something can be named.
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
  readonly question: string
  readonly acts: readonly Act[]
}

export interface Act {
  readonly document: Document
  readonly seed: number
  /** Virtual ms in a real second. */
  readonly speed: number
  readonly captions: readonly Caption[]
}

export interface Caption {
  readonly at: Cue
  /** `withFacts` fills in what is in braces. */
  readonly text: string
  readonly peer?: string
  readonly chart?: string
}

/** The first moment at which this holds. Exactly one is given; `peer` narrows `event`. */
export interface Cue {
  readonly ms?: number
  /** The first such event in the log, reported by a peer about itself. */
  readonly event?: string
  readonly peer?: string
  /** This number of leechers have everything. */
  readonly finished?: number
  /** Leechers hold this share of all pieces. */
  readonly held?: number
  readonly left?: string
  /** A departure leaves a piece with at most this number of copies. */
  readonly copies?: number
  readonly end?: boolean
}

export const TOURS: readonly Tour[] = [tracker, pieces, rarestFirst, freeRiders, gossip, bound]

export const tourIn = (hash: string): Tour | undefined =>
  TOURS.find(({ key }) => hash === `#tour=${key}`)
