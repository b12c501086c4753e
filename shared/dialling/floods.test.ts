/** What a tab spends on offers and names of strangers, in virtual time: connections made are counted. */
import { describe, expect, test } from 'vitest'
import type { LinkId, Millis, PeerId } from '../base/ids.ts'
import { seededRandom } from '../base/random.ts'
import { sdpOf } from '../testing/descriptions.ts'
import { Dialler } from './dialler.ts'
import type { DiallingEffect, Output } from './effect.ts'
import { Referrals } from './referrals.ts'
import { SERVER, type Way } from './way.ts'

const id = (n: number) => n.toString(16).padStart(40, '0') as PeerId
const SELF = id(1)
const HONEST = id(2)
const HONEST_GROUP = 1_000_000

class Tab {
  now: Millis = 0
  serverUp = true
  readonly referrals = new Referrals()
  readonly dialler: Dialler
  readonly connects: { readonly at: Millis; readonly remote: PeerId; readonly link: LinkId }[] = []
  readonly refused: Millis[] = []
  readonly open = new Set<LinkId>()
  /** Refuses what it is asked to carry. */
  relayRefuses = false
  readonly #later: (() => void)[] = []

  constructor(maxLinks = 30) {
    const tab = this
    const output: Output = {
      get now() {
        return tab.now
      },
      emit: effect => this.#emitted(effect),
      log: () => undefined,
    }
    this.dialler = new Dialler(SELF, maxLinks, seededRandom(1), this.referrals, output, {
      circumstances: () => ({ serverUp: this.serverUp, isSeed: false, isStarved: false }),
      dialled: () => undefined,
      relay: (via, to, offerId, { kind }) => {
        if (!this.relayRefuses || kind !== 'offer') return
        const refusal = { kind: 'refuse', reason: 'not linked' } as const
        this.#later.push(() => this.dialler.onSignal(via, to, offerId, refusal))
      },
      makeRoom: () => undefined,
      replace: () => undefined,
    })
  }

  #emitted(effect: DiallingEffect): void {
    if (effect.type === 'close') this.open.delete(effect.link)
    if (effect.type === 'carry' && effect.signal.kind === 'refuse') this.refused.push(this.now)
    if (effect.type !== 'connect') return
    const { link, remote } = effect
    this.connects.push({ at: this.now, remote: remote as PeerId, link })
    this.open.add(link)
    const kind = effect.offer === undefined ? 'offer' : 'answer'
    const signal = { kind, sdp: sdpOf(link, kind) } as const
    this.#later.push(() => this.dialler.onLocalSignal(link, signal))
  }

  offer(from: PeerId, group: number | undefined, sdp = sdpOf('x'), way: Way = SERVER): void {
    this.dialler.onSignal(way, from, `${this.now}`, { kind: 'offer', sdp }, group)
    this.settle()
  }

  settle(): void {
    for (let next = this.#later.shift(); next; next = this.#later.shift()) next()
  }

  pass(ms: number): void {
    for (const until = this.now + ms; this.now < until; ) {
      this.now = Math.min(until, this.now + 1_000)
      this.dialler.expire()
      this.dialler.dial()
      this.settle()
    }
  }

  /** Its connection for this remote; whoever is there answers within a second. */
  connectionFor(remote: PeerId): LinkId | undefined {
    return this.connects.find(one => one.remote === remote && this.open.has(one.link))?.link
  }
}

/** In the middle of a flood of a minute, somebody honest comes: when is it linked? */
function flooded(tab: Tab, addresses: number, { honestAtMs = 30_000, sdp = sdpOf('x') } = {}) {
  const OFFERS = 5_000
  let linkedAt: Millis | undefined
  const start = tab.now
  for (let n = 0; n < OFFERS; n++) {
    const due = start + (n * 60_000) / OFFERS
    tab.pass(due - tab.now)
    const isHonestHere = tab.now >= start + honestAtMs && linkedAt === undefined
    if (isHonestHere && n % 100 === 0) {
      tab.offer(HONEST, HONEST_GROUP)
      const link = tab.connectionFor(HONEST)
      if (link !== undefined) {
        tab.dialler.reached(link)
        tab.dialler.opened(link)
        linkedAt = tab.now
      }
    }
    tab.offer(id(1_000 + n), n % addresses, sdp)
  }
  // Our own dials to them count, too.
  const hostile = tab.connects.filter(({ remote, at }) => remote !== HONEST && at >= start).length
  return { hostile, waitedMs: linkedAt === undefined ? undefined : linkedAt - start - honestAtMs }
}

