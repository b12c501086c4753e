/** How many lanes are found to pay, on lines of which the test knows what each number of lanes brings. */
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../base/random.ts'
import { LaneCount, LOOK_MS } from './lane-count.ts'

interface LineModel {
  /** Bytes a second of this link over `lanes` connections, at `sec` seconds. */
  readonly rate: (lanes: number, sec: number) => number
  readonly roundTripMs?: number
  readonly readings?: number
  /** Of the other links of the peer together. */
  readonly others?: (lanes: number) => number
  readonly isBusy?: (sec: number) => boolean
  /** False: no further connection ever opens. */
  readonly opens?: boolean
}

/** The number of lanes wanted, each second. */
function run(model: LineModel, forSec: number): number[] {
  const {
    rate,
    roundTripMs = 100,
    readings = 3,
    others = () => 0,
    isBusy = () => true,
    opens = true,
  } = model
  const count = new LaneCount()
  count.roundTrip(roundTripMs, readings)
  const wanted: number[] = []
  let [bytes, otherBytes, open] = [0, 0, 1]
  let openingSince: number | undefined
  for (let ms = 0; ms <= forSec * 1000; ms += LOOK_MS) {
    const sec = ms / 1000
    bytes += isBusy(sec) ? (rate(open, sec) * LOOK_MS) / 1000 : 0
    otherBytes += (others(open) * LOOK_MS) / 1000
    count.look(
      { bytes, allBytes: bytes + otherBytes, isBusy: isBusy(sec), open, hasFailed: false },
      ms,
    )
    if (count.wanted < open) open = count.wanted
    if (count.wanted === open) openingSince = undefined
    else openingSince ??= ms
    // Four round trips.
    if (opens && openingSince !== undefined && ms - openingSince >= 4 * roundTripMs)
      open = count.wanted
    if (ms % 1000 === 0) wanted.push(count.wanted)
  }
  return wanted
}

const MB = 1e6

test('as many as the line carries more by: all eight where each window is far below it', () => {
  const wanted = run({ rate: lanes => 0.2 * MB * lanes }, 20)
  expect(wanted.at(-1)).toBe(8)
  expect(wanted.indexOf(8), 'seconds').toBeLessThanOrEqual(10)
  expect([...new Set(wanted)]).toEqual([1, 2, 8])
})

test('no more than pay: what brings less than a tenth is given back', () => {
  const rate = (lanes: number) => Math.min(0.6 * MB * lanes, 1.25 * MB)
  const wanted = run({ rate }, 14)
  expect(Math.max(...wanted)).toBe(8)
  expect(wanted.at(-1)).toBe(2)
})

test('where each brings a part of what the first did, they are doubled', () => {
  const wanted = run({ rate: lanes => 0.5 * MB * lanes ** 0.4 }, 20)
  expect([...new Set(wanted)]).toEqual([1, 2, 4, 8])
})

test('one stays one where it fills the line, and trials grow rare', () => {
  const wanted = run({ rate: () => 2.3 * MB }, 600)
  const trials = wanted.filter((lanes, i) => lanes === 2 && wanted[i - 1] === 1).length
  expect(wanted.at(-1)).toBe(1)
  expect(trials).toBeGreaterThanOrEqual(4)
  expect(trials).toBeLessThanOrEqual(9)
})

test('a line that gets worse is found out by a later trial', () => {
  const rate = (lanes: number, sec: number) => (sec < 60 ? 2 * MB : 0.2 * MB * lanes)
  const wanted = run({ rate }, 240)
  expect(wanted[50]).toBe(1)
  expect(wanted.at(-1)).toBe(8)
})

describe('one, and no trial,', () => {
  const many = (lanes: number) => 0.2 * MB * lanes
  const always = (model: Partial<LineModel>) =>
    expect(new Set(run({ rate: many, ...model }, 60))).toEqual(new Set([1]))

  test('on one machine and on a LAN', () => always({ roundTripMs: 4 }))
  test('as long as a busy machine may be what takes the time', () => always({ readings: 2 }))
  test('where something else than the line is the limit', () =>
    always({ isBusy: sec => sec % 1 < 0.5 }))
  test('where nothing is sent', () => always({ isBusy: () => false }))
})

test('a relay is never passed by more than one', () => {
  const count = new LaneCount()
  count.roundTrip(100, 3)
  count.reached(true)
  for (let i = 0; i < 100; i++) {
    const look = { bytes: i * 1000, allBytes: i * 1000, isBusy: true, open: 1, hasFailed: false }
    count.look(look, i * LOOK_MS)
  }
  expect(count.wanted).toBe(1)
})

test('what a link gains is not kept if the other links of the peer lose it', () => {
  const rate = (lanes: number) => 2 * MB * (lanes / (lanes + 4))
  const wanted = run({ rate, others: lanes => 2 * MB * (4 / (lanes + 4)) }, 10)
  expect(Math.max(...wanted)).toBe(2)
  expect(wanted.at(-1)).toBe(1)
})

