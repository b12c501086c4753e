import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Explorer } from './surroundings.ts'

const ALL = { stun: true, relay: true }

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A connection that gathers candidates by script. */
class Gathering extends EventTarget {
  signalingState = 'stable'
  iceGatheringState = 'gathering'

  finds(...candidates: { type: string; protocol: string }[]): void {
    for (const candidate of candidates)
      this.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate }))
  }

  completes(): void {
    this.iceGatheringState = 'complete'
    this.dispatchEvent(new Event('icegatheringstatechange'))
  }
}

function explore() {
  const explorer = new Explorer()
  const connection = () => {
    const pc = new Gathering()
    explorer.watch(pc as unknown as RTCPeerConnection, ALL)
    return pc
  }
  return { explorer, connection }
}

const HOST = { type: 'host', protocol: 'udp' }
const REFLEXIVE = { type: 'srflx', protocol: 'udp' }
const RELAY = { type: 'relay', protocol: 'udp' }
const TCP = { type: 'host', protocol: 'tcp' }

test.each([
  [[HOST, REFLEXIVE, RELAY], { udp: 'on', stun: 'reached', relay: 'reached' }],
  [[HOST], { udp: 'on', stun: 'unreached', relay: 'unreached' }],
  [[TCP, RELAY], { udp: 'off', stun: 'unreached', relay: 'reached' }],
  [[], { udp: 'off', stun: 'unreached', relay: 'unreached' }],
])('once all is gathered, %j tells', (candidates, found) => {
  const { explorer, connection } = explore()
  const pc = connection()
  pc.finds(...candidates)
  pc.completes()
  expect(explorer.seen(ALL)).toEqual(found)
})

test('silence of five seconds tells, too; not of a connection that is closed', () => {
  const { explorer, connection } = explore()
  const pc = connection()
  pc.finds(HOST)
  pc.signalingState = 'closed'
  vi.advanceTimersByTime(5_000)
  expect(explorer.seen(ALL)).toEqual({ udp: 'on', stun: 'unknown', relay: 'unknown' })
  connection()
  vi.advanceTimersByTime(5_000)
  expect(explorer.seen(ALL)).toEqual({ udp: 'off', stun: 'unreached', relay: 'unreached' })
})

test('what a later connection finds stands, and a server that is not known is not missed', () => {
  const { explorer, connection } = explore()
  connection().completes()
  connection().finds(HOST, REFLEXIVE)
  expect(explorer.seen({ stun: true, relay: false })).toEqual({
    udp: 'on',
    stun: 'reached',
    relay: 'none',
  })
})
