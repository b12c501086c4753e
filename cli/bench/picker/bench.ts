/** npm run bench -- picker: what the largest torrent costs for each have, each pick and each link. */
import { aligned } from '../../aligned.ts'
import { garbageCollector } from '../garbage.ts'
import { type Cost, measureCosts, measureLinkBytes } from './cases.ts'

/** Of the median: single ones wait for whatever else the machine does. */
const MAX_US = 20
const MAX_LINK_BYTES = 100_000

export type PickerResult = ReturnType<typeof benchPicker>

export function benchPicker() {
  const linkBytes = Math.round(measureLinkBytes(garbageCollector()))
  const costs = measureCosts().map(summarise)
  const isFast = costs.every(({ medianUs }) => medianUs < MAX_US)
  return {
    ok: isFast && linkBytes < MAX_LINK_BYTES,
    mode: 'picker' as const,
    costs,
    maxUs: MAX_US,
    linkBytes,
    maxLinkBytes: MAX_LINK_BYTES,
  }
}

function summarise({ what, us }: Cost) {
  const sorted = [...us].sort((a, b) => a - b)
  const quantile = (share: number) => rounded(sorted[Math.floor(us.length * share)] as number)
  return { what, medianUs: quantile(0.5), p99Us: quantile(0.99) }
}

const rounded = (us: number): number => Math.round(us * 100) / 100

export function pickerTable({ costs, maxUs, linkBytes, maxLinkBytes }: PickerResult): string {
  const mark = (met: boolean): string => (met ? 'yes' : 'NO')
  const rows = costs.map(({ what, medianUs, p99Us }) => [
    mark(medianUs < maxUs),
    what,
    `${medianUs.toFixed(2)} us`,
    `(99 %: ${p99Us.toFixed(2)})`,
  ])
  return [
    `65,536 pieces of 16 MiB. Medians, each to be below ${maxUs} us.`,
    ...aligned(rows, 'llr'),
    `${mark(linkBytes < maxLinkBytes)}  a link takes ${linkBytes} bytes (at most ${maxLinkBytes})`,
  ].join('\n')
}
