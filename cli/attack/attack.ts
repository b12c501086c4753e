/** What an attack is, and what its run says. */
import type { Flood } from './server/flood.ts'

interface Described {
  readonly name: string
  /** One line: what is done. */
  readonly about: string
}

/** A flood of the server from one address, beside an honest one. */
export interface ServerAttack extends Described {
  readonly target: 'server'
  /** In all swarms, honest ones among them: where the flood shall not come to be in any. */
  readonly maxMembers?: number
  /** Runs in a process of its own until the flood is over. Whatever is refused, it tries again. */
  flood(flood: Flood): Promise<void>
}

/** By the server on a tab that shares a file. */
export interface TabAttack extends Described {
  readonly target: 'tab'
  run(run: Run): Promise<Figure[]>
}

/** By a remote that is linked with the tab. */
export interface LinkAttack extends Described {
  readonly target: 'link'
  run(run: Run): Promise<Figure[]>
}

export type Attack = ServerAttack | TabAttack | LinkAttack

export interface Run {
  /** Of attack; the sink that it is compared with takes as long again. */
  readonly seconds: number
  readonly signal: AbortSignal
  /** Of what the server keeps its swarms in; by default its memory. */
  readonly redisUrl?: string | undefined
}

/** One thing that was measured, and what it had to be. */
export interface Figure {
  readonly what: string
  readonly limit: string
  readonly measured: string
  readonly held: boolean
}

export interface Result {
  readonly name: string
  readonly about: string
  readonly figures: readonly Figure[]
}

const GROUPING = 'en'

export function atMost(what: string, value: number, limit: number, unit: string): Figure {
  const text = (number: number) => `${Math.round(number).toLocaleString(GROUPING)} ${unit}`.trim()
  return { what, limit: `<= ${text(limit)}`, measured: text(value), held: value <= limit }
}

/**
 * A time that a busy machine makes longer, too: what it is beside the sink is not the attacked one's
 * fault. `sinkMs` is NaN where there was no sink.
 */
export function besideSink(what: string, ms: number, sinkMs: number, limitMs: number): Figure {
  const figure = atMost(what, ms, limitMs, 'ms')
  if (Number.isNaN(sinkMs)) return figure
  const measured = `${figure.measured} (sink ${Math.round(sinkMs)} ms)`
  return { ...figure, measured, held: ms <= Math.max(limitMs, sinkMs) }
}

export function atLeast(what: string, value: number, limit: number): Figure {
  return { what, limit: `>= ${limit}`, measured: value.toFixed(2), held: value >= limit }
}

/** `trouble`: what is not as it must be. */
export const mustBe = (what: string, trouble: string | undefined): Figure => ({
  what,
  limit: 'yes',
  measured: trouble ?? 'yes',
  held: trouble === undefined,
})
