/**
 * What a sweep varies, as people write it: a path in the scenario's file and its values, one by one
 * or as a range.
 *
 *     torrent.pieces=13,25,50     exchange.picking=random,rarest-first
 *     seeders=1..19:3             topology.accessRate=2Mbps..10Mbps:2Mbps
 */
import { assert } from '../base/assert.ts'
import { inWords } from '../base/faults.ts'
import type { FileFault } from '../base/file-faults.ts'
import { parseSetting, type Setting } from '../simulation/scenarios/scenario-file.ts'
import { SWEEP_FAULTS, type SweepFault } from './sweep-faults.ts'

/** The person's mistake, as a sentence. */
export class SweepError extends Error {
  override readonly name = 'SweepError'
  readonly fault: SweepFault
  /** Of the scenario, at a point that is bad. */
  readonly inner: FileFault | undefined
  constructor(fault: SweepFault, inner?: FileFault) {
    super(inWords(SWEEP_FAULTS, fault))
    this.fault = fault
    this.inner = inner
  }
}

/** One path, and the settings of it one after the other. */
export interface Varied {
  readonly path: string
  readonly values: readonly { readonly label: string; readonly setting: Setting }[]
}

/** More than an axis can show. */
const MAX_VALUES = 100
/** An axis, and lines on it. */
const MAX_VARIED = 2

/** Throws a SweepError. */
export function parseVaried(texts: readonly string[]): Varied[] {
  if (texts.length === 0) throw new SweepError({ is: 'nothing' })
  if (texts.length > MAX_VARIED)
    throw new SweepError({ is: 'too-many-settings', count: texts.length, most: MAX_VARIED })
  const all = texts.map(parseOne)
  const [first, second] = all
  if (first && first.path === second?.path)
    throw new SweepError({ is: 'setting-twice', path: first.path })
  return all
}

function parseOne(text: string): Varied {
  const at = text.indexOf('=')
  const path = text.slice(0, at).trim()
  if (at < 1 || path.split('.').includes('')) throw new SweepError({ is: 'unwritten', text })
  const words = parts(text.slice(at + 1)).flatMap(part => rangeOf(path, part) ?? [part])
  if (words.includes('')) throw new SweepError({ is: 'no-value', path })
  const count = words.length
  if (count > MAX_VALUES)
    throw new SweepError({ is: 'too-many-values', path, count, most: MAX_VALUES })
  const twice = words.find((word, i) => words.indexOf(word) !== i)
  if (twice !== undefined) throw new SweepError({ is: 'value-twice', path, value: twice })
  return { path, values: words.map(label => ({ label, setting: settingOf(path, label) })) }
}

function settingOf(path: string, label: string): Setting {
  const setting = parseSetting(`${path}=${label}`)
  assert(setting !== undefined, 'the path was looked at before')
  return setting
}

/** At commas outside brackets and quotes: a value may be JSON. */
function parts(text: string): string[] {
  const found = ['']
  let depth = 0
  let isQuoted = false
  for (const [i, letter] of [...text].entries()) {
    if (letter === '"' && text[i - 1] !== '\\') isQuoted = !isQuoted
    if (!isQuoted && '[{'.includes(letter)) depth++
    if (!isQuoted && ']}'.includes(letter)) depth--
    if (letter === ',' && depth === 0 && !isQuoted) found.push('')
    else found.push(`${found.pop()}${letter}`)
  }
  return found.map(part => part.trim())
}

const NUMBER = String.raw`(-?\d+(?:\.\d+)?)([a-z%]*)`
const RANGE = new RegExp(`^${NUMBER}\\.\\.${NUMBER}(?::${NUMBER})?$`, 'i')

/** '10..50:20' is 10, 30, 50; '2Mbps..6Mbps:2Mbps' likewise. Undefined if it is no range. */
function rangeOf(path: string, text: string): string[] | undefined {
  const match = RANGE.exec(text)
  if (!match) return undefined
  const [, from, unit = '', to, toUnit, step = '1', stepUnit = unit] = match
  const [low, high, by] = [Number(from), Number(to), Number(step)]
  if (toUnit !== unit || stepUnit !== unit) throw new SweepError({ is: 'mixed-units', path, text })
  if (by <= 0 || high < low) throw new SweepError({ is: 'empty-range', path, text })
  const count = Math.floor((high - low) / by + 1e-9) + 1
  if (count > MAX_VALUES)
    throw new SweepError({ is: 'long-range', path, text, count, most: MAX_VALUES })
  // Without the noise of binary fractions.
  return Array.from({ length: count }, (_, i) => `${Number((low + i * by).toPrecision(12))}${unit}`)
}
