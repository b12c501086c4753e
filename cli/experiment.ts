/** npm run experiment: see `HELP`. Findings on stdout, progress and troubles on stderr. */

import { join } from 'node:path'
import { EXPERIMENTS } from '../shared/experiments/catalogue.ts'
import { HOLDS_WORDS } from '../shared/experiments/experiment.ts'
import type { Summary } from '../shared/experiments/summary.ts'
import { aligned } from './aligned.ts'
import { runCommand } from './command.ts'
import { writeDocs } from './experiment/docs.ts'
import { writeExperiment, writeReport } from './experiment/files.ts'
import { keptSummary } from './experiment/kept.ts'
import { HELP, parseOptions, type RunOptions } from './experiment/options.ts'
import { runExperiment } from './experiment/run.ts'
import { createBars } from './swarm/bars.ts'

await runCommand('experiment', async (args, { signal }) => {
  const options = parseOptions(args)
  if (options.command === 'run') return runAndWrite(options, signal)
  console.log(options.command === 'help' ? HELP : experimentList())
  return 0
})

/** Each experiment is written as soon as it is done: who interrupts the rest keeps it. */
async function runAndWrite(
  { experiments, seeds, jobs, tabs, out, docs, keep }: RunOptions,
  signal: AbortSignal,
): Promise<number> {
  const bars = createBars(process.stderr)
  const progress = experiments.map(({ name }) => ({ label: name, done: 0, note: '' }))
  const summaries: Summary[] = []
  for (const [index, experiment] of experiments.entries()) {
    const kept = keep ? keptSummary(out, experiment, seeds) : undefined
    if (kept) {
      summaries.push(kept)
      continue
    }
    const summary = await runExperiment(experiment, {
      seeds,
      tabs,
      workers: jobs,
      signal,
      onProgress(done) {
        progress[index] = { label: experiment.name, done, note: '' }
        bars.show(progress)
      },
    })
    summaries.push(summary)
    writeExperiment(out, summary)
  }
  writeReport(out, summaries)
  if (docs) writeDocs(summaries)
  for (const { source, claim, holds, words } of summaries.flatMap(({ findings }) => findings)) {
    console.log(`${source}: ${claim}\n  ${HOLDS_WORDS[holds]}: ${words}\n`)
  }
  console.log(`Open ${join(out, 'report.html')} in a browser.`)
  const troubles = summaries.flatMap(summary => summary.troubles)
  for (const trouble of troubles) console.error(trouble)
  return troubles.length > 0 ? 1 : 0
}

function experimentList(): string {
  return aligned(EXPERIMENTS.map(({ name, question }) => [name, question])).join('\n')
}
