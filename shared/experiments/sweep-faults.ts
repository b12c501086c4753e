/** What may be wrong with what a sweep is told to vary. Of each kind: the sentence in English. */
import type { Fault } from '../base/faults.ts'

interface At {
  /** 'torrent.pieces'. */
  readonly path: string
}
/** 'torrent.pieces=13, seeders=2'. */
interface Point {
  readonly place: string
}

export const SWEEP_FAULTS = {
  nothing: () => 'Say what to vary, such as torrent.pieces=13,25,50.',
  'too-many-settings': ({ count, most }: { count: number; most: number }) =>
    `${most} settings can be varied at most, not ${count}.`,
  'setting-twice': ({ path }: At) => `${path} is varied twice. Give all its values in one list.`,
  unwritten: ({ text }: { text: string }) =>
    `Say what to vary and its values, like torrent.pieces=13,25,50, not "${text}".`,
  'no-value': ({ path }: At) => `${path}: a value is empty. Write them as in 13,25,50.`,
  'too-many-values': ({ path, count, most }: At & { count: number; most: number }) =>
    `${path}: ${count} values are too many; ${most} are the most.`,
  'value-twice': ({ path, value }: At & { value: string }) => `${path}: ${value} is given twice.`,
  'mixed-units': ({ path, text }: At & { text: string }) =>
    `${path}: "${text}" mixes units. Write them alike, as in 2Mbps..6Mbps:2Mbps.`,
  'empty-range': ({ path, text }: At & { text: string }) =>
    `${path}: "${text}" has no values. Write a range upwards, as in 10..50:10.`,
  'long-range': ({ path, text, count, most }: At & { text: string; count: number; most: number }) =>
    `${path}: "${text}" has ${count} values; ${most} are the most. Take larger steps.`,
  'too-many-runs': ({ count, most }: { count: number; most: number }) =>
    `${count.toLocaleString('en')} runs are too many; ${most.toLocaleString('en')} are the most. Take fewer values, or fewer seeds.`,
  'only-seeders': ({ place }: Point) =>
    `${place} cannot be run: every peer is a seeder, so nobody has anything to fetch.`,
  /** `why`: a fault of the scenario at this point. */
  'bad-point': ({ place, why }: Point & { why: string }) => `${place} cannot be run: ${why}.`,
}

export type SweepFault = Fault<typeof SWEEP_FAULTS>
