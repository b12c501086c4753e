/** The whole log of a run as a file: run again for it, so that none of it had to be kept. */
import { EventLog } from '../../../shared/simulation/results/event-log.ts'
import type { Scenario } from '../../../shared/simulation/scenarios/scenario.ts'
import { Simulation } from '../../../shared/simulation/simulation.ts'

/** Browsers put what is larger than memory on disk, but not without end. */
const MAX_FILE_BYTES = 1024 ** 3
/** Handed to the browser so much at a time. */
const PART_LENGTH = 1024 * 1024

export class TooLongError extends Error {
  constructor() {
    super(
      'The log of this run has more than 1 GiB, too much for a tab. “npm run sim” writes it with --log.',
    )
    this.name = 'TooLongError'
  }
}

/** A JSON object for each line, as `npm run sim -- --log` writes it. Throws TooLongError. */
export function eventsOf(scenario: Scenario, seed: number): Blob {
  const parts: Blob[] = []
  let bytes = 0
  let part = ''
  const close = (): void => {
    const blob = new Blob([part])
    bytes += blob.size
    if (bytes > MAX_FILE_BYTES) throw new TooLongError()
    parts.push(blob)
    part = ''
  }
  const log = new EventLog({
    write(line) {
      part += line
      if (part.length > PART_LENGTH) close()
    },
  })
  new Simulation(scenario, seed, log).run()
  close()
  return new Blob(parts, { type: 'application/x-ndjson' })
}
