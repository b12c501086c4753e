/** What follows from a study, in sentences. */
import type { Conclusion, LineConclusions } from '../../../shared/experiments/sweep.ts'
import { decimal } from '../../language/format.ts'
import { labVary } from '../../language/lab-vary.ts'
import { nameOf } from '../charts/setting-words.ts'

/** For each line. */
export const sentencesOf = (lines: readonly LineConclusions[]): string[] =>
  lines.map(({ line, conclusions }) => {
    const sentences = conclusions.map(sentenceOf).join(' ')
    return line === undefined ? sentences : `${pointInWords(line)}: ${sentences}`
  })

/** 'torrent.pieces=25': 'pieces = 25'. A value is named as in the file. */
export function pointInWords(point: string): string {
  const at = point.indexOf('=')
  return `${nameOf(point.slice(0, at))} = ${point.slice(at + 1)}`
}

function sentenceOf(conclusion: Conclusion): string {
  const texts = labVary.texts.conclusions
  if (conclusion.is === 'unfinished')
    return texts.unfinished({ ...conclusion, at: pointInWords(conclusion.at) })
  if (conclusion.is === 'alone') return texts.alone(pointInWords(conclusion.at))
  const { is, from, times } = conclusion
  const at = pointInWords(conclusion.at)
  return texts[is]({ at, from, times: times === null ? texts.none : shortly(times) })
}

interface Mean {
  readonly mean: number
  readonly ci95: number | null
}

const DIGITS = [
  { below: 0.1, digits: 4 },
  { below: 1, digits: 3 },
  { below: 10, digits: 2 },
  { below: 100, digits: 1 },
]

/** '1.52 ± 0.03', to about three digits. */
function shortly(times: Mean): string {
  const size = Math.max(times.mean, times.ci95 ?? 0)
  return withInterval(times, DIGITS.find(({ below }) => size < below)?.digits ?? 0)
}

export const withInterval = ({ mean, ci95 }: Mean, digits: number): string =>
  ci95 === null ? decimal(mean, digits) : `${decimal(mean, digits)} ± ${decimal(ci95, digits)}`
