/** How agents find their controller: announcing, dialling, accepting, and trying again. */
import { beforeEach, expect, test, vi } from 'vitest'
import type { PeerId } from '../../../shared/base/ids.ts'
import { Rendezvous } from './rendezvous.ts'

type Feed = (input: { type: string; remote?: PeerId; offerId?: string }) => void
const tracker = {
  online: true,
  announce: vi.fn(),
  signal: vi.fn(),
  close: vi.fn(),
  listeners: { onUp: () => {}, onDown: (_: string) => {} },
}
const dialler = {
  dial: vi.fn(),
  accept: vi.fn(),
  refuse: vi.fn(),
  close: vi.fn(),
  feed: (() => {}) as Feed,
}

vi.mock('../../host/tracker.ts', () => ({
  connectTracker: (listeners: typeof tracker.listeners) => Object.assign(tracker, { listeners }),
}))
vi.mock('../../host/dial.ts', () => ({
  Dialler: class {
    constructor({ feed }: { feed: Feed }) {
      dialler.feed = feed
      // biome-ignore lint/correctness/noConstructorReturn: the test looks at it
      return dialler
    }
  },
}))
vi.mock('../../host/channel/webrtc.ts', () => ({ webRtc: () => () => {} }))

const CODE = 'c'.repeat(40)
const SELF = 'a'.repeat(40) as PeerId

/** Its timers fire when the test says so. */
function open(accepts = true) {
  const timers = new Map<number, () => void>()
  const heard = { onListed: vi.fn(), onTrouble: vi.fn(), onFailed: vi.fn(), onOpen: vi.fn() }
  const clock = {
    now: () => 0,
    after: (delayMs: number, fire: () => void) => {
      timers.set(delayMs, fire)
      return () => timers.delete(delayMs)
    },
    close: () => {},
  }
  const parts = { code: CODE, self: SELF, clock, accepts: () => accepts, ...heard }
  return { rendezvous: new Rendezvous(parts), timers, ...heard }
}

beforeEach(() => {
  vi.stubGlobal('location', { origin: 'http://lab' })
  vi.clearAllMocks()
  tracker.announce.mockResolvedValue({ intervalMs: 30_000 })
})

test('it announces to the swarm of the code, and again after the interval that the tracker asks for', async () => {
  const { timers, onListed } = open()
  tracker.listeners.onUp()
  await vi.waitFor(() => expect(onListed).toHaveBeenCalledOnce())
  expect(tracker.announce).toHaveBeenCalledWith(
    expect.objectContaining({ infoHash: CODE, peerId: SELF, numwant: 0 }),
  )
  await vi.waitFor(() => expect([...timers.keys()]).toEqual([30_000]))
  timers.get(30_000)?.()
  expect(tracker.announce).toHaveBeenCalledTimes(2)
})

test.each([
  [
    'refuses',
    () => tracker.announce.mockResolvedValue({ failure: 'too many tabs' }),
    'too many tabs',
  ],
  ['does not answer', () => tracker.announce.mockRejectedValue(new Error('timeout')), 'timeout'],
])('a tracker that %s: a sentence says so, and it is asked again soon', async (_, arrange, why) => {
  arrange()
  const { timers, onTrouble, onListed } = open()
  tracker.listeners.onUp()
  await vi.waitFor(() => expect(timers.size).toBe(1))
  expect(onTrouble).toHaveBeenCalledWith(why)
  expect(onListed).not.toHaveBeenCalled()
  const [[delayMs, again]] = [...timers] as [[number, () => void]]
  expect(delayMs).toBeLessThan(30_000)
  again()
  expect(tracker.announce).toHaveBeenCalledTimes(2)
})

test('whoever calls is accepted while there is room, and refused otherwise', () => {
  open(true)
  dialler.feed({ type: 'offered', remote: SELF, offerId: 'o1' })
  expect(dialler.accept).toHaveBeenCalledWith(SELF, 'o1')
  open(false)
  dialler.feed({ type: 'offered', remote: SELF, offerId: 'o2' })
  expect(dialler.refuse).toHaveBeenCalledWith(SELF, 'o2', 'there is no room')
})

test('it dials the controller by the code, and says when that fails or the server is away', () => {
  const { rendezvous, onFailed, onTrouble } = open()
  rendezvous.dial()
  expect(dialler.dial).toHaveBeenCalledWith(CODE)
  dialler.feed({ type: 'linkFailed' })
  expect(onFailed).toHaveBeenCalledOnce()
  tracker.listeners.onDown('the server is away')
  expect(onTrouble).toHaveBeenCalledWith('the server is away')
})

test('closed, it announces no more', async () => {
  const { rendezvous, timers } = open()
  tracker.listeners.onUp()
  await vi.waitFor(() => expect(timers.size).toBe(1))
  rendezvous.close()
  expect(timers.size).toBe(0)
  expect(tracker.close).toHaveBeenCalledOnce()
  expect(dialler.close).toHaveBeenCalledOnce()
})
