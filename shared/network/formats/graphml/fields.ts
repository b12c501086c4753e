/** What edges of a GraphML file say of rate and delay, in the words of several tools. */
import type { Position } from '../../../base/json-file.ts'
import { parseDuration, parseRate, UnitError } from '../../units.ts'
import { parseBursts } from '../bursts.ts'
import type { GraphWay } from '../graph.ts'
import type { LeftOut } from '../left-out.ts'
import { graphmlError } from './xml.ts'

export type Data = ReadonlyMap<string, string>

/** Of the Topology Zoo: '10' and 'G'. */
const FACTORS: Readonly<Record<string, number>> = { '': 1, K: 1e3, k: 1e3, M: 1e6, G: 1e9, T: 1e12 }
/** '10 Gbps', '155Mbit/s' */
const LABEL = /^\s*(\d+(?:\.\d+)?)\s*([KkMGT]?)(?:bps|b\/s|bits?\/s|bit|b)\s*$/
/** Keys under which other tools write quantities with their unit. */
const RATE_KEYS = ['datarate', 'bandwidth', 'rate', 'capacity']
const DELAY_KEYS = ['delay', 'latency']

/** Throws FileError. */
export function wayOf(data: Data, at: Position, leftOut: LeftOut): GraphWay {
  return {
    rateBitsPerSec: rateOf(data, at, leftOut),
    delayMs:
      numberIn(data, 'delayMs', at) ?? quantityIn(data, DELAY_KEYS, parseDuration, at, leftOut),
    queueBytes: numberIn(data, 'queueBytes', at) ?? Number.POSITIVE_INFINITY,
    loss: lossIn(data, '', at),
  }
}

/** What is not said of the way back is as forth. */
export function wayBackOf(data: Data, forth: GraphWay, at: Position): GraphWay {
  const queue = data.get('queueBytesBack')
  const unlimited = queue === 'unlimited' ? Number.POSITIVE_INFINITY : undefined
  const loss = data.has('perBack') || data.has('burstsBack') ? lossIn(data, 'Back', at) : forth.loss
  return {
    rateBitsPerSec: numberIn(data, 'LinkSpeedRawBack', at) ?? forth.rateBitsPerSec,
    delayMs: numberIn(data, 'delayMsBack', at) ?? forth.delayMs,
    queueBytes: unlimited ?? numberIn(data, 'queueBytesBack', at) ?? (forth.queueBytes as number),
    loss,
  }
}

function rateOf(data: Data, at: Position, leftOut: LeftOut): number | undefined {
  const raw = numberIn(data, 'LinkSpeedRaw', at)
  if (raw !== undefined && raw > 0) return raw
  const speed = numberIn(data, 'LinkSpeed', at)
  const factor = FACTORS[data.get('LinkSpeedUnits')?.trim() ?? '']
  if (speed !== undefined && speed > 0 && factor !== undefined) return speed * factor
  const [, digits, unit = ''] = LABEL.exec(data.get('LinkLabel') ?? '') ?? []
  if (digits !== undefined && Number(digits) > 0) return Number(digits) * (FACTORS[unit] as number)
  return quantityIn(data, RATE_KEYS, parseRate, at, leftOut)
}

/** Without a unit it could be anything. */
function quantityIn(
  data: Data,
  keys: readonly string[],
  parse: (text: string) => number,
  at: Position,
  leftOut: LeftOut,
): number | undefined {
  const key = keys.find(each => data.has(each))
  if (key === undefined) return undefined
  try {
    return parse((data.get(key) as string).trim())
  } catch (error) {
    if (!(error instanceof UnitError)) throw error
    leftOut.add(`"${key}" is left out, as its unit is not said`, at.line)
    return undefined
  }
}

function numberIn(data: Data, key: string, at: Position): number | undefined {
  const text = data.get(key)?.trim()
  if (text === undefined || text === '' || text === 'unlimited') return undefined
  const number = Number(text)
  if (Number.isFinite(number) && number >= 0) return number
  throw graphmlError(
    at,
    `"${key}" must be a number of 0 or more, not ${JSON.stringify(text.slice(0, 40))}`,
  )
}

function lossIn(data: Data, end: '' | 'Back', at: Position) {
  const bursts = data.get(`bursts${end}`)
  if (bursts !== undefined) {
    try {
      return parseBursts(bursts)
    } catch (error) {
      throw graphmlError(at, (error as Error).message)
    }
  }
  const share = numberIn(data, `per${end}`, at)
  return share === undefined || share === 0 ? undefined : { share }
}

const EARTH_RADIUS_KM = 6371
/** Light in glass, two thirds of its speed in vacuo. */
const KM_PER_MS = 200

/** Along the great circle between two places; undefined: a place is not said. */
export function distanceDelayMs(ends: readonly Data[]): number | undefined {
  const [a, b] = ends.map(placeOf)
  if (!a || !b) return undefined
  const half = (x: number, y: number) => Math.sin((y - x) / 2) ** 2
  const share =
    half(a.latitude, b.latitude) +
    Math.cos(a.latitude) * Math.cos(b.latitude) * half(a.longitude, b.longitude)
  const km = 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(share)))
  return Number((km / KM_PER_MS).toFixed(3))
}

function placeOf(data: Data) {
  const [latitude, longitude] = ['Latitude', 'Longitude'].map(key => {
    const degrees = Number.parseFloat(data.get(key) ?? '')
    return (degrees * Math.PI) / 180
  }) as [number, number]
  return Number.isFinite(latitude) && Number.isFinite(longitude)
    ? { latitude, longitude }
    : undefined
}
