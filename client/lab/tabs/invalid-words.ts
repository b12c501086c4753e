/** Why the figures of a run in tabs cannot be trusted, by the worst of what the tabs measured. */

import { LATE_BUDGET_MS, WORST_BUDGET_MS } from '../../host/shaper/lateness.ts'
import { decimal, number } from '../../language/format.ts'
import { labView } from '../../language/lab-view.ts'
import type { InEnglish } from '../../share/saying.ts'
import type { TabsFacts } from '../worker/protocol.ts'

/** `because`: as a tab told it, which may be a fault of its own. */
export function invalidInWords(
  because: string,
  { p99Ms, worstMs, clockErrorMs }: TabsFacts['lateness'],
): string | InEnglish {
  const texts = labView.texts.invalid
  if (p99Ms > LATE_BUDGET_MS)
    return texts.often({ late: decimal(p99Ms), allowed: number(LATE_BUDGET_MS) })
  if (worstMs > WORST_BUDGET_MS)
    return texts.once({ late: decimal(worstMs, 0), allowed: number(WORST_BUDGET_MS) })
  if (clockErrorMs > LATE_BUDGET_MS) return texts.clocks(decimal(clockErrorMs))
  return { english: because }
}
