/** What the rounds amount to. */
import { aligned } from '../aligned.ts'
import type { Content } from './side.ts'

/** What is measured of each side in its turn: deliveries in MB/s, the first byte in ms. */
export const MEASURES = ['oneToOne', 'oneToFour', 'firstByteMs'] as const
export type MeasureName = (typeof MEASURES)[number]
export type SideName = 'raw' | 'ours' | 'webtorrent'

export interface Sample {
  readonly measure: MeasureName
  readonly side: SideName
  readonly value: number
  /** Of a throughput: the same bytes over the time from opening the link, connecting included. */
  readonly whole?: number
}

type Sides = { readonly [Side in SideName]: Measured }

interface Measured {
  readonly median: number | null
  readonly all: readonly number[]
}

export type TransferResult = ReturnType<typeof summarise>

export function summarise({
  samples,
  failures,
  content: { bytes, pieceLength },
  runs,
}: {
  readonly samples: readonly Sample[]
  readonly failures: readonly string[]
  readonly content: Pick<Content, 'bytes' | 'pieceLength'>
  readonly runs: number
}) {
  const measured = (measure: MeasureName, side: SideName, value: 'value' | 'whole'): Measured => {
    const mine = samples.filter(sample => sample.measure === measure && sample.side === side)
    const all = mine.flatMap(sample => sample[value] ?? [])
    return { median: rounded(median(all)), all: all.map(round) }
  }
  const sides = (measure: MeasureName, value: 'value' | 'whole' = 'value'): Sides => ({
    raw: measured(measure, 'raw', value),
    ours: measured(measure, 'ours', value),
    webtorrent: measured(measure, 'webtorrent', value),
  })
  const mbPerSec = { oneToOne: sides('oneToOne'), oneToFour: sides('oneToFour') }
  const { ours, webtorrent } = sides('firstByteMs')
  return {
    ok: failures.length === 0,
    mode: 'transfer' as const,
    /** Of the medians. Null where a side failed. */
    ratios: {
      oneToOneVsRaw: ratio(mbPerSec.oneToOne, 'raw'),
      oneToOneVsWebTorrent: ratio(mbPerSec.oneToOne, 'webtorrent'),
      oneToFourVsRaw: ratio(mbPerSec.oneToFour, 'raw'),
      oneToFourVsWebTorrent: ratio(mbPerSec.oneToFour, 'webtorrent'),
    },
    /** Delivered to all leechers together, 10^6 bytes a second, from the first byte to the last. */
    mbPerSec,
    /** The same bytes from opening the link: connecting and metadata are in it. */
    wholeMbPerSec: { oneToOne: sides('oneToOne', 'whole'), oneToFour: sides('oneToFour', 'whole') },
    firstByteMs: { ours, webtorrent },
    sizes: { bytes, pieceLength },
    runs,
    failures,
  }
}

export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b)
  const upper = sorted[sorted.length >> 1]
  const lower = sorted[(sorted.length - 1) >> 1]
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2
}

const ratio = ({ ours, ...others }: Sides, other: 'raw' | 'webtorrent'): number | null =>
  ours.median === null || others[other].median === null
    ? null
    : round(ours.median / others[other].median)

const round = (value: number): number => Math.round(value * 1000) / 1000
const rounded = (value: number | null): number | null => (value === null ? null : round(value))

export function table(result: TransferResult): string {
  const { ratios, mbPerSec, wholeMbPerSec, firstByteMs, sizes, failures } = result
  const row = (name: string, { ours, webtorrent, raw }: Sides, against = ''): string[] => [
    name,
    ...[ours, webtorrent, raw].map(each => show(each)),
    against,
  ]
  const against = (raw: number | null, webtorrent: number | null): string =>
    `${times(raw)} raw, ${times(webtorrent)} WebTorrent`
  const rows = [
    ['', 'tabswarm', 'WebTorrent', 'raw channel', 'tabswarm against'],
    row(
      'one to one, MB/s',
      mbPerSec.oneToOne,
      against(ratios.oneToOneVsRaw, ratios.oneToOneVsWebTorrent),
    ),
    row(
      'one to four, MB/s in all',
      mbPerSec.oneToFour,
      against(ratios.oneToFourVsRaw, ratios.oneToFourVsWebTorrent),
    ),
    ['from opening the link:'],
    row('  one to one, MB/s', wholeMbPerSec.oneToOne),
    row('  one to four, MB/s in all', wholeMbPerSec.oneToFour),
    ['first byte after, ms', show(firstByteMs.ours, 0), show(firstByteMs.webtorrent, 0)],
  ]
  const cut = `${sizes.bytes / 1e6} MB in pieces of ${sizes.pieceLength / 1024} KiB`
  const note = `${cut}; medians. Both store as they do by default.`
  return [...aligned(rows), '', note, ...failures].join('\n')
}

const show = ({ median }: Measured, digits = 1): string => median?.toFixed(digits) ?? 'failed'
const times = (ratio: number | null): string => (ratio === null ? '-' : `x ${ratio.toFixed(2)}`)
