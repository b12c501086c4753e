/** Lines that have a name. */
import { ACCESS_NAMES, ACCESS_PRESETS, type AccessName } from '../../../shared/network/presets.ts'
import type { Shaping } from '../api.ts'

interface ShapingPreset {
  readonly name: AccessName
  /** For people: 'Cable', 'Mobile 4G'. */
  readonly title: string
  /** Where its numbers come from. */
  readonly source: string
  readonly shaping: Shaping
}

export const SHAPING_PRESETS: readonly ShapingPreset[] = ACCESS_NAMES.map(name => {
  const { title, source, upBitsPerSec, downBitsPerSec, delayMs } = ACCESS_PRESETS[name]
  return {
    name,
    title,
    source,
    shaping: {
      uploadBitsPerSec: upBitsPerSec,
      downloadBitsPerSec: downBitsPerSec,
      delayMs,
      lossShare: 0,
    },
  }
})
