/** One peer among scripted remotes that tell of others, and carry signals or have them carried. */
import { describe, expect, test } from 'vitest'
import type { LinkId, PeerId } from '../base/ids.ts'
import { candidateOf, sdpOf } from '../testing/descriptions.ts'
import { type Actor, INFO, idOf, PeerStage, type StageOptions } from '../testing/peer-stage.ts'
import { encodePex, parsePex } from '../wire/pex.ts'
import { encodeRelay, MAX_SIGNAL_BYTES, parseRelay, type RelayMessage } from '../wire/relay.ts'
import { decodeSignal, encodeSignal, type Signal } from '../wire/signal.ts'
import type { Effect } from './effect.ts'

const OFFER = 'ab'.repeat(20)
const signal = (length = 3) => Uint8Array.from({ length }, (_, i) => i)

const stageOf = (options: StageOptions = {}) => new PeerStage({ info: INFO, ...options })

/** A tab like us. */
function tab(stage: PeerStage, n: number): Actor {
  const actor = stage.greet(n)
  actor.speaks('ts_pex', 'ts_relay')
  return actor
}

const tells = (actor: Actor, ...ns: number[]) => tellsOf(actor, { added: ns })
const tellsOf = (
  actor: Actor,
  { added = [], dropped = [] }: { added?: number[]; dropped?: number[] },
) =>
  actor.saysExtended(
    'ts_pex',
    encodePex({
      added: added.map(n => ({ id: idOf(n), isSeed: false })),
      dropped: dropped.map(idOf),
    }),
  )

const told = (actor: Actor) => actor.heardExtended('ts_pex').map(parsePex)
const relayed = (actor: Actor) => actor.heardExtended('ts_relay').map(parseRelay)
const says = (actor: Actor, message: RelayMessage) =>
  actor.saysExtended('ts_relay', encodeRelay(message))
const forward = (remote: PeerId, length?: number): RelayMessage => ({
  type: 'forward',
  remote,
  offerId: OFFER,
  signal: signal(length),
})

const effectsOf = <Type extends Effect['type']>(stage: PeerStage, type: Type) =>
  stage.effects.filter(effect => effect.type === type) as Extract<Effect, { type: Type }>[]

const names = (message: { added: readonly { id: PeerId }[] } | undefined) =>
  message?.added.map(({ id }) => id)

test('the members of a private torrent come from its trackers alone (BEP 27)', () => {
  const stage = stageOf({ info: { ...INFO, private: true } })
  const [a, b] = [tab(stage, 1), tab(stage, 2)]
  tells(a, 7)
  stage.pass(2_000)
  expect([told(a), told(b), stage.eventsOf('dialled')]).toEqual([[], [], []])
})

