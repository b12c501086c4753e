/** How many lanes are found to pay, on lines of which the test knows what each number of lanes brings. */
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../base/random.ts'
import { FIRST_LANES, LaneCount, LOOK_MS } from './lane-count.ts'
import { RoundTrips } from './round-trips.ts'

interface LineModel {
  /** Bytes a second of this link over `lanes` connections, at `sec` seconds. */
  readonly rate: (lanes: number, sec: number) => number
  readonly roundTripMs?: number
  /** Before anything is sent; then one in 2.5 s. */
  readonly readings?: number
  /** By how much packets of this number of lanes stand in the line's queue. */
  readonly queueMs?: (lanes: number) => number
  readonly isMeasured?: boolean
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
    queueMs = () => 0,
    isMeasured = readings >= 3,
    others = () => 0,
    isBusy = () => true,
    opens = true,
  } = model
  const roundTrips = new RoundTrips()
  roundTrips.measured(roundTripMs, readings, 0)
  const count = new LaneCount(roundTrips)
  const wanted: number[] = []
  let [bytes, otherBytes, open] = [0, 0, 1]
  let openingSince: number | undefined
  for (let ms = 0; ms <= forSec * 1000; ms += LOOK_MS) {
    const sec = ms / 1000
    bytes += isBusy(sec) ? (rate(open, sec) * LOOK_MS) / 1000 : 0
    otherBytes += (others(open) * LOOK_MS) / 1000
    count.look(
      {
        bytes,
        allBytes: bytes + otherBytes,
        isBusy: isBusy(sec),
        isServing: true,
        open,
        hasFailed: false,
      },
      ms,
    )
    if (ms % 2_500 === 0) {
      const ofQueue = isBusy(sec) ? queueMs(open) : 0
      if (isMeasured) roundTrips.measured(roundTripMs + ofQueue, 1, ms)
    }
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

function farCount(): LaneCount {
  const roundTrips = new RoundTrips()
  roundTrips.measured(100, 3, 0)
  return new LaneCount(roundTrips)
}

test('as many as the line carries more by: all eight where each window is far below it', () => {
  const wanted = run({ rate: lanes => 0.2 * MB * lanes }, 20)
  expect(wanted.indexOf(8), 'seconds').toBeLessThanOrEqual(6)
  expect([...new Set(wanted)]).toEqual([FIRST_LANES, 8])
})

test('no more than pay: what brings less than a tenth is given back, and what it began with later', () => {
  const rate = (lanes: number) => Math.min(0.6 * MB * lanes, 1.25 * MB)
  const wanted = run({ rate }, 130)
  expect(wanted[0]).toBe(FIRST_LANES)
  expect(wanted.slice(0, 20)).toContain(8)
  expect(wanted.slice(20, 60).filter(lanes => lanes === FIRST_LANES).length).toBeGreaterThan(25)
  expect(wanted.at(-1)).toBe(2)
})

test('where a queue stands, no more are tried', () => {
  const rate = (lanes: number) => Math.min(0.6 * MB * lanes, 1.25 * MB)
  const wanted = run({ rate, queueMs: lanes => (lanes >= 2 ? 50 : 0) }, 55)
  expect([...new Set(wanted)]).toEqual([FIRST_LANES])
})

test('a way that has become longer is found out, though a queue seems to stand', () => {
  const wanted = run({ rate: lanes => 0.2 * MB * lanes, queueMs: () => 50 }, 900)
  expect(wanted).toContain(8)
})

test('as long as nobody tells whether a queue stands, it is tried all the same', () => {
  const wanted = run({ rate: lanes => 0.2 * MB * lanes, isMeasured: false }, 20)
  expect(wanted.at(-1)).toBe(8)
})

test('where each brings a part of what the first did, they are doubled', () => {
  const wanted = run({ rate: lanes => 0.5 * MB * lanes ** 0.4 }, 20)
  expect([...new Set(wanted)]).toEqual([FIRST_LANES, 8])
})

test('one is left where it fills the line, and trials grow rare', () => {
  const wanted = run({ rate: () => 2.3 * MB }, 900)
  const of = (lanes: number) =>
    wanted.filter((count, i) => i > 240 && count === 2 * lanes && wanted[i - 1] === lanes).length
  expect(wanted.at(-1)).toBe(1)
  expect(of(1)).toBeGreaterThanOrEqual(2)
  expect(of(1)).toBeLessThanOrEqual(4)
})

test('a line that gets worse is found out by a later trial', () => {
  const rate = (lanes: number, sec: number) => (sec < 200 ? 2 * MB : 0.2 * MB * lanes)
  const wanted = run({ rate }, 500)
  expect(wanted[190]).toBe(1)
  expect(wanted.at(-1)).toBe(8)
})

test('where something else than the line is the limit, no more are tried, and fewer are left', () => {
  const wanted = run({ rate: lanes => 0.2 * MB * lanes, isBusy: sec => sec % 1 < 0.5 }, 200)
  expect(Math.max(...wanted)).toBe(FIRST_LANES)
  expect(wanted.at(-1)).toBe(1)
})

test('where nothing is sent, the first ones end, and do not begin again', () => {
  const wanted = run({ rate: () => MB, isBusy: () => false }, 60)
  expect(wanted[20]).toBe(FIRST_LANES)
  expect(new Set(wanted.slice(31))).toEqual(new Set([1]))
})

test('a way that was long only because the machine was busy has one, once that is known', () => {
  const roundTrips = new RoundTrips()
  const count = new LaneCount(roundTrips)
  const look = { bytes: 0, allBytes: 0, isBusy: true, isServing: true, open: 1, hasFailed: false }
  roundTrips.measured(40, 3, 0)
  count.look(look, 0)
  expect(count.wanted).toBe(FIRST_LANES)
  roundTrips.measured(2, 1, 1_000)
  count.look(look, 1_000)
  expect(count.wanted).toBe(1)
})

describe('one, and no trial,', () => {
  const many = (lanes: number) => 0.2 * MB * lanes
  const always = (model: Partial<LineModel>) =>
    expect(new Set(run({ rate: many, ...model }, 60))).toEqual(new Set([1]))

  test('on one machine and on a LAN', () => always({ roundTripMs: 4 }))
  test('as long as a busy machine may be what takes the time', () => always({ readings: 2 }))
})

test('a relay is never passed by more than one', () => {
  const count = farCount()
  count.reached(true)
  for (let i = 0; i < 100; i++) {
    const look = {
      bytes: i * 1000,
      allBytes: i * 1000,
      isBusy: true,
      isServing: true,
      open: 1,
      hasFailed: false,
    }
    count.look(look, i * LOOK_MS)
  }
  expect(count.wanted).toBe(1)
})

test('what a link gains is not kept if the other links of the peer lose it', () => {
  const rate = (lanes: number) => 2 * MB * (lanes / (lanes + 4))
  const wanted = run({ rate, others: lanes => 2 * MB * (4 / (lanes + 4)) }, 14)
  expect(Math.max(...wanted)).toBe(8)
  expect(wanted.at(-1)).toBe(FIRST_LANES)
})

test('where no further connection opens, one stays', () => {
  const wanted = run({ rate: lanes => 0.2 * MB * lanes, opens: false }, 15)
  expect(wanted.at(-1)).toBe(1)
})

test('a lane that breaks and is refused is not asked for at each look', () => {
  const count = farCount()
  let open = 1
  let refusals = 0
  for (let ms = 0; ms < 60_000; ms += LOOK_MS) {
    const isRefused = ms > 20_000 && count.wanted > open
    if (isRefused) refusals++
    // All but one break.
    if (ms === 20_000) open = 1
    else if (ms < 20_000) open = count.wanted
    const bytes = ms * (open + 1)
    count.look(
      { bytes, allBytes: bytes, isBusy: true, isServing: true, open, hasFailed: isRefused },
      ms,
    )
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
  const roundTrips = new RoundTrips()
  roundTrips.measured(roundTripMs, 3, 0)
  const count = new LaneCount(roundTrips)
  const lane = () => ({ window: 10, threshold: Number.POSITIVE_INFINITY, stallsUntil: 0 })
  const lanes = [lane()]
  const opening: number[] = []
  const open: number[] = []
  let [bytes, queued, lookAt, measureAt] = [0, 0, 0, 1_000]
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
    if (ms >= measureAt) {
      measureAt += 2_500
      roundTrips.measured(roundTripMs + (queued / bytesPerSec) * 1000, 1, ms)
    }
    if (ms >= lookAt) {
      lookAt += LOOK_MS
      const look = {
        bytes,
        allBytes: bytes,
        isBusy: true,
        isServing: true,
        open: lanes.length,
        hasFailed: false,
      }
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
  test.each(LOSSY)('$loss lost, $roundTripMs ms: eight after 10 s, nearly always', line => {
    const late = seeds.filter(seed => overWindows(seed, line, 11)[10] !== 8)
    expect(late.length, `of ${seeds.length}: seeds ${late}`).toBeLessThanOrEqual(4)
  })

  test('nothing lost: no more are tried than it began with, nearly always', () => {
    const line = { loss: 0, roundTripMs: 50, bytesPerSec: 2.5 * MB, queueBytes: 150_000 }
    const tried = seeds.filter(seed => overWindows(seed, line, 55).includes(8))
    expect(tried.length, `of ${seeds.length}: seeds ${tried}`).toBeLessThanOrEqual(6)
  })

  test('nothing lost: what chance has made of one is found out', () => {
    const line = { loss: 0, roundTripMs: 50, bytesPerSec: 2.5 * MB, queueBytes: 150_000 }
    const many = seeds.filter(seed => (overWindows(seed, line, 241)[240] ?? 0) > 2)
    expect(many.length, `of ${seeds.length}: seeds ${many}`).toBeLessThanOrEqual(10)
  })
})
