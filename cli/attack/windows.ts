/** Windows of an attack and of its sink in turn, and what an honest transfer does in each. */
import { median } from './percentile.ts'

export type WindowKind = 'attack' | 'sink'

/** Between two windows: the sockets of the one are closed, the other has not begun. */
const REST_MS = 2_000
const SAMPLE_MS = 1_000

/** Each kind twice: one pair would be at the mercy of what else the machine does. */
const IN_PAIRS: readonly WindowKind[] = ['attack', 'sink', 'attack', 'sink']

/** Until what was attacked is calm again: a sink beside one that is still busy would flatter it. */
const CALM_LIMIT_MS = 15_000
const CALM_MS = 100
/** One quick answer may be luck. */
const CALM_ANSWERS = 5

/** What all of it takes at most, for who has to have bytes for that long. */
export const totalSeconds = (seconds: number): number =>
  2 * seconds + (IN_PAIRS.length * REST_MS + 2 * CALM_LIMIT_MS) / 1000

/** `ask` is quick when what was attacked is. False if that is not so in time. */
export async function untilCalm(ask: () => Promise<unknown>): Promise<boolean> {
  const giveUpAt = performance.now() + CALM_LIMIT_MS
  let quick = 0
  while (quick < CALM_ANSWERS && performance.now() < giveUpAt) {
    const askedAt = performance.now()
    await ask()
    quick = performance.now() - askedAt < CALM_MS ? quick + 1 : 0
    await pause(CALM_MS)
  }
  return quick === CALM_ANSWERS
}

export interface WindowPlan {
  readonly seconds: number
  readonly signal: AbortSignal
  readonly turns?: readonly WindowKind[]
  /** One window. A sink is to be sent as much as the attack before it has sent. */
  window(kind: WindowKind, durationMs: number, isLast: boolean): Promise<void>
  /** Between two windows, beside a pause. */
  rest?(): Promise<void>
  /** Every second of a window; the sum of bytes, if there is a transfer. */
  sample(kind: WindowKind): Promise<number | undefined>
}

/** The share of the rate beside a sink that is left beside the attack; undefined without a transfer. */
export async function inTurns(plan: WindowPlan): Promise<number | undefined> {
  const { turns = IN_PAIRS, signal } = plan
  const lastAttack = turns.lastIndexOf('attack')
  const durationMs = (plan.seconds * 1000) / turns.filter(kind => kind === 'attack').length
  const rates: Record<WindowKind, number[]> = { attack: [], sink: [] }
  for (const [turn, kind] of turns.entries()) {
    if (signal.aborted) return undefined
    let isOver = false
    const window = plan.window(kind, durationMs, turn === lastAttack).finally(() => {
      isOver = true
    })
    const [sampled] = await Promise.all([samples(plan, kind, () => isOver), window])
    rates[kind].push(...sampled)
    await plan.rest?.()
    await pause(REST_MS)
  }
  return rates.sink.length === 0 ? undefined : median(rates.attack) / median(rates.sink)
}

/** Bytes per second, each second. */
async function samples(
  { sample }: WindowPlan,
  kind: WindowKind,
  isOver: () => boolean,
): Promise<number[]> {
  const rates: number[] = []
  let before = { at: performance.now(), bytes: await sample(kind) }
  while (!isOver()) {
    await pause(SAMPLE_MS)
    const now = { bytes: await sample(kind), at: performance.now() }
    if (now.bytes !== undefined && before.bytes !== undefined)
      rates.push(((now.bytes - before.bytes) * 1000) / (now.at - before.at))
    before = now
  }
  return rates
}

export const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))
