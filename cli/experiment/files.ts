/** What an experiment leaves behind, the same bytes each time: its numbers, its charts, the report. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { experimentCommand } from '../../shared/experiments/plan.ts'
import type { Summary } from '../../shared/experiments/summary.ts'
import { drawingsOf } from '../chart/drawings.ts'
import { standalone } from '../chart/frame.ts'
import { ROOT } from '../command.ts'
import { reportOf } from './report.ts'
import { csvOf, runsCsvOf } from './table.ts'

const VERSION: string = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version

export function writeExperiment(folder: string, summary: Summary): void {
  const { name, asked, where } = summary
  const record = {
    version: VERSION,
    command: experimentCommand(name, asked, where),
    ...summary,
  }
  write(folder, `${name}.json`, `${JSON.stringify(record, null, 1)}\n`)
  write(folder, `${name}.csv`, csvOf(summary))
  write(folder, `${name}-runs.csv`, runsCsvOf(summary))
  for (const [file, svg] of figuresOf(summary)) write(folder, file, svg)
}

export const writeReport = (folder: string, summaries: readonly Summary[]): void =>
  write(folder, 'report.html', reportOf(summaries, VERSION))

/** File name -> SVG. */
export const figuresOf = (summary: Summary): [string, string][] =>
  drawingsOf(summary).map(({ file, svg }) => [file, standalone(svg)])

export function write(folder: string, name: string, text: string): void {
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, name), text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(
      `${join(folder, name)} cannot be written (${reason}). Choose a folder that can be, or make room.`,
    )
  }
}
