/** What `bench model` has found, and whether the model is near enough. */
import { aligned } from '../../aligned.ts'
import { median } from '../report.ts'
import { type CONNECTIONS, MODEL_LINES } from './lines.ts'

/** The model's median may differ by this share of the kernel's, or lie between its quartiles. */
const TOLERANCE = { raw: 0.2, product: 0.25 }

export interface ModelSample {
  readonly line: string
  /** Raw channels over this number of connections, or a whole transfer by the product. */
  readonly of: (typeof CONNECTIONS)[number] | 'product'
  /** 10^6 bytes a second, or seconds for 20 MB: a figure for each run. Empty: not measured. */
  readonly kernel: readonly number[]
  readonly model: readonly number[]
}

interface ModelFigures extends ModelSample {
  readonly isFitted: boolean
  readonly quartiles: readonly [number, number] | null
  readonly kernelMedian: number | null
  readonly modelMedian: number | null
  readonly ratio: number | null
  readonly ok: boolean
}

export interface ModelResult {
  readonly ok: boolean
  readonly figures: readonly ModelFigures[]
  readonly failures: readonly string[]
}

export function judge(samples: readonly ModelSample[], failures: readonly string[]): ModelResult {
  const figures = samples.map(figuresOf)
  return { ok: failures.length === 0 && figures.every(({ ok }) => ok), figures, failures }
}

function figuresOf(sample: ModelSample): ModelFigures {
  const isFitted = MODEL_LINES.some(({ line, isFitted }) => isFitted && line.name === sample.line)
  const quartiles = quartilesOf(sample.kernel)
  const kernelMedian = median(sample.kernel)
  const modelMedian = median(sample.model)
  const ratio = kernelMedian && modelMedian !== null ? modelMedian / kernelMedian : null
  const isInside =
    quartiles !== null &&
    modelMedian !== null &&
    modelMedian >= quartiles[0] &&
    modelMedian <= quartiles[1]
  const tolerance = TOLERANCE[sample.of === 'product' ? 'product' : 'raw']
  const ok = ratio === null || isInside || Math.abs(ratio - 1) <= tolerance
  return { ...sample, isFitted, quartiles, kernelMedian, modelMedian, ratio, ok }
}

/** By linear interpolation between the figures in order. */
function quartilesOf(values: readonly number[]): readonly [number, number] | null {
  if (values.length === 0) return null
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number): number => {
    const place = share * (sorted.length - 1)
    const [low, high] = [Math.floor(place), Math.ceil(place)]
    return (
      (sorted[low] as number) + (place - low) * ((sorted[high] as number) - (sorted[low] as number))
    )
  }
  return [at(0.25), at(0.75)]
}

export function modelTable({ figures, failures }: ModelResult): string {
  const rows = figures.map(
    ({ line, of, isFitted, kernelMedian, quartiles, modelMedian, ratio, ok }) => [
      line,
      isFitted ? '' : 'not fitted to',
      of === 'product' ? '20 MB, s' : `raw ${of}, MB/s`,
      show(kernelMedian),
      quartiles ? `${show(quartiles[0])} to ${show(quartiles[1])}` : '-',
      show(modelMedian),
      ratio?.toFixed(2) ?? '-',
      ratio === null ? '' : ok ? 'in' : 'OUT',
    ],
  )
  const head = ['line', '', 'what', 'kernel', 'quartiles', 'model', 'ratio', '']
  return [...aligned([head, ...rows]), ...failures].join('\n')
}

const show = (value: number | null): string => value?.toFixed(3) ?? '-'
