/** The tours that there are, in the order of a course. */
import bound from './bound.json' with { type: 'json' }
import freeRiders from './free-riders.json' with { type: 'json' }
import gossip from './gossip.json' with { type: 'json' }
import pieces from './pieces.json' with { type: 'json' }
import rarestFirst from './rarest-first.json' with { type: 'json' }
import type { Tour } from './tour.ts'
import tracker from './tracker.json' with { type: 'json' }

export const TOURS: readonly Tour[] = [tracker, pieces, rarestFirst, freeRiders, gossip, bound]

/** Of a link that leads to one. */
export const tourIn = (hash: string): Tour | undefined =>
  TOURS.find(({ key }) => hash === `#tour=${key}`)
