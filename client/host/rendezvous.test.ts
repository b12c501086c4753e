/** How pages find the one that leads them: announcing, dialling, and trying again. */
import { beforeEach, expect, test, vi } from 'vitest'
import type { PeerId } from '../../shared/base/ids.ts'
import type { Identity } from '../../shared/tracker/proof.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import type { ConnectionHandlers } from './channel/channel.ts'
import { Rendezvous } from './rendezvous.ts'

const tracker = {
  online: true,
  announce: vi.fn(),
  signal: vi.fn(),
  close: vi.fn(),
  listeners: { onUp: () => {}, onDown: (_: string) => {} },
}
/** Of each connection that was made. */
const made: { readonly role: string; readonly handlers: ConnectionHandlers }[] = []

vi.mock('./tracker.ts', () => ({
  connectTracker: (listeners: typeof tracker.listeners) => Object.assign(tracker, { listeners }),
}))
vi.mock('./channel/webrtc.ts', () => ({
  webRtc: () => (role: string, handlers: ConnectionHandlers) => {
    made.push({ role, handlers })
    return { signal: () => {}, close: () => {} }
  },
}))

const LEADER = 'c'.repeat(40) as PeerId
const SELF = 'a'.repeat(40) as PeerId

/** Proofs are the line's business, which is played here. */
const identityOf = (peerId: PeerId): Identity => ({ peerId, prove: vi.fn() })

function open(id = SELF) {
  const self = identityOf(id)
  const clock = new ManualClock()
  const heard = { onListed: vi.fn(), onTrouble: vi.fn(), onFailed: vi.fn(), onOpen: vi.fn() }
  const rendezvous = new Rendezvous({ code: LEADER, self, clock, maxLinks: 1, ...heard })
  return { rendezvous, clock, ...heard }
}

beforeEach(() => {
  vi.stubGlobal('location', { origin: 'http://lab' })
  vi.clearAllMocks()
  made.length = 0
  tracker.announce.mockResolvedValue({ intervalMs: 30_000 })
})

test('it announces to the swarm of the code, and again after the interval that the server asks for', async () => {
  const { clock, onListed } = open()
  tracker.listeners.onUp()
  await vi.waitFor(() => expect(onListed).toHaveBeenCalledOnce())
  expect(tracker.announce).toHaveBeenCalledWith(
    expect.objectContaining({ infoHash: LEADER, peerId: SELF, numwant: 0 }),
  )
  clock.advance(29_999)
  expect(tracker.announce).toHaveBeenCalledOnce()
  clock.advance(1)
  expect(tracker.announce).toHaveBeenCalledTimes(2)
})

test.each([
  [
    'refuses',
    () => tracker.announce.mockResolvedValue({ failure: 'too many tabs' }),
    'too many tabs',
  ],
  ['does not answer', () => tracker.announce.mockRejectedValue(new Error('timeout')), 'timeout'],
])('a server that %s: a sentence says so, and it is asked again soon', async (_, arrange, why) => {
  arrange()
  const { clock, onTrouble, onListed } = open()
  tracker.listeners.onUp()
  await vi.waitFor(() => expect(onTrouble).toHaveBeenCalledWith(why))
  expect(onListed).not.toHaveBeenCalled()
  clock.advance(5_000)
  expect(tracker.announce).toHaveBeenCalledTimes(2)
})

test('once listed it dials who leads, says when that fails, and dials again', async () => {
  const { clock, onListed, onFailed } = open()
  tracker.listeners.onUp()
  await vi.waitFor(() => expect(onListed).toHaveBeenCalledOnce())
  expect(made.map(({ role }) => role)).toEqual(['offerer'])
  made[0]?.handlers.onSignal({ kind: 'offer', sdp: 'an offer' })
  expect(tracker.signal).toHaveBeenCalledWith(
    expect.objectContaining({ infoHash: LEADER, to: LEADER, kind: 'offer', sdp: 'an offer' }),
  )
  made[0]?.handlers.onClose('nobody there')
  expect(onFailed).toHaveBeenCalledOnce()
  clock.advance(60_000)
  expect(made.length).toBeGreaterThan(1)
})

test('who leads dials nobody', async () => {
  const { onListed } = open(LEADER)
  tracker.listeners.onUp()
  await vi.waitFor(() => expect(onListed).toHaveBeenCalledOnce())
  expect(made).toEqual([])
})

test('closed, it announces and dials no more', async () => {
  const { rendezvous, clock, onListed } = open()
  tracker.listeners.onUp()
  await vi.waitFor(() => expect(onListed).toHaveBeenCalledOnce())
  rendezvous.close()
  clock.advance(100_000)
  expect(tracker.announce).toHaveBeenCalledOnce()
  expect(made).toHaveLength(1)
  expect(tracker.close).toHaveBeenCalledOnce()
})
