/** npm run sweep: see `HELP`. Results on stdout, progress and troubles on stderr. */
import { accessSync, constants, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import '../client/language/english.ts'
import { sentencesOf } from '../client/lab/vary/sweep-words.ts'
import { FileError } from '../shared/base/json-file.ts'
import {
  placeOf,
  type SweepRow,
  sweepConclusions,
  sweepCsv,
  sweepPoints,
  sweepRow,
} from '../shared/experiments/sweep.ts'
import { SweepError, type Varied } from '../shared/experiments/varied.ts'
import { amount } from '../shared/experiments/words.ts'
import { aligned } from './aligned.ts'
import { runCommand, UsageError } from './command.ts'
import { csvOf, longHead, longRows } from './long-table.ts'
import { scenarioFile } from './scenario.ts'
import { runAll } from './sim/pool.ts'
import type { Job } from './sim/worker.ts'
import { createBars } from './swarm/bars.ts'
import { HELP, parseOptions, type RunOptions } from './sweep/options.ts'

await runCommand(
  'sweep',
  async (args, { signal }) => {
    const options = parseOptions(args)
    if (options.command === 'run') return sweep(options, signal)
    console.log(HELP)
    return 0
  },
  { refusals: [FileError, SweepError] },
)

async function sweep(options: RunOptions, signal: AbortSignal): Promise<number> {
  const { scenario, settings, varied, seeds, jobs: workers, csv, runsFile, json } = options
  const points = sweepPoints({ ...scenarioFile(scenario), settings }, varied, seeds)
  if (csv !== undefined) checkWritable('--csv', csv)
  if (runsFile !== undefined) checkWritable('--runs', runsFile)
  const jobs = points.flatMap(point =>
    Array.from(
      { length: seeds },
      (_, i): Job => ({ scenario: point.scenario, seed: i + 1, log: undefined, trace: undefined }),
    ),
  )
  const bars = createBars(process.stderr)
  const done = new Map<Job, number>()
  const timed = await runAll(jobs, {
    workers,
    signal,
    onProgress(job, share) {
      done.set(job, share)
      const total = [...done.values()].reduce((sum, each) => sum + each, 0) / jobs.length
      bars.show([{ label: scenario, done: total, note: `${done.size} of ${jobs.length} runs` }])
    },
  })
  const runs = timed.map(({ run }) => run)
  const rows = points.map((point, i) => sweepRow(point, runs.slice(i * seeds, (i + 1) * seeds)))
  const conclusions = sentencesOf(sweepConclusions(varied, rows))
  if (csv !== undefined) writeFileSync(csv, sweepCsv(varied, rows))
  if (runsFile !== undefined) {
    const long = runs.flatMap((run, i) => {
      const { labels, boundSec } = rows[Math.floor(i / seeds)] as SweepRow
      return longRows(run, boundSec * 1000, labels)
    })
    writeFileSync(runsFile, csvOf([longHead(varied.map(({ path }) => path)), ...long]))
  }
  if (json)
    console.log(
      JSON.stringify({
        scenario,
        varied: varied.map(({ path }) => path),
        seeds,
        rows,
        conclusions,
      }),
    )
  else console.log([...table(varied, rows), '', ...conclusions].join('\n'))
  const failures = runs.flatMap((run, i) => {
    const { labels = [] } = points[Math.floor(i / seeds)] ?? {}
    return run.failures.map(failure => `${placeOf(varied, labels)}, seed ${run.seed}: ${failure}`)
  })
  for (const failure of failures) console.error(failure)
  return failures.length > 0 ? 1 : 0
}

/** Before anything is computed. */
function checkWritable(flag: string, path: string): void {
  try {
    accessSync(dirname(path), constants.W_OK)
  } catch {
    throw new UsageError(`${flag}: there is no folder "${dirname(path)}" that can be written to.`)
  }
}

function table(varied: readonly Varied[], rows: readonly SweepRow[]): string[] {
  const head = ['runs', 'finished', 'bound', 'makespan', 'x bound', 'mean of a peer']
  const cells = rows.map(row => [
    ...row.labels,
    ...[String(row.runs), String(row.finished), `${row.boundSec.toFixed(3)} s`],
    amount(row.makespanSec, ' s'),
    amount(row.timesBound),
    amount(row.meanPeerSec, ' s'),
  ])
  const columns = varied.map(({ path }) => path)
  return aligned([[...columns, ...head], ...cells], 'r'.repeat(columns.length + head.length))
}