describe('tells of others', () => {
  const withoutTracker = () => {
    const stage = stageOf()
    stage.tell({ type: 'trackerDown', tracker: 'server', reason: 'gone' })
    return stage
  }

  test('each remote of all the rest that take relayed signals, within a second if there is no tracker', () => {
    const stage = withoutTracker()
    const [a, b] = [tab(stage, 1), tab(stage, 2)]
    const stranger = stage.greet(3)
    stage.pass(1_000)
    expect([names(told(a)[0]), names(told(b)[0])]).toEqual([[b.id], [a.id]])
    expect(told(stranger)).toEqual([])
  })

  test('while there is one, not for a quarter of a minute, and each at another time', () => {
    const stage = stageOf()
    const tabs = Array.from({ length: 10 }, (_, n) => tab(stage, n))
    const firstTold = new Map<Actor, number>()
    for (let second = 1; second <= 46; second++) {
      stage.pass(1_000)
      for (const each of tabs)
        if (told(each).length > 0 && !firstTold.has(each)) firstTold.set(each, second)
    }
    const seconds = [...firstTold.values()]
    expect(seconds).toHaveLength(10)
    expect(Math.min(...seconds)).toBeGreaterThanOrEqual(15)
    expect(new Set(seconds).size).toBeGreaterThan(5)
  })

  test('at once when the tracker is gone', () => {
    const stage = stageOf()
    const [a, b] = [tab(stage, 1), tab(stage, 2)]
    stage.pass(10_000)
    expect([told(a), told(b)]).toEqual([[], []])
    stage.tell({ type: 'trackerDown', tracker: 'server', reason: 'gone' })
    stage.pass(1_000)
    expect([names(told(a)[0]), names(told(b)[0])]).toEqual([[b.id], [a.id]])
  })

  test('what changes, at growing distances up to a minute; never twice the same', () => {
    const stage = withoutTracker()
    const a = tab(stage, 1)
    const times: number[] = []
    const start = stage.now
    for (let second = 0; second < 240; second++) {
      if (second % 2 === 0) tab(stage, 2 + second)
      else stage.tell({ type: 'linkClosed', link: lastLink(stage), reason: 'gone' })
      const before = told(a).length
      stage.pass(1_000)
      if (told(a).length > before) times.push((stage.now - start) / 1_000)
    }
    const gaps = times.slice(1).map((time, i) => time - (times[i] as number))
    expect(gaps.length).toBeGreaterThan(4)
    for (const [i, gap] of gaps.entries())
      expect(gap).toBeGreaterThanOrEqual(Math.min(4 * 2 ** i, 60))
    const known = new Set<PeerId>()
    for (const { added, dropped } of told(a)) {
      for (const id of dropped) expect(known.delete(id)).toBe(true)
      for (const { id } of added) expect(known.has(id)).toBe(false)
      for (const { id } of added) known.add(id)
    }
  })

  test('that they hold everything, as far as it knows', () => {
    const stage = withoutTracker()
    const a = tab(stage, 1)
    tab(stage, 2).serves('******')
    tab(stage, 3).serves('**')
    stage.pass(1_000)
    expect(told(a)[0]?.added).toEqual([
      { id: idOf(2), isSeed: true },
      { id: idOf(3), isSeed: false },
    ])
  })

  const lastLink = (stage: PeerStage) =>
    Math.max(...effectsOf(stage, 'send').map(({ link }) => link))
})

describe('hears of others', () => {
  const dials = (stage: PeerStage) =>
    stage.eventsOf('dialled').map(({ remote, via }) => [remote, via])

  test('and dials them by the link that told', () => {
    const stage = stageOf()
    const a = tab(stage, 1)
    tells(a, 5, 6)
    stage.pass(1_000)
    expect(dials(stage).sort()).toEqual([
      [idOf(5), a.id],
      [idOf(6), a.id],
    ])
  })

  test('neither itself, nor who told, nor who is linked or dropped', () => {
    const stage = stageOf()
    const [a, b] = [tab(stage, 1), tab(stage, 2)]
    tellsOf(a, { added: [1, 999, 2, 7, 8], dropped: [7] })
    tellsOf(a, { dropped: [8] })
    stage.pass(5_000)
    expect(dials(stage)).toEqual([[idOf(7), a.id]])
    expect(b.isClosed).toBe(false)
  })

  test('10,000 of them: no more than a hundred are kept of one link, and few dialled at once', () => {
    const stage = stageOf({ seed: 2 })
    const a = tab(stage, 1)
    const dialled = new Set<PeerId>()
    for (let n = 1_000; n < 11_000; n += 50) {
      tells(a, ...Array.from({ length: 50 }, (_, i) => n + i))
      stage.pass(11_000)
      const connections = stage.connections().filter(({ remote }) => remote !== a.id)
      expect(stage.view.connecting).toBeLessThanOrEqual(5)
      stage.clear()
      for (const { link, remote } of connections) {
        dialled.add(remote as PeerId)
        stage.tell({ type: 'linkClosed', link, reason: 'nobody' })
      }
    }
    // Of whom it tells nobody is there: it is believed less and less.
    expect(dialled.size).toBeLessThanOrEqual(100)
    expect(dialled.size).toBeGreaterThan(30)
  })

  test('seven times in a minute: the link is dropped; six times, or over two minutes, it is not', () => {
    const stage = stageOf()
    const [hasty, steady] = [tab(stage, 1), tab(stage, 2)]
    for (let i = 0; i < 6; i++) tells(hasty, 10 + i)
    expect(hasty.isClosed).toBe(false)
    tells(hasty, 20)
    expect(hasty.fault).toBe('flood')
    for (let i = 0; i < 12; i++) {
      tells(steady, 30 + i)
      stage.pass(10_001)
    }
    expect(steady.isClosed).toBe(false)
  })

  test('what is none of it: the link is dropped', () => {
    const stage = stageOf()
    const [a, b] = [tab(stage, 1), tab(stage, 2)]
    a.saysExtended('ts_pex', new Uint8Array(5))
    b.saysExtended('ts_relay', new Uint8Array(5))
    expect([a.fault, b.fault]).toEqual(['bad-extension', 'bad-extension'])
  })
})