test('where no further connection opens, one stays', () => {
  const wanted = run({ rate: lanes => 0.2 * MB * lanes, opens: false }, 15)
  expect(wanted.at(-1)).toBe(1)
})

test('a lane that breaks and is refused is not asked for at each look', () => {
  const count = new LaneCount()
  count.roundTrip(100, 3)
  let open = 1
  let refusals = 0
  for (let ms = 0; ms < 60_000; ms += LOOK_MS) {
    const isRefused = ms > 20_000 && count.wanted > open
    if (isRefused) refusals++
    // All but one break.
    if (ms === 20_000) open = 1
    else if (ms < 20_000) open = count.wanted
    const bytes = ms * (open + 1)
    count.look({ bytes, allBytes: bytes, isBusy: true, open, hasFailed: isRefused }, ms)
    if (ms === 19_750) expect(open).toBe(8)
  }
  expect(refusals).toBeLessThanOrEqual(4)
})

test('lanes end once nothing is sent for half a minute', () => {
  const wanted = run({ rate: lanes => 0.2 * MB * lanes, isBusy: sec => sec < 20 }, 60)
  expect(wanted[40]).toBe(8)
  expect(wanted.at(-1)).toBe(1)
})

interface WindowsModel {
  /** One packet in `loss` is lost. */
  readonly loss: number
  readonly roundTripMs: number
  readonly bytesPerSec: number
  readonly queueBytes: number
}

/** Lanes with windows as TCP's (RFC 5681) over one line: how many there are, each second. */
function overWindows(seed: number, line: WindowsModel, forSec: number): number[] {
  const random = seededRandom(seed)
  const { loss, roundTripMs, bytesPerSec, queueBytes } = line
  const stepMs = roundTripMs / 4
  const count = new LaneCount()
  count.roundTrip(roundTripMs, 3)
  const lane = () => ({ window: 10, threshold: Number.POSITIVE_INFINITY, stallsUntil: 0 })
  const lanes = [lane()]
  const opening: number[] = []
  const open: number[] = []
  let [bytes, queued, lookAt] = [0, 0, 0]
  for (let ms = 0; ms < forSec * 1000; ms += stepMs) {
    const isFull = queued > queueBytes
    let sent = 0
    for (const each of lanes) {
      if (ms < each.stallsUntil) continue
      const packets = (each.window * stepMs) / (roundTripMs + (queued / bytesPerSec) * 1000)
      sent += packets * 1_200
      if (random() < 1 - (1 - loss) ** packets || (isFull && random() < 0.3)) {
        each.threshold = Math.max(each.window / 2, 4)
        // Now and then it is found out by the timer.
        const isLate = random() < 0.08
        each.window = isLate ? 1 : each.threshold
        if (isLate) each.stallsUntil = ms + 400 + roundTripMs
      } else each.window += each.window < each.threshold ? packets : packets / each.window
    }
    bytes += sent
    queued = Math.max(0, queued + sent - (bytesPerSec * stepMs) / 1000)
    while (opening[0] !== undefined && opening[0] <= ms) {
      opening.shift()
      lanes.push(lane())
    }
    if (ms >= lookAt) {
      lookAt += LOOK_MS
      const look = { bytes, allBytes: bytes, isBusy: true, open: lanes.length, hasFailed: false }
      count.look(look, ms)
      while (lanes.length + opening.length < count.wanted) opening.push(ms + 8 * roundTripMs)
      lanes.splice(Math.max(1, count.wanted))
    }
    if (open.length <= ms / 1000) open.push(lanes.length)
  }
  return open
}

describe('windows that grow and are halved by chance', () => {
  const seeds = Array.from({ length: 40 }, (_, i) => i + 1)
  const LOSSY = [
    { loss: 0.005, roundTripMs: 100, bytesPerSec: 2.5 * MB, queueBytes: 250_000 },
    { loss: 0.01, roundTripMs: 200, bytesPerSec: 2.5 * MB, queueBytes: 500_000 },
    { loss: 0.001, roundTripMs: 60, bytesPerSec: 12.5 * MB, queueBytes: 750_000 },
  ]
  test.each(LOSSY)('$loss lost, $roundTripMs ms: eight after 20 s, nearly always', line => {
    const late = seeds.filter(seed => overWindows(seed, line, 21)[20] !== 8)
    expect(late.length, `of ${seeds.length}: seeds ${late}`).toBeLessThanOrEqual(4)
  })

  test('nothing lost: what chance has made of one is found out', () => {
    const line = { loss: 0, roundTripMs: 50, bytesPerSec: 2.5 * MB, queueBytes: 150_000 }
    const many = seeds.filter(seed => (overWindows(seed, line, 241)[240] ?? 0) > 2)
    expect(many.length, `of ${seeds.length}: seeds ${many}`).toBeLessThanOrEqual(10)
  })
})