describe('5,000 offers in a minute', () => {
  test.each([1, 2, 5, 20])(
    'from %i addresses cost 60 connections at most, and a newcomer is linked',
    addresses => {
      for (const honestAtMs of [0, 1_000, 30_000, 55_000]) {
        const { hostile, waitedMs } = flooded(new Tab(), addresses, { honestAtMs })
        expect(hostile).toBeGreaterThan(0)
        expect(hostile).toBeLessThanOrEqual(60)
        expect(waitedMs).toBeLessThan(5_000)
      }
    },
  )

  test('go on for ten minutes: no more in any of them', () => {
    const tab = new Tab()
    for (let minute = 0; minute < 10; minute++) flooded(tab, 20)
    for (const { at } of tab.connects) {
      const inMinute = tab.connects.filter(one => one.at >= at && one.at < at + 60_000)
      expect(inMinute.length).toBeLessThanOrEqual(60)
    }
  })

  test('that are no SDPs cost none', () => {
    expect(flooded(new Tab(), 20, { sdp: 'v=0' })).toMatchObject({ hostile: 0 })
  })

  test.each([
    ['SDPs', sdpOf('x')],
    ['no SDPs', 'v=0'],
  ])('that are %s, by who is soon in the list of the server: 60 with our own dials', (_, sdp) => {
    const tab = new Tab()
    const { connects } = tab
    for (let n = 0; n < 5_000; n++) {
      tab.now += 12
      // Its announce each 30 s, and more often while it looks for somebody.
      if (n % 250 === 249)
        tab.dialler.listed(
          Array.from({ length: 50 }, (_, i) => id(1_000 + n + i)),
          [],
        )
      tab.offer(id(1_000 + n), n % 20, sdp)
      if (n % 80 === 0) tab.pass(1)
      for (const { remote, link } of connects)
        if (tab.open.has(link)) {
          const { offerId } = tab.dialler.neighbours.attemptWith(remote) ?? { offerId: '' }
          tab.dialler.onSignal(SERVER, remote, offerId, { kind: 'refuse', reason: 'no' })
        }
      tab.settle()
    }
    expect(connects.length).toBeLessThanOrEqual(60)
  })

  test('are answered by few refusals, then by silence', () => {
    const tab = new Tab()
    flooded(tab, 20, { sdp: 'v=0' })
    expect(tab.refused.length).toBeLessThanOrEqual(240)
    flooded(tab, 1, { sdp: 'v=0' })
    expect(tab.refused.length).toBeLessThanOrEqual(240 + 60)
  })

  test('by twenty who are silent when dialled: a newcomer has dialled who is there within 5 s', () => {
    const silent = Array.from({ length: 20 }, (_, n) => id(1_000 + n))
    for (let place = 0; place <= silent.length; place++) {
      const tab = new Tab()
      tab.dialler.listed(silent.toSpliced(place, 0, HONEST), [])
      tab.settle()
      tab.pass(4_000)
      expect(tab.connectionFor(HONEST), `${place}`).toBeDefined()
    }
  })

  test('do not hold up our own dials', () => {
    const tab = new Tab()
    flooded(tab, 20)
    tab.dialler.listed([id(900_000)], [])
    tab.settle()
    tab.pass(6_000)
    expect(tab.connects.some(({ remote }) => remote === id(900_000))).toBe(true)
  })

  test('by one relay cost a dozen, and none of what the server vouches for', () => {
    const tab = new Tab()
    tab.serverUp = false
    for (let n = 0; n < 5_000; n++) {
      tab.offer(id(1_000 + n), undefined, sdpOf('x'), 7)
      if (n % 100 === 0) tab.pass(1_000)
    }
    expect(tab.connects.length).toBe(12)
    tab.offer(HONEST, HONEST_GROUP)
    expect(tab.connectionFor(HONEST)).toBeDefined()
  })
})

test('thirty who have no WebRTC hold all places: a newcomer has one at once', () => {
  const tab = new Tab()
  for (let n = 0; n < 30; n++) tab.offer(id(1_000 + n), n % 3)
  tab.offer(HONEST, HONEST_GROUP)
  expect(tab.connectionFor(HONEST)).toBeDefined()
})

