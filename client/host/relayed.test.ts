import { describe, expect, test } from 'vitest'
import type { PeerId } from '../../shared/base/ids.ts'
import type { Input } from '../../shared/peer/input.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import type { ConnectionHandlers, RtcSignal } from './channel/channel.ts'
import { Dialler, type DialSignal } from './dial.ts'
import { decodeSignal, encodeSignal, RelayedDials } from './relayed.ts'

const bob = 'b'.repeat(40) as PeerId
const offer = { kind: 'offer', sdp: 'v=0\r\n' } as const
const answer = { kind: 'answer', sdp: 'v=1' } as const

function setUp() {
  const inputs: Input[] = []
  const byServer: DialSignal[] = []
  const connections: { handlers: ConnectionHandlers; signals: RtcSignal[]; closed: boolean }[] = []
  const dialler = new Dialler({
    self: 'a'.repeat(40) as PeerId,
    clock: new ManualClock(),
    newOfferId: () => 'mine',
    isServerUp: () => true,
    takesWhole: () => false,
    connect: (_, handlers) => {
      const connection = { handlers, signals: [] as RtcSignal[], closed: false }
      connections.push(connection)
      return {
        signal: signal => connection.signals.push(signal),
        close: () => {
          connection.closed = true
        },
      }
    },
    send: (_, __, signal) => byServer.push(signal),
    feed: input => inputs.push(input),
    onOpen: () => ({ onBytes: () => {}, onDrained: () => {}, onClose: () => {} }),
  })
  const relayed = new RelayedDials(dialler, input => inputs.push(input))
  const comes = (signal: DialSignal, offerId = 'mine', via = 7) =>
    relayed.onSignal({ type: 'signal', via, remote: bob, offerId, data: encodeSignal(signal) })
  return { dialler, relayed, inputs, byServer, connections, comes }
}

describe('a dial by relay', () => {
  test('says everything by the link it was told, and nothing to the server', () => {
    const { relayed, inputs, byServer, connections, comes } = setUp()
    relayed.dial(bob, 7)
    connections[0]?.handlers.onSignal(offer)
    expect(inputs).toEqual([
      { type: 'signal', via: 7, remote: bob, offerId: 'mine', data: encodeSignal(offer) },
    ])
    comes(answer)
    expect(connections[0]?.signals).toEqual([answer])
    expect(byServer).toEqual([])
  })

  test('is answered by that link alone: neither another nor the server may meddle', () => {
    const { relayed, dialler, connections, comes } = setUp()
    relayed.dial(bob, 7)
    comes(answer, 'mine', 8)
    dialler.onSignal(bob, 'mine', answer)
    expect(connections[0]?.signals).toEqual([])
  })

  test('comes to nothing when it is refused, by whomever', () => {
    const { relayed, inputs, comes } = setUp()
    relayed.dial(bob, 7)
    comes({ kind: 'refuse', reason: 'full' })
    relayed.dial(bob, 7)
    const reason = 'the peer between us is gone'
    relayed.onRefused({ type: 'signalRefused', via: 7, remote: bob, offerId: 'mine', reason })
    expect(inputs).toEqual([
      { type: 'linkFailed', remote: bob, reason: 'full' },
      { type: 'linkFailed', remote: bob, reason },
    ])
  })
})

test('an offer by relay is the peer to judge, and answered by the link it came by', () => {
  const { dialler, inputs, connections, comes } = setUp()
  comes(offer, 'theirs')
  expect(inputs.splice(0)).toEqual([{ type: 'offered', remote: bob, offerId: 'theirs', via: 7 }])
  dialler.accept(bob, 'theirs')
  connections[0]?.handlers.onSignal(answer)
  expect(inputs.splice(0)).toMatchObject([{ type: 'signal', via: 7, offerId: 'theirs' }])
  comes(offer, 'another')
  dialler.refuse(bob, 'another', 'full')
  expect(inputs.at(-1)).toMatchObject({ type: 'signal', via: 7, offerId: 'another' })
})

test('what is in the making by relay is dropped when the server brings a better offer', () => {
  const { dialler, connections, comes, inputs } = setUp()
  comes(offer, 'theirs')
  dialler.accept(bob, 'theirs')
  dialler.abandon(bob)
  expect(connections[0]?.closed).toBe(true)
  expect(inputs).toHaveLength(1)
})

test.each([
  ['no JSON', '{'],
  ['no object', '"offer"'],
  ['null', 'null'],
  ['an unknown kind', '{"kind":"renegotiate"}'],
  ['a field too many', '{"kind":"answer","sdp":"","from":"x"}'],
  ['an SDP over 16 KiB', JSON.stringify({ kind: 'answer', sdp: 'x'.repeat(16 * 1024 + 1) })],
  ['a prototype', '{"__proto__":{"kind":"answer","sdp":""}}'],
])('what a remote sends is passed over: %s', (_what, text) => {
  expect(decodeSignal(new TextEncoder().encode(text))).toBeUndefined()
})

test.each<DialSignal>([
  offer,
  { ...offer, whole: true },
  answer,
  { kind: 'candidate', candidate: 'c', sdpMid: '0', sdpMLineIndex: 0 },
  { kind: 'refuse', reason: 'glare' },
])('$kind comes through', signal => {
  expect(decodeSignal(encodeSignal(signal))).toEqual(signal)
})
