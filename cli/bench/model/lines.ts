/** The lines on which the model stands beside the kernel's. */
import { LINES, type Line, line } from '../lines/table.ts'

/** Its constants are dcSCTP's own; what was left to choose was chosen on these. */
const FITTED: readonly Line[] = LINES

/** Measured only once the model was as it is. */
const CHECKED: readonly Line[] = [
  line('50 Mbit/s, 40 ms, 0.2 %', [50, 50], { roundTripMs: 40, loss: 0.002, queueKb: 250 }),
  line('10 Mbit/s, 150 ms, 0.3 %', [10, 20], { roundTripMs: 150, loss: 0.003, queueKb: 190 }),
  // A fifth of what routers are told to have.
  line('30 Mbit/s, 80 ms, shallow', [30, 50], { roundTripMs: 80, queueKb: 60 }),
]

export const MODEL_LINES: readonly { readonly line: Line; readonly isFitted: boolean }[] = [
  ...FITTED.map(line => ({ line, isFitted: true })),
  ...CHECKED.map(line => ({ line, isFitted: false })),
]

/** Of raw channels side by side. */
export const CONNECTIONS = [1, 4, 8] as const