describe('carries signals', () => {
  test('between two of its links, unread, in the name of who sent them', () => {
    const stage = stageOf()
    const [a, b] = [tab(stage, 1), tab(stage, 2)]
    says(a, forward(b.id))
    says(b, forward(a.id, MAX_SIGNAL_BYTES))
    expect(relayed(b)).toEqual([
      { type: 'forwarded', remote: a.id, offerId: OFFER, signal: signal() },
    ])
    expect(relayed(a)).toEqual([
      { type: 'forwarded', remote: b.id, offerId: OFFER, signal: signal(MAX_SIGNAL_BYTES) },
    ])
    expect(stage.connections()).toHaveLength(2)
  })

  test.each<[string, string, (stage: PeerStage, a: Actor) => PeerId]>([
    ['to who is not linked', 'not-linked', () => idOf(77)],
    ['to who sent it', 'not-linked', (_, a) => a.id],
    ['to ourselves', 'not-linked', () => idOf(999)],
    ['to who takes none', 'deaf', stage => stage.greet(3).id],
  ])('but not %s: it says so', (_what, reason, target) => {
    const stage = stageOf()
    const a = tab(stage, 1)
    const remote = target(stage, a)
    says(a, forward(remote))
    expect(relayed(a)).toEqual([{ type: 'refused', remote, offerId: OFFER, reason }])
    expect(a.isClosed).toBe(false)
  })

  test('not without end: 256 KiB at once from one link, then a KiB a second', () => {
    const stage = stageOf()
    const [a, b] = [tab(stage, 1), tab(stage, 2)]
    for (let i = 0; i < 100; i++) says(a, forward(b.id, MAX_SIGNAL_BYTES))
    expect(relayed(b).length).toBe(16)
    expect(relayed(a).at(-1)).toMatchObject({ type: 'refused', reason: 'too-many' })
    stage.pass(33_000)
    for (let i = 0; i < 100; i++) says(a, forward(b.id, MAX_SIGNAL_BYTES))
    expect(relayed(b).length).toBe(18)
  })

  test('nor from many to one', () => {
    const stage = stageOf()
    const target = tab(stage, 50)
    for (let n = 1; n <= 20; n++) {
      const sender = tab(stage, n)
      for (let i = 0; i < 3; i++) says(sender, forward(target.id, MAX_SIGNAL_BYTES))
    }
    expect(relayed(target).length).toBe(16)
  })
})

