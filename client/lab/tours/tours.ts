/**
 * Guided tours: prepared runs with captions at the moments that matter. A moment is defined by what is
 * recorded rather than by the clock, wherever something can be named.
 */
import { assert } from '../../../shared/base/assert.ts'
import type { Facts } from '../../language/en/lab-tours.ts'
import { labTours } from '../../language/lab-tours.ts'
import type { Document } from '../setup/draft.ts'
import bound from './bound.json' with { type: 'json' }
import freeRiders from './free-riders.json' with { type: 'json' }
import gossip from './gossip.json' with { type: 'json' }
import pieces from './pieces.json' with { type: 'json' }
import rarestFirst from './rarest-first.json' with { type: 'json' }
import tracker from './tracker.json' with { type: 'json' }

export interface Tour {
  /** In the link: `#tour=rarest-first`. */
  readonly key: keyof typeof labTours.texts.tours
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
  /** The name of its text. */
  readonly says: string
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

export const TOURS = [tracker, pieces, rarestFirst, freeRiders, gossip, bound] as readonly Tour[]

export const tourIn = (hash: string): Tour | undefined =>
  TOURS.find(({ key }) => hash === `#tour=${key}`)

/** A scenario's file says what it is about. */
export function documentOf({ document }: Act): Document {
  const abouts: Readonly<Record<string, string>> = labTours.texts.abouts
  return { ...document, about: abouts[String(document.name)] ?? '' }
}

export function textOf({ key }: Tour, { says }: Caption, facts: Facts): string {
  const captions: Readonly<Record<string, string | ((facts: Facts) => string)>> =
    labTours.texts.tours[key].captions
  const text = captions[says]
  assert(text !== undefined, `the tour ${key} has no text ${says}`)
  return typeof text === 'string' ? text : text(facts)
}
