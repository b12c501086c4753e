/** The lines that are measured. */
import type { Way } from '../../netlab/lines.ts'

/** Each end is behind one of these: what goes from end to end passes an `up` and a `down`. */
export interface Line {
  readonly name: string
  readonly up: Way
  readonly down: Way
}

const MBIT = 1e6

/** All of its delay, loss and queue on the way up, half of the round trip each way. */
export function line(
  name: string,
  [upMbit, downMbit]: readonly [number, number],
  { roundTripMs, loss = 0, queueKb }: { roundTripMs: number; loss?: number; queueKb: number },
): Line {
  const queueBytes = queueKb * 1000
  return {
    name,
    up: { bitsPerSec: upMbit * MBIT, delayMs: roundTripMs / 2, loss, queueBytes },
    down: { bitsPerSec: downMbit * MBIT, delayMs: 0, loss: 0, queueBytes },
  }
}

/** The first three with a queue of about the line's rate times its round trip, as routers are told to have. */
export const LINES: readonly Line[] = [
  line('20 Mbit/s, 50 ms', [20, 50], { roundTripMs: 50, queueKb: 150 }),
  line('20 Mbit/s, 100 ms, 0.5 %', [20, 50], { roundTripMs: 100, loss: 0.005, queueKb: 250 }),
  line('20 Mbit/s, 200 ms, 1 %', [20, 50], { roundTripMs: 200, loss: 0.01, queueKb: 500 }),
  line('100 Mbit/s, 20 ms', [100, 100], { roundTripMs: 20, queueKb: 250 }),
  line('100 Mbit/s, 60 ms, 0.1 %', [100, 100], { roundTripMs: 60, loss: 0.001, queueKb: 750 }),
  // Two seconds' worth: what is in front waits for all of it.
  line('phone, 2 of 10 Mbit/s, 60 ms', [2, 10], { roundTripMs: 60, queueKb: 500 }),
]

/** Where one gives to four as well. */
export const TO_FOUR: readonly string[] = ['20 Mbit/s, 50 ms', '20 Mbit/s, 100 ms, 0.5 %']
