/** A short measurement of this machine as busy as it is: how long work takes, and how late timers are. */
import type { MachineLoad } from '../../../shared/simulation/scenarios/emulable.ts'

/** Slices of work with a pause after each: about 300 ms on an idle machine. */
const SLICES = 60
/** About 2 ms of work. */
const ROUNDS = 400_000
const PAUSE_MS = 3
/** Nested timers of a page wait 4 ms at least (HTML, timers). */
const LEAST_PAUSE_MS = 4

interface Bench {
  now(): number
  work(): void
  pause(ms: number): Promise<void>
}

const THIS_PAGE: Bench = {
  now: () => performance.now(),
  work: spin,
  pause: ms => new Promise(resolve => setTimeout(resolve, ms)),
}

export async function measureLoad({ now, work, pause }: Bench = THIS_PAGE): Promise<MachineLoad> {
  const tookMs: number[] = []
  let latestTimerMs = 0
  for (let slice = 0; slice < SLICES; slice++) {
    const begun = now()
    work()
    const worked = now()
    tookMs.push(worked - begun)
    await pause(PAUSE_MS)
    latestTimerMs = Math.max(latestTimerMs, now() - worked - LEAST_PAUSE_MS)
  }
  // The first slices are slower, as the engine has yet to compile them.
  const steady = tookMs.slice(SLICES / 4)
  const mean = steady.reduce((sum, ms) => sum + ms, 0) / steady.length
  return { slowdown: Math.max(1, mean / Math.min(...steady)), latestTimerMs }
}

function spin(): void {
  let state = 1
  for (let round = 0; round < ROUNDS; round++) state = (Math.imul(state, 1664525) + round) | 0
  // The engine may not leave out what it takes part in.
  if (state === 0.5) throw new Error('a whole number is none')
}
