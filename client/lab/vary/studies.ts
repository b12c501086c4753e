/**
 * What the two source documents studied, for one click each: base, settings and what is varied. The reports
 * of `npm run experiment` decide each finding; these are the same questions, to be looked at and changed.
 */
import type { labVary } from '../../language/lab-vary.ts'
import type { Value } from '../setup/draft.ts'

export interface KnownStudy {
  readonly key: keyof typeof labVary.texts.studies.titles
  /** A built-in scenario. */
  readonly base: string
  readonly set: Readonly<Record<string, Value>>
  readonly vary: readonly string[]
}

/** A study's interval needs several; ten take seconds to minutes. */
export const STUDY_REPETITIONS = 10

/** The program of the thesis, and blocks of the length that fits its sample run. */
const THESIS = {
  'exchange.kind': 'bittorrent',
  'exchange.fidelity': 'literal',
  'torrent.blockBytes': 4096,
}
/** Literal pull does not end: it is watched for two minutes. */
const REPORT = { 'checks.everyoneFinishes': false, limit: '2min' }

export const STUDIES: readonly KnownStudy[] = [
  {
    key: 'file-size',
    base: 'thesis-46',
    set: THESIS,
    vary: ['torrent.pieces=13,25,50,75,100', 'exchange.picking=random,rarest-first'],
  },
  {
    key: 'seeders',
    base: 'thesis-46',
    set: THESIS,
    vary: ['seeders=1,2,4,8,16,23'],
  },
  {
    key: 'peer-rate',
    base: 'thesis-46',
    set: THESIS,
    vary: ['topology.accessRate=2Mbps..10Mbps:2Mbps'],
  },
  {
    key: 'peers-and-pieces',
    base: 'thesis-46',
    set: THESIS,
    vary: ['topology.builtIn=thesis-20,thesis-30,thesis-46', 'torrent.pieces=25,50,100,150'],
  },
  {
    key: 'gossip-modes',
    base: 'report',
    set: REPORT,
    vary: ['exchange.mode=push,pull,push-pull', 'exchange.fidelity=literal,intended,informed'],
  },
  {
    key: 'gossip-rounds',
    base: 'report',
    set: REPORT,
    vary: ['torrent.pieces=9,25,50', 'exchange.fidelity=intended,informed'],
  },
  {
    key: 'gossip-fan-out',
    base: 'report',
    set: { ...REPORT, 'topology.peers': 24, 'exchange.fidelity': 'intended' },
    vary: ['exchange.fanOut=1,2,4,8', 'exchange.mode=push,pull,push-pull'],
  },
]
