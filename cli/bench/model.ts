/** `bench model`: the model of SCTP beside real data channels over lines that the kernel's packets pass. */
import { setTimeout as pause } from 'node:timers/promises'
import { type Context, cleanedUp } from '../command.ts'
import { linesObstacle } from '../netlab/needs.ts'
import { setUp } from './lines/rig.ts'
import { SIDES } from './lines/sides.ts'
import type { Line } from './lines/table.ts'
import { CONNECTIONS, type Connections, MODEL_LINES } from './model/lines.ts'
import { modelledRate } from './model/modelled.ts'
import { judge, type ModelResult, type ModelSample, modelTable } from './model/report.ts'
import type { ModelOptions } from './options.ts'
import type { Content } from './side.ts'

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
  const samples: ModelSample[] = []
  const failures: string[] = []
  const { line: only } = options
  for (const { line } of MODEL_LINES.filter(({ line }) => line.name.includes(only ?? ''))) {
    for (const connections of CONNECTIONS) {
      const kernel: number[] = []
      for (let run = 1; options.kernel && run <= options.runs; run++) {
        signal.throwIfAborted()
        try {
          const rate = await kernelRate(line, connections, run, options.seconds * 1000, signal)
          kernel.push(rate)
          console.error(`${line.name}, over ${connections}: ${rate.toFixed(3)} MB/s`)
        } catch (error) {
          signal.throwIfAborted()
          failures.push(
            `${line.name}, ${connections}: ${error instanceof Error ? error.message : error}`,
          )
          console.error(failures.at(-1))
        }
      }
      const measuredMs = options.seconds * 1000 - WARM_UP_MS
      const model = Array.from({ length: Math.max(options.runs, LEAST_MODEL_RUNS) }, (_, seed) =>
        modelledRate(line, connections, { seed: seed + 1, warmUpMs: WARM_UP_MS, measuredMs }),
      )
      samples.push({ line: line.name, connections, kernel, model })
      console.error(
        `${line.name}, ${connections}: ${kernel.map(rate => rate.toFixed(3)).join(' ')}`,
      )
    }
  }
  const result = judge(samples, failures)
  return { result, table: modelTable(result) }
}

/** 10^6 bytes a second at the receiver. */
const kernelRate = (
  line: Line,
  connections: Connections,
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

/** Raw channels send what they make themselves. */
const NO_CONTENT: Content = {
  path: '',
  bytes: 0,
  sha256: '',
  pieceLength: 0,
  dispose: () => Promise.resolve(),
}
