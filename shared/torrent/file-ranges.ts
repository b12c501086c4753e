/**
 * Which files of a torrent a magnet link asks for (BEP 53): `so=0,2,4-6`, indices from 0 in the order
 * of the metadata. A link comes from a stranger: the whole of `0-4294967295` costs no more than a word.
 */
import { MAX_FILES } from './info.ts'

/** UTF-16 units: a selection more scattered than that does not fit into a link beside the rest. */
export const MAX_RANGES_LENGTH = 16 * 1024

interface Range {
  readonly first: number
  readonly last: number
}

const RANGE = /^(\d{1,15})(?:-(\d{1,15}))?$/

/** Sorted and each once. What is not a range is passed over; undefined if nothing is left. */
export function parseFileRanges(text: string): number[] | undefined {
  const ranges = text.split(',').flatMap(readRange)
  ranges.sort((a, b) => a.first - b.first)
  const files: number[] = []
  for (const { first, last } of ranges) {
    // Files of an earlier range are not listed again.
    const from = Math.max(first, (files.at(-1) ?? -1) + 1)
    for (let file = from; file <= last; file++) files.push(file)
  }
  return files.length > 0 ? files : undefined
}

/** Undefined if it cannot be said in a link: no file, or too many single ones. */
export function formatFileRanges(files: readonly number[]): string | undefined {
  const ranges: { first: number; last: number }[] = []
  for (const file of [...new Set(files)].sort((a, b) => a - b)) {
    const range = ranges.at(-1)
    if (range !== undefined && file === range.last + 1) range.last = file
    else ranges.push({ first: file, last: file })
  }
  const text = ranges
    .map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`))
    .join(',')
  return text !== '' && text.length <= MAX_RANGES_LENGTH ? text : undefined
}

function readRange(text: string): Range[] {
  const digits = RANGE.exec(text.trim())
  if (digits === null) return []
  const first = Number(digits[1])
  const last = Math.min(Number(digits[2] ?? digits[1]), MAX_FILES - 1)
  return first <= last ? [{ first, last }] : []
}
