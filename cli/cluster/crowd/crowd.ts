/** A crowd of tabs in processes of their own, so that what they cost is not this one's: see `worker.ts`. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Cleanup } from '../../command.ts'

export interface CrowdOptions {
  readonly origin: string
  readonly tabs: number
  /** The number of its first tab. */
  readonly first: number
  /** They arrive evenly over this time. */
  readonly arriveInMs: number
}

/** Of what has happened since the last one. */
export interface CrowdReport {
  /** Tabs that the server has in their swarms, as far as they have heard. */
  readonly listed: number
  readonly announces: number
  /** Of tabs that were listed again: from the end of their connection. */
  readonly longestAwayMs: number
  readonly failures: readonly string[]
}

export class Crowd {
  readonly #reports: CrowdReport[][]

  /** Half of the tabs in each of two processes. */
  constructor({ origin, tabs, arriveInMs }: Omit<CrowdOptions, 'first'>, cleanup: Cleanup) {
    const half = Math.floor(tabs / 2)
    const parts = [
      { first: 0, tabs: half },
      { first: half, tabs: tabs - half },
    ]
    this.#reports = parts.map(part => {
      const options: CrowdOptions = { origin, arriveInMs, ...part }
      const child = fork(join(import.meta.dirname, 'worker.ts'), [JSON.stringify(options)], {
        execArgv: ['--import', 'tsx'],
      })
      cleanup.add(() => end(child))
      const reports: CrowdReport[] = []
      child.on('message', report => reports.push(report as CrowdReport))
      return reports
    })
  }

  get listed(): number {
    return sum(this.#reports.map(reports => reports.at(-1)?.listed ?? 0))
  }

  /** In each second that is over. */
  get announcesBySecond(): number[] {
    const seconds = Math.min(...this.#reports.map(({ length }) => length))
    return Array.from({ length: seconds }, (_, i) =>
      sum(this.#reports.map(reports => reports[i]?.announces ?? 0)),
    )
  }

  get failures(): ReadonlySet<string> {
    return new Set(this.#reports.flat().flatMap(({ failures }) => failures))
  }

  get longestAwayMs(): number {
    return Math.max(0, ...this.#reports.flat().map(report => report.longestAwayMs))
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}
