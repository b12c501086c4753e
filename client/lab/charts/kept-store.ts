/**
 * Kept runs in the browser's storage, over a reload. What is read back is no more trusted than a link:
 * what does not fit is left out and deleted.
 */
import * as v from 'valibot'
import { Database } from '../../host/storage/idb.ts'
import type { Draft } from '../setup/draft.ts'
import { MAX_REPETITIONS, MAX_SEED } from '../setup/draft.ts'
import { parseFile } from '../setup/scenario-link.ts'
import type { SeedRun } from '../worker/protocol.ts'
import { CHART_KEYS, type ChartData, LINE_NAMES, MOMENTS, UNITS } from './chart-data.ts'

export const MAX_KEPT = 6

/** A run, or several of one set-up, without what can be computed from it. */
export interface StoredRun {
  readonly name: string
  readonly isInTabs: boolean
  readonly draft: Draft
  readonly boundMs: number
  readonly fingerprint: string | undefined
  readonly runs: readonly SeedRun[]
  /** Of the first run. */
  readonly charts: readonly ChartData[]
}

const MAX_DOCUMENT_LENGTH = 8 * 1024 * 1024
const MAX_TEXT_LENGTH = 500
const MAX_CHARTS = 16
const MAX_LINES = 64
/** Samples of a run, and its beginning. */
const MAX_POINTS = 1_100

const text = v.pipe(v.string(), v.maxLength(MAX_TEXT_LENGTH))
const amount = v.pipe(v.number(), v.finite(), v.minValue(0))
const value = v.nullable(v.pipe(v.number(), v.finite()))
const listOf = <Item extends v.GenericSchema>(item: Item, most: number) =>
  v.pipe(v.array(item), v.maxLength(most))
const values = listOf(value, MAX_POINTS)
const whole = (least: number, most: number) =>
  v.pipe(v.number(), v.safeInteger(), v.minValue(least), v.maxValue(most))

const line = v.object({
  of: v.union([
    v.picklist(LINE_NAMES),
    v.strictObject({ peer: text }),
    v.strictObject({ runs: whole(0, MAX_REPETITIONS) }),
  ]),
  look: v.picklist(['main', 'moving', 'peer', 'aside']),
  ys: values,
  node: v.exactOptional(whole(0, 1e6)),
  mean: v.exactOptional(value),
})

const outcome = v.variant('is', [
  v.object({ is: v.literal('whole'), afterMs: amount, plusMinusMs: v.undefinedable(amount) }),
  v.object({ is: v.picklist(['at-end', 'in-all']), value: amount }),
])

const chart = v.pipe(
  v.object({
    key: v.picklist(CHART_KEYS),
    unit: v.picklist(UNITS),
    xs: listOf(amount, MAX_POINTS),
    lines: listOf(line, MAX_LINES),
    band: v.undefinedable(
      v.object({ is: v.picklist(['quartiles', 'interval']), low: values, high: values }),
    ),
    boundSec: v.undefinedable(amount),
    top: amount,
    headline: v.undefinedable(whole(0, MAX_LINES)),
    outcome: v.undefinedable(outcome),
  }),
  // What is drawn belongs to a moment each.
  v.check(({ xs, lines, band, headline }) => {
    const rows = [...lines.map(({ ys }) => ys), ...(band ? [band.low, band.high] : [])]
    return rows.every(row => row.length === xs.length) && (headline ?? -1) < lines.length
  }),
)

const curve = v.object({
  key: v.picklist(CHART_KEYS),
  endSec: amount,
  overRun: value,
  ys: v.pipe(v.array(value), v.length(MOMENTS)),
})

const stored: v.GenericSchema<unknown, StoredRun> = v.object({
  name: text,
  isInTabs: v.boolean(),
  draft: v.object({
    base: v.undefinedable(text),
    document: v.pipe(
      v.string(),
      v.maxLength(MAX_DOCUMENT_LENGTH),
      v.rawTransform(({ dataset, addIssue, NEVER }) => {
        try {
          return parseFile(dataset.value)
        } catch {
          addIssue({ message: 'no scenario' })
          return NEVER
        }
      }),
    ),
    seed: whole(0, MAX_SEED),
    repetitions: whole(1, MAX_REPETITIONS),
  }),
  boundMs: v.pipe(amount, v.gtValue(0)),
  fingerprint: v.undefinedable(text),
  runs: v.pipe(
    v.array(
      v.object({
        seed: whole(0, MAX_SEED),
        makespanMs: v.nullable(amount),
        meanMs: v.nullable(amount),
        curves: listOf(curve, MAX_CHARTS),
      }),
    ),
    v.minLength(1),
    v.maxLength(MAX_REPETITIONS),
  ),
  charts: listOf(chart, MAX_CHARTS),
})

/** Undefined if it is none. */
export const parseStored = (input: unknown): StoredRun | undefined => {
  const parsed = v.safeParse(stored, input)
  return parsed.success ? parsed.output : undefined
}

/** The scenario's file as text: storage would take any object. */
export const storable = (run: StoredRun): object => ({
  ...run,
  draft: { ...run.draft, document: JSON.stringify(run.draft.document) },
})

const isOurs = (key: IDBValidKey): key is string => typeof key === 'string' && /^\d{15} /.test(key)

/** Keys sort by time: another tab may have kept others meanwhile. */
export class KeptStore {
  readonly #database = new Database('tabswarm-lab')

  static newKey(): string {
    return `${String(Date.now()).padStart(15, '0')} ${crypto.randomUUID()}`
  }

  /** The latest, in the order in which they were kept; the others and what is damaged are deleted. */
  async all(): Promise<Map<string, StoredRun>> {
    const keys = await this.#database.keys()
    const latest = keys.filter(isOurs).sort().slice(-MAX_KEPT)
    const kept = new Map<string, StoredRun>()
    for (const [i, input] of (await this.#database.getMany(latest)).entries()) {
      const run = parseStored(input)
      if (run) kept.set(latest[i] as string, run)
    }
    const others = keys.filter(key => !isOurs(key) || !kept.has(key))
    if (others.length > 0) await this.#database.deleteMany(others)
    return kept
  }

  set(key: string, run: StoredRun): Promise<void> {
    return this.#database.set(key, storable(run))
  }

  delete(key: string): Promise<void> {
    return this.#database.deleteMany([key])
  }
}
