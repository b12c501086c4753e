import { beforeEach, describe, expect, test } from 'vitest'
import { Announcer } from './announcer.ts'

const INTERVAL_MS = 30_000
let announcer: Announcer
let now: number

beforeEach(() => {
  announcer = new Announcer({ isServer: true })
  now = 1_000_000
})

/** What is announced now, if anything, drawn as one word. */
const due = (): string => {
  const event = announcer.due(now)
  if (event !== undefined) announcer.sent(event, now)
  return event === undefined ? 'nothing' : (event ?? 'periodic')
}
const dueIn = (ms: number): string => {
  now += ms
  return due()
}
const reply = (intervalMs = INTERVAL_MS) => announcer.announced(intervalMs, now)

function started(): void {
  announcer.up(now)
  due()
  reply()
}

describe('announces', () => {
  test('nothing before the tracker is reached', () => {
    expect(due()).toBe('nothing')
    expect(announcer.nextAt).toBeUndefined()
  })

  test('started first, then periodically, one at a time', () => {
    announcer.up(now)
    expect(due()).toBe('started')
    expect(dueIn(60_000)).toBe('nothing')
    reply()
    expect(dueIn(INTERVAL_MS - 1)).toBe('nothing')
    expect(dueIn(1)).toBe('periodic')
  })

  test('completed at once, and only once', () => {
    started()
    announcer.completed(now)
    expect(due()).toBe('completed')
    reply()
    expect(dueIn(INTERVAL_MS)).toBe('periodic')
  })

  test('completed after the periodic one that is under way', () => {
    started()
    expect(dueIn(INTERVAL_MS)).toBe('periodic')
    announcer.completed(now)
    reply()
    expect(due()).toBe('completed')
  })

  test('completed after started, when the tracker was away', () => {
    announcer.completed(now)
    announcer.up(now)
    expect(due()).toBe('started')
    reply()
    expect(due()).toBe('completed')
  })

  test('completed again when that did not arrive', () => {
    started()
    announcer.completed(now)
    expect(due()).toBe('completed')
    announcer.failed(now)
    expect(dueIn(5_000)).toBe('completed')
  })

  test('started again to a tracker that comes back: it may have forgotten us', () => {
    started()
    announcer.down()
    expect(dueIn(600_000)).toBe('nothing')
    announcer.up(now)
    expect(due()).toBe('started')
  })

  test('nothing to a tracker that went away while an answer was on its way', () => {
    announcer.up(now)
    due()
    announcer.down()
    reply()
    expect(dueIn(INTERVAL_MS)).toBe('nothing')
    expect(announcer.nextAt).toBeUndefined()
  })
})

describe('floods no tracker', () => {
  test.each([
    ['asks for silence', 1e9, 30 * 60_000],
    ['asks for a flood', 0, 1_000],
    ['asks for nonsense', Number.NaN, 30_000],
    ['asks for the past', -5, 1_000],
  ])('that %s', (_what, intervalMs, waitMs) => {
    announcer.up(now)
    due()
    reply(intervalMs)
    expect(dueIn(waitMs - 1)).toBe('nothing')
    expect(dueIn(1)).toBe('periodic')
  })

  test('when lonely: every 5 s, no sooner', () => {
    started()
    let announces = 0
    for (let ms = 0; ms < 60_000; ms += 100) {
      now += 100
      announcer.lonely(now)
      if (due() === 'nothing') continue
      announces++
      reply()
    }
    expect(announces).toBe(12)
  })

  test('that refuses: every 5 s, no sooner', () => {
    announcer.up(now)
    due()
    announcer.failed(now)
    let announces = 0
    for (let ms = 0; ms < 60_000; ms += 100) {
      now += 100
      announcer.lonely(now)
      if (due() === 'nothing') continue
      announces++
      announcer.failed(now)
    }
    expect(announces).toBe(12)
  })
})

describe('a tracker that need not answer, and hands out offers', () => {
  beforeEach(() => {
    announcer = new Announcer({ isServer: false })
    announcer.up(now)
  })

  test('is told again after its interval, whether it answered or not', () => {
    expect(due()).toBe('started')
    expect(dueIn(INTERVAL_MS - 1)).toBe('nothing')
    expect(dueIn(1)).toBe('periodic')
    announcer.announced(120_000, now)
    expect(dueIn(119_999)).toBe('nothing')
    expect(dueIn(1)).toBe('periodic')
  })

  test('is told of an event while the offers of another announce are being made', () => {
    due()
    now += INTERVAL_MS
    announcer.gather()
    expect(due()).toBe('nothing')
    announcer.completed(now)
    expect(due()).toBe('completed')
    expect(due()).toBe('nothing')
    expect(announcer.gathered(now)).toBeNull()
  })

  test('is told that we are here before it is told that we are done', () => {
    announcer.gather()
    announcer.completed(now)
    expect(due()).toBe('nothing')
    const event = announcer.gathered(now)
    expect(event).toBe('started')
    announcer.sent(event ?? null, now)
    expect(due()).toBe('completed')
  })

  test('that goes while offers are being made is told nothing', () => {
    announcer.gather()
    announcer.down()
    expect(announcer.gathered(now)).toBeUndefined()
    expect(announcer.isStarted).toBe(false)
  })
})
