/** What the rounds amount to. */
import type { Content } from './side.ts'

/** What is measured, each in its turn. */
export type ContestKey =
  | 'rawOneToOne'
  | 'oursOneToOne'
  | 'webtorrentOneToOne'
  | 'rawOneToFour'
  | 'oursOneToFour'
  | 'webtorrentOneToFour'
  | 'oursFirstByte'
  | 'webtorrentFirstByte'

export interface TransferResult {
  readonly ok: boolean
  readonly mode: 'transfer'
  /** Of the medians. Null where a side failed. */
  readonly ratios: {
    readonly oneToOneVsRaw: number | null
    readonly oneToOneVsWebTorrent: number | null
    readonly oneToFourVsRaw: number | null
    readonly oneToFourVsWebTorrent: number | null
  }
  /** Delivered to all leechers together, 10^6 bytes a second, from the first byte to the last. */
  readonly mbPerSec: Throughputs
  /** The same bytes from opening the link: connecting and metadata are in it. */
  readonly wholeMbPerSec: Throughputs
  readonly firstByteMs: { readonly ours: Measured; readonly webtorrent: Measured }
  readonly sizes: { readonly bytes: number; readonly pieceLength: number }
  readonly runs: number
  readonly failures: readonly string[]
}

export interface Throughputs {
  readonly oneToOne: Sides
  readonly oneToFour: Sides
}

interface Sides {
  readonly raw: Measured
  readonly ours: Measured
  readonly webtorrent: Measured
}

export interface Measured {
  readonly median: number | null
  readonly all: readonly number[]
}

type Samples = ReadonlyMap<ContestKey, readonly number[]>

export function summarise({
  samples,
  wholes,
  failures,
  content,
  runs,
}: {
  readonly samples: Samples
  readonly wholes: Samples
  readonly failures: readonly string[]
  readonly content: Pick<Content, 'bytes' | 'pieceLength'>
  readonly runs: number
}): TransferResult {
  const mbPerSec = throughputs(samples)
  const { oneToOne, oneToFour } = mbPerSec
  const firstByteMs = {
    ours: of(samples, 'oursFirstByte'),
    webtorrent: of(samples, 'webtorrentFirstByte'),
  }
  return {
    ok: failures.length === 0,
    mode: 'transfer',
    ratios: {
      oneToOneVsRaw: ratio(oneToOne.ours, oneToOne.raw),
      oneToOneVsWebTorrent: ratio(oneToOne.ours, oneToOne.webtorrent),
      oneToFourVsRaw: ratio(oneToFour.ours, oneToFour.raw),
      oneToFourVsWebTorrent: ratio(oneToFour.ours, oneToFour.webtorrent),
    },
    mbPerSec,
    wholeMbPerSec: throughputs(wholes),
    firstByteMs,
    sizes: { bytes: content.bytes, pieceLength: content.pieceLength },
    runs,
    failures,
  }
}

const of = (samples: Samples, key: ContestKey): Measured => measured(samples.get(key) ?? [])

const throughputs = (samples: Samples): Throughputs => ({
  oneToOne: {
    raw: of(samples, 'rawOneToOne'),
    ours: of(samples, 'oursOneToOne'),
    webtorrent: of(samples, 'webtorrentOneToOne'),
  },
  oneToFour: {
    raw: of(samples, 'rawOneToFour'),
    ours: of(samples, 'oursOneToFour'),
    webtorrent: of(samples, 'webtorrentOneToFour'),
  },
})

export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b)
  const upper = sorted[sorted.length >> 1]
  const lower = sorted[(sorted.length - 1) >> 1]
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2
}

const measured = (values: readonly number[]): Measured => {
  const middle = median(values)
  return { median: middle === null ? null : round(middle), all: values.map(round) }
}

function ratio({ median: ours }: Measured, { median: theirs }: Measured): number | null {
  return ours === null || theirs === null ? null : round(ours / theirs)
}

const round = (value: number): number => Math.round(value * 1000) / 1000

export function table(result: TransferResult): string {
  const { ratios, mbPerSec, wholeMbPerSec, firstByteMs, sizes, failures } = result
  const { oneToOne, oneToFour } = mbPerSec
  const rows = [
    ['', 'tabswarm', 'WebTorrent', 'raw channel', 'tabswarm against'],
    [
      'one to one, MB/s',
      show(oneToOne.ours),
      show(oneToOne.webtorrent),
      show(oneToOne.raw),
      `${times(ratios.oneToOneVsRaw)} raw, ${times(ratios.oneToOneVsWebTorrent)} WebTorrent`,
    ],
    [
      'one to four, MB/s in all',
      show(oneToFour.ours),
      show(oneToFour.webtorrent),
      show(oneToFour.raw),
      `${times(ratios.oneToFourVsRaw)} raw, ${times(ratios.oneToFourVsWebTorrent)} WebTorrent`,
    ],
    ['from opening the link:', '', '', '', ''],
    wholeRow('  one to one, MB/s', wholeMbPerSec.oneToOne),
    wholeRow('  one to four, MB/s in all', wholeMbPerSec.oneToFour),
    ['first byte after, ms', show(firstByteMs.ours, 0), show(firstByteMs.webtorrent, 0), '', ''],
  ]
  const lines = rows.map(([name = '', ...cells]) =>
    [name.padEnd(26), ...cells.map(cell => cell.padEnd(13))].join('').trimEnd(),
  )
  const cut = `${sizes.bytes / 1e6} MB in pieces of ${sizes.pieceLength / 1024} KiB`
  return [...lines, '', `${cut}; medians. Both store as they do by default.`, ...failures].join(
    '\n',
  )
}

const wholeRow = (name: string, { raw, ours, webtorrent }: Sides): string[] => [
  name,
  show(ours),
  show(webtorrent),
  show(raw),
  '',
]

const show = ({ median }: Measured, digits = 1): string => median?.toFixed(digits) ?? 'failed'
const times = (ratio: number | null): string => (ratio === null ? '-' : `x ${ratio.toFixed(2)}`)
