/** What `bench lines` has found, and whether it is enough. */
import { aligned } from '../../aligned.ts'
import { median } from '../report.ts'
import { SIDE_NAMES, type SideName } from './sides.ts'
import { LINES } from './table.ts'

export interface LineSample {
  readonly line: string
  readonly receivers: number
  readonly side: SideName
  /** Steady, all receivers together. */
  readonly mbPerSec: number
  /** Seconds for 20 MB from opening the link; undefined if not measured, or far too long. */
  readonly wholeSec: number | undefined
}

interface Figures {
  readonly mbPerSec: number | null
  readonly wholeSec: number | null
  readonly all: readonly number[]
}

interface LineFigures {
  readonly line: string
  readonly receivers: number
  readonly sides: Readonly<Partial<Record<SideName, Figures>>>
  readonly ofBestRaw: number | null
  readonly ofOneChannel: number | null
  readonly ofLine: number | null
  readonly ofWebTorrent: number | null
  readonly ok: boolean
}

export interface LinesResult {
  readonly ok: boolean
  readonly lines: readonly LineFigures[]
  readonly failures: readonly string[]
}

interface Target {
  readonly ofBestRaw: number
  readonly ofLine?: number
  readonly ofWebTorrent?: number
}

const TARGET: Target = { ofBestRaw: 0.85 }
/** What is asked of a single line, where one congestion window does worst, and where it does best. */
const TARGETS: Readonly<Record<string, Target>> = {
  '20 Mbit/s, 50 ms': { ofBestRaw: 0.95 },
  '20 Mbit/s, 100 ms, 0.5 %': { ofBestRaw: 0.85, ofLine: 0.55, ofWebTorrent: 5 },
}
/** More connections must not be worse than one. */
const MIN_OF_ONE_CHANNEL = 0.97

export function judge(samples: readonly LineSample[], failures: readonly string[]): LinesResult {
  const keys = new Set(samples.map(({ line, receivers }) => `${receivers} ${line}`))
  const lines = [...keys].map(key => {
    const ofKey = samples.filter(({ line, receivers }) => `${receivers} ${line}` === key)
    return figuresOf(ofKey)
  })
  return { ok: failures.length === 0 && lines.every(({ ok }) => ok), lines, failures }
}

function figuresOf(samples: readonly LineSample[]): LineFigures {
  const { line = '', receivers = 1 } = samples[0] ?? {}
  const sides: Partial<Record<SideName, Figures>> = {}
  for (const side of SIDE_NAMES) {
    const own = samples.filter(sample => sample.side === side)
    if (own.length === 0) continue
    sides[side] = {
      mbPerSec: median(own.map(({ mbPerSec }) => mbPerSec)),
      wholeSec: median(own.flatMap(({ wholeSec }) => wholeSec ?? [])),
      all: own.map(({ mbPerSec }) => mbPerSec),
    }
  }
  const rate = (side: SideName): number | null => sides[side]?.mbPerSec ?? null
  const raws = (['raw1', 'raw4', 'raw8'] as const).flatMap(side => rate(side) ?? [])
  const bitsPerSec = LINES.find(({ name }) => name === line)?.up.bitsPerSec
  const ratios = {
    ofBestRaw: ratio(rate('ours'), raws.length > 0 ? Math.max(...raws) : null),
    ofOneChannel: ratio(rate('ours'), rate('raw1')),
    ofLine: ratio(rate('ours'), bitsPerSec === undefined ? null : bitsPerSec / 8e6),
    ofWebTorrent: ratio(rate('ours'), rate('webtorrent')),
  }
  const target = { ofOneChannel: MIN_OF_ONE_CHANNEL, ...(TARGETS[line] ?? TARGET) }
  const ok = Object.entries(target).every(([name, least]) => {
    const is = ratios[name as keyof typeof ratios]
    return is === null || is >= least
  })
  return { line, receivers, sides, ...ratios, ok }
}

const ratio = (a: number | null, b: number | null): number | null =>
  a === null || b === null || b === 0 ? null : Math.round((a / b) * 1000) / 1000

export function linesTable({ lines, failures }: LinesResult): string {
  const head = ['MB/s, steady', ...SIDE_NAMES, 'of best raw', 'of line', 'of WebTorrent', '']
  const rows = lines.map(({ line, receivers, sides, ofBestRaw, ofLine, ofWebTorrent, ok }) => [
    receivers === 1 ? line : `${line}, one to ${receivers}`,
    ...SIDE_NAMES.map(side => show(sides[side]?.mbPerSec)),
    ...[ofBestRaw, ofLine, ofWebTorrent].map(show),
    ok ? 'ok' : 'TOO LITTLE',
  ])
  const wholes = lines.map(({ line, receivers, sides }) => [
    receivers === 1 ? line : `${line}, one to ${receivers}`,
    ...SIDE_NAMES.map(side => show(sides[side]?.wholeSec)),
  ])
  return [
    ...aligned([head, ...rows, ['s for 20 MB, from opening the link'], ...wholes]),
    ...failures,
  ].join('\n')
}

const show = (value: number | null | undefined): string => value?.toFixed(2) ?? '-'