test('who is there keeps its place, and so does whoever was quick', () => {
  const tab = new Tab()
  tab.offer(id(10), 10)
  const [first] = tab.connects
  tab.dialler.reached(first?.link as LinkId)
  for (let n = 0; n < 200; n++) tab.offer(id(1_000 + n), 20 + (n % 40))
  expect(tab.open.has(first?.link as LinkId)).toBe(true)
})

test('nobody comes to our answer: it is given up after ten seconds; somebody did: after twenty', () => {
  const tab = new Tab()
  tab.serverUp = false
  tab.offer(id(10), 10)
  tab.offer(id(11), 11)
  tab.dialler.reached(tab.connects[1]?.link as LinkId)
  tab.pass(9_999)
  expect(tab.open.size).toBe(2)
  tab.pass(1)
  expect(tab.open.size).toBe(1)
  tab.pass(10_000)
  expect(tab.open.size).toBe(0)
})

test('who opens links and drops them at once pays for them', () => {
  const tab = new Tab()
  for (let n = 0; n < 500; n++) {
    tab.offer(id(1_000 + n), 7)
    const link = tab.connectionFor(id(1_000 + n))
    if (link === undefined) continue
    tab.dialler.opened(link)
    tab.dialler.closed(link)
    tab.dialler.neighbours.closed(id(1_000 + n), link, tab.now)
  }
  expect(tab.connects.length).toBeLessThanOrEqual(20)
})

test('a lecture hall behind one address is linked, as fast as its connections open', () => {
  const tab = new Tab(100)
  for (let n = 0; n < 100; n++) {
    tab.offer(id(1_000 + n), 7)
    const link = tab.connectionFor(id(1_000 + n))
    if (link !== undefined) tab.dialler.opened(link)
  }
  expect(tab.connects.length).toBe(100)
})

describe('names of nobody', () => {
  /** One linked remote tells of others, the most that it may, and carries nothing. */
  const told = (seconds: number) => {
    const tab = new Tab()
    tab.serverUp = false
    tab.relayRefuses = true
    let name = 1_000
    let before: PeerId[] = []
    for (let second = 0; second < seconds; second++) {
      if (second % 10 === 0) {
        const added = Array.from({ length: 50 }, () => ({ id: id(name++), isSeed: false }))
        tab.referrals.hear(7, { added, dropped: before })
        before = added.map(one => one.id)
      }
      tab.pass(1_000)
    }
    return tab
  }

  test('by one remote for three minutes cost few connections', () => {
    expect(told(180).connects.length).toBeLessThanOrEqual(40)
  })

  test('leave those alone of whom others tell', () => {
    const tab = told(60)
    tab.referrals.hear(8, { added: [{ id: HONEST, isSeed: false }], dropped: [] })
    tab.pass(1_000)
    expect(tab.connects.some(({ remote }) => remote === HONEST)).toBe(true)
  })

  test('in the list of the server: ninety dials a minute', () => {
    const tab = new Tab()
    const refuse = { kind: 'refuse', reason: 'no' } as const
    for (let second = 0; second < 60; second++) {
      tab.dialler.listed(
        Array.from({ length: 50 }, (_, n) => id(1_000 + 50 * second + n)),
        [],
      )
      tab.settle()
      for (const { remote, link } of tab.connects)
        if (tab.open.has(link)) {
          const { offerId } = tab.dialler.neighbours.attemptWith(remote) ?? { offerId: '' }
          tab.dialler.onSignal(SERVER, remote, offerId, refuse)
          tab.settle()
        }
      tab.now += 1_000
    }
    expect(tab.connects.length).toBeLessThanOrEqual(90)
  })
})

test('who is silent beside a link takes no place, and makes none for others by giving way', () => {
  const tab = new Tab(2)
  for (const n of [10, 11]) {
    tab.offer(id(n), n)
    const link = tab.connectionFor(id(n)) as LinkId
    tab.dialler.reached(link)
    tab.dialler.opened(link)
    tab.open.delete(link)
  }
  tab.offer(id(10), 12)
  const rival = tab.connectionFor(id(10))
  expect(rival).toBeDefined()
  tab.dialler.listed([id(10), id(11), HONEST], [])
  tab.pass(5_000)
  tab.offer(HONEST, HONEST_GROUP)
  expect(tab.connectionFor(HONEST)).toBeUndefined()
  expect(tab.refused.length).toBe(1)
  expect(tab.connectionFor(id(10))).toBe(rival)
})
