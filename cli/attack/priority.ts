/**
 * Who is measured comes before everybody else on this machine: in life the tabs beside a server have
 * processors of their own, and Chromium, where it may, puts itself before other programs.
 */
import { spawnSync } from 'node:child_process'

/** Chromium takes -8. */
const NICENESS = '-15'

let launcher: readonly string[] | undefined

/** A program that starts another with priority, and its arguments; none where that is not allowed. */
export function withPriority(): readonly string[] {
  // Without the right to it `nice` starts the program all the same.
  launcher ??= isAllowed() ? ['nice', '-n', NICENESS] : []
  return launcher
}

/** Without a command `nice` says what it has reached. */
function isAllowed(): boolean {
  const { stdout } = spawnSync('nice', ['-n', NICENESS, 'nice'], { encoding: 'utf8' })
  return stdout?.trim() === NICENESS
}
