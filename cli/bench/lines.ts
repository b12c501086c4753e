/** `bench lines`: what each side gets over lines that the kernel's packets really pass. */
import { setTimeout as pause } from 'node:timers/promises'
import { buildPages } from '../build.ts'
import { type Cleanup, type Context, cleanedUp } from '../command.ts'
import { linesObstacle } from '../netlab/needs.ts'
import { judge, type LineSample, type LinesResult, linesTable } from './lines/report.ts'
import { type Rig, setUp } from './lines/rig.ts'
import { type Received, SIDE_NAMES, SIDES, type SideName } from './lines/sides.ts'
import { LINES, type Line, TO_FOUR } from './lines/table.ts'
import type { LinesOptions } from './options.ts'
import { type Content, makeContent } from './side.ts'

/** Of a steady rate: what comes before is left out. */
const WARM_UP_MS = 10_000
const MEASURED_MS = 30_000
/** From opening the link until everything is there; a slower one is given up. */
export const WHOLE_BYTES = 20e6
const WHOLE_LIMIT_MS = 180_000
const LOOK_MS = 50

/** For a smoke: enough to see that every side gets through, and what the lanes are about. */
const QUICK = { lines: ['20 Mbit/s, 100 ms, 0.5 %'], measuredMs: 15_000, wholes: false }

interface Task {
  readonly line: Line
  readonly receivers: number
}

export async function benchLines(
  options: LinesOptions,
  { cleanup, signal }: Context,
): Promise<{ result: LinesResult; table: string }> {
  const obstacle = linesObstacle()
  if (obstacle !== undefined) throw new Error(obstacle)
  await buildPages()
  const samples: LineSample[] = []
  const failures: string[] = []
  for (const task of tasksOf(options)) {
    const contents = await contentsFor(task.line, options, cleanup)
    for (let run = 1; run <= options.runs; run++) {
      for (const side of SIDE_NAMES.filter(name => options.sides.includes(name))) {
        signal.throwIfAborted()
        try {
          const figures = await measure(task, side, run, contents, options, signal)
          const sample = { line: task.line.name, receivers: task.receivers, side, ...figures }
          samples.push(sample)
          tell(sample)
        } catch (error) {
          signal.throwIfAborted()
          const reason = error instanceof Error ? error.message : `${error}`
          failures.push(`${task.line.name}, ${side}: ${reason}`)
          console.error(failures.at(-1))
        }
      }
    }
  }
  const result = judge(samples, failures)
  return { result, table: linesTable(result) }
}

function tasksOf({ line: only, quick, receivers }: LinesOptions): Task[] {
  const isAsked = ({ name }: Line) =>
    only === undefined ? !quick || QUICK.lines.includes(name) : name.includes(only)
  const lines = LINES.filter(isAsked)
  const toFour = quick && receivers !== 4 ? [] : lines.filter(({ name }) => TO_FOUR.includes(name))
  const tasks = [
    ...lines.map(line => ({ line, receivers: 1 })),
    ...toFour.map(line => ({ line, receivers: 4 })),
  ]
  return tasks.filter(task => receivers === undefined || task.receivers === receivers)
}

interface Contents {
  /** More than passes the line in the time. */
  readonly endless: Content
  readonly whole: Content | undefined
}

async function contentsFor(line: Line, options: LinesOptions, cleanup: Cleanup): Promise<Contents> {
  const ms = WARM_UP_MS + measuredMsOf(options) + 20_000
  const bytes = Math.max(WHOLE_BYTES, (line.up.bitsPerSec / 8 / 1000) * ms)
  const endless = await makeContent(Math.ceil(bytes))
  cleanup.add(() => endless.dispose())
  const whole = options.quick ? undefined : await makeContent(WHOLE_BYTES)
  if (whole) cleanup.add(() => whole.dispose())
  return { endless, whole }
}

const measuredMsOf = ({ quick }: LinesOptions): number => (quick ? QUICK.measuredMs : MEASURED_MS)

async function measure(
  { line, receivers }: Task,
  side: SideName,
  run: number,
  { endless, whole }: Contents,
  options: LinesOptions,
  signal: AbortSignal,
): Promise<{ mbPerSec: number; wholeSec: number | undefined }> {
  const inRig = <T>(content: Content, work: (received: Received) => Promise<T>): Promise<T> =>
    cleanedUp(signal, async cleanup => {
      const rig: Rig = await setUp(line, receivers, run, cleanup)
      return work(await SIDES[side](rig, content, cleanup))
    })
  const mbPerSec = await inRig(endless, received => steadyRate(received, measuredMsOf(options)))
  const wholeSec = whole && (await inRig(whole, timeOfWhole))
  return { mbPerSec, wholeSec }
}

/** In all, 10^6 bytes a second. */
async function steadyRate(received: Received, measuredMs: number): Promise<number> {
  await pause(WARM_UP_MS)
  const [before, beforeAt] = [sum(await received()), performance.now()]
  await pause(measuredMs)
  const [after, afterAt] = [sum(await received()), performance.now()]
  return (after - before) / 1000 / (afterAt - beforeAt)
}

/** Seconds until the last receiver has as much; undefined if that takes too long. */
export async function timeOfWhole(received: Received): Promise<number | undefined> {
  const begunAt = performance.now()
  for (;;) {
    const isThere = (await received()).every(bytes => bytes >= WHOLE_BYTES)
    const sec = (performance.now() - begunAt) / 1000
    if (isThere) return sec
    if (sec * 1000 > WHOLE_LIMIT_MS) return undefined
    await pause(LOOK_MS)
  }
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)

function tell({ line, receivers, side, mbPerSec, wholeSec }: LineSample): void {
  const to = receivers > 1 ? ` to ${receivers}` : ''
  const whole = wholeSec === undefined ? '' : `  20 MB in ${wholeSec.toFixed(1)} s`
  console.error(`${line}${to}  ${side.padEnd(10)} ${mbPerSec.toFixed(2)} MB/s${whole}`)
}