describe('has its own signals carried', () => {
  const signalIn = (message: RelayMessage | undefined) =>
    message && 'signal' in message ? decodeSignal(message.signal) : undefined

  /** It is dialling number 9 by way of number 1. */
  function dialling() {
    const stage = stageOf()
    const a = tab(stage, 1)
    tells(a, 9)
    stage.pass(1_000)
    const { link } = stage.connections().at(-1) as { link: LinkId }
    stage.tell({ type: 'localSignal', link, signal: { kind: 'offer', sdp: 'v=0' } })
    const [offer] = relayed(a)
    const { offerId } = offer as RelayMessage
    const comes = (message: Signal, via = a) =>
      says(via, { type: 'forwarded', remote: idOf(9), offerId, signal: encodeSignal(message) })
    return { stage, a, link, offer, offerId, comes }
  }

  test('by the link that told of the remote, and nothing by the server', () => {
    const { stage, a, link, offer, comes } = dialling()
    expect(signalIn(offer)).toEqual({ kind: 'offer', sdp: 'v=0' })
    const candidate = {
      kind: 'candidate',
      candidate: candidateOf(40_000),
      sdpMid: '0',
      sdpMLineIndex: 0,
    } as const
    stage.tell({ type: 'localSignal', link, signal: candidate })
    expect(signalIn(relayed(a).at(-1))).toEqual(candidate)
    comes({ kind: 'answer', sdp: sdpOf(1, 'answer') })
    expect(effectsOf(stage, 'signal')).toMatchObject([
      { link, signal: { sdp: sdpOf(1, 'answer') } },
    ])
    expect(stage.carried()).toEqual([])
    stage.tell({ type: 'linkOpened', link })
    expect(stage.view.connecting).toBe(0)
  })

  test('and is answered by that link alone: neither another nor the server may meddle', () => {
    const { stage, offerId, comes } = dialling()
    comes({ kind: 'answer', sdp: sdpOf(1, 'answer') }, tab(stage, 2))
    const answer = { kind: 'answer', sdp: sdpOf(1, 'answer') } as const
    const meddling = { tracker: 'server', from: idOf(9), offerId, signal: answer } as const
    stage.tell({ type: 'carried', ...meddling })
    expect(effectsOf(stage, 'signal')).toEqual([])
  })

  test.each<[string, string, (dial: ReturnType<typeof dialling>) => void]>([
    ['the remote refuses', 'full', ({ comes }) => comes({ kind: 'refuse', reason: 'full' })],
    [
      'the peer between does not carry them',
      'the peer between us is not linked with it',
      ({ a, offerId }) =>
        says(a, { type: 'refused', remote: idOf(9), offerId, reason: 'not-linked' }),
    ],
    [
      'the peer between is gone',
      'the peer between us is gone',
      ({ stage, a, link }) => {
        stage.tell({ type: 'linkClosed', link: a.link, reason: 'gone' })
        const candidate = {
          kind: 'candidate',
          candidate: 'c',
          sdpMid: '0',
          sdpMLineIndex: 0,
        } as const
        stage.tell({ type: 'localSignal', link, signal: candidate })
      },
    ],
    [
      'one is too long',
      'the signal is too long for a relay',
      ({ stage, link }) => {
        const candidate = 'x'.repeat(MAX_SIGNAL_BYTES)
        const signal = { kind: 'candidate', candidate, sdpMid: '0', sdpMLineIndex: 0 } as const
        stage.tell({ type: 'localSignal', link, signal })
      },
    ],
  ])('and gives up once when %s', (_what, reason, fail) => {
    const dial = dialling()
    fail(dial)
    dial.stage.pass(30_000)
    expect(dial.stage.eventsOf('dialFailed')[0]).toMatchObject({ remote: idOf(9), reason })
    expect(dial.stage.closed.get(dial.link)).toBe(reason)
    expect(dial.stage.eventsOf('dialFailed').filter(each => each.reason === reason)).toHaveLength(1)
  })

  test('offers of others are answered by the link they came by', () => {
    const stage = stageOf()
    const a = tab(stage, 1)
    const offerFrom = (n: number, message: Signal = { kind: 'offer', sdp: sdpOf(0) }) =>
      says(a, {
        type: 'forwarded',
        remote: idOf(n),
        offerId: OFFER,
        signal: encodeSignal(message),
      })
    offerFrom(9)
    const { link, offer } = stage.connections().at(-1) as { link: LinkId; offer: string }
    expect(offer).toBe(sdpOf(0))
    stage.tell({ type: 'localSignal', link, signal: { kind: 'answer', sdp: 'v=1' } })
    expect(signalIn(relayed(a).at(-1))).toEqual({ kind: 'answer', sdp: 'v=1' })
    stage.tell({ type: 'linkOpened', link })
    offerFrom(9)
    expect(signalIn(relayed(a).at(-1))).toEqual({ kind: 'refuse', reason: 'linked already' })
  })

  test('of offers that come to nothing, twelve a minute are taken by one relay', () => {
    const stage = stageOf({ maxLinks: 100 })
    const a = tab(stage, 1)
    const offers = (from: number, count: number) => {
      const before = stage.connections().length
      for (let n = from; n < from + count; n++) {
        const signal = encodeSignal({ kind: 'offer', sdp: sdpOf(0) })
        says(a, { type: 'forwarded', remote: idOf(n), offerId: OFFER, signal })
        const taken = stage.connections().at(-1)
        if (taken?.remote === idOf(n))
          stage.tell({ type: 'linkClosed', link: taken.link, reason: 'nobody' })
      }
      return stage.connections().length - before
    }
    expect(offers(100, 50)).toBe(12)
    stage.pass(59_999)
    expect(offers(200, 50)).toBe(0)
    stage.pass(1)
    expect(offers(300, 50)).toBe(12)
  })

  test('what is no signal is passed over', () => {
    const { stage, a, offerId } = dialling()
    const before = stage.effects.length
    says(a, { type: 'forwarded', remote: idOf(9), offerId, signal: signal() })
    expect(stage.effects.length).toBe(before)
    expect(a.isClosed).toBe(false)
  })
})
