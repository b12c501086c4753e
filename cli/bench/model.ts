/** `bench model`: the model of SCTP beside real data channels over lines that the kernel's packets pass. */
import { setTimeout as pause } from 'node:timers/promises'
import { buildPages } from '../build.ts'
import { type Context, cleanedUp } from '../command.ts'
import { linesObstacle } from '../netlab/needs.ts'
import { setUp } from './lines/rig.ts'
import { SIDES } from './lines/sides.ts'
import type { Line } from './lines/table.ts'
import { timeOfWhole, WHOLE_BYTES } from './lines.ts'
import { CONNECTIONS, MODEL_LINES } from './model/lines.ts'
import { modelledRate } from './model/modelled.ts'
import { modelledWhole } from './model/product.ts'
import { judge, type ModelResult, type ModelSample, modelTable } from './model/report.ts'
import type { ModelOptions } from './options.ts'
import { type Content, makeContent } from './side.ts'

/** Of each run: what comes before is left out. */
const WARM_UP_MS = 10_000
/** Virtual time is cheap. */
const LEAST_MODEL_RUNS = 10

export async function benchModel(
  options: ModelOptions,
  { signal }: Context,
): Promise<{ result: ModelResult; table: string }> {
  const obstacle = options.kernel ? linesObstacle() : undefined
  if (obstacle !== undefined) throw new Error(obstacle)
  if (options.product && options.kernel) await buildPages()
  const kinds: readonly ModelSample['of'][] = options.product ? ['product'] : CONNECTIONS
  const samples: ModelSample[] = []
  const failures: string[] = []
  for (const { line } of MODEL_LINES.filter(({ line }) => line.name.includes(options.line ?? ''))) {
    for (const of of kinds) {
      const kernel: number[] = []
      for (let run = 1; options.kernel && run <= options.runs; run++) {
        signal.throwIfAborted()
        try {
          const figure = await kernelFigure(line, of, run, options.seconds * 1000, signal)
          kernel.push(figure)
          console.error(`${line.name}, ${of}: ${figure.toFixed(3)}`)
        } catch (error) {
          signal.throwIfAborted()
          const reason = error instanceof Error ? error.message : `${error}`
          failures.push(`${line.name}, ${of}: ${reason}`)
          console.error(failures.at(-1))
        }
      }
      const runs = Math.max(options.runs, LEAST_MODEL_RUNS)
      const model = Array.from({ length: runs }, (_, i) =>
        modelFigure(line, of, i + 1, options.seconds * 1000),
      )
      samples.push({ line: line.name, of, kernel, model })
    }
  }
  const result = judge(samples, failures)
  return { result, table: modelTable(result) }
}

const modelFigure = (line: Line, of: ModelSample['of'], seed: number, ms: number): number =>
  of === 'product'
    ? modelledWhole(line, seed)
    : modelledRate(line, of, { seed, warmUpMs: WARM_UP_MS, measuredMs: ms - WARM_UP_MS })

const kernelFigure = (
  line: Line,
  of: ModelSample['of'],
  run: number,
  ms: number,
  signal: AbortSignal,
): Promise<number> =>
  of === 'product' ? kernelWhole(line, run, signal) : kernelRate(line, of, run, ms, signal)

/** 10^6 bytes a second at the receiver. */
const kernelRate = (
  line: Line,
  connections: (typeof CONNECTIONS)[number],
  run: number,
  ms: number,
  signal: AbortSignal,
): Promise<number> =>
  cleanedUp(signal, async cleanup => {
    const rig = await setUp(line, 1, run, cleanup)
    const received = await SIDES[`raw${connections}`](rig, NO_CONTENT, cleanup)
    const total = async () => (await received()).reduce((a, b) => a + b, 0)
    await pause(WARM_UP_MS)
    const [before, beforeAt] = [await total(), performance.now()]
    await pause(ms - WARM_UP_MS)
    const [after, afterAt] = [await total(), performance.now()]
    return (after - before) / 1000 / (afterAt - beforeAt)
  })

/** Seconds from opening the link to the last byte. */
const kernelWhole = (line: Line, run: number, signal: AbortSignal): Promise<number> =>
  cleanedUp(signal, async cleanup => {
    const content = await makeContent(WHOLE_BYTES)
    cleanup.add(() => content.dispose())
    const rig = await setUp(line, 1, run, cleanup)
    const sec = await timeOfWhole(await SIDES.ours(rig, content, cleanup))
    if (sec === undefined) throw new Error('it took far too long')
    return sec
  })

/** Raw channels send what they make themselves. */
const NO_CONTENT: Content = {
  path: '',
  bytes: 0,
  sha256: '',
  pieceLength: 0,
  dispose: () => Promise.resolve(),
}
