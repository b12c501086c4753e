import { describe, expect, test } from 'vitest'
import type { LinkId, PeerId } from '../base/ids.ts'
import { type Random, seededRandom } from '../base/random.ts'
import { forSeeds } from '../testing/seeds.ts'
import { Neighbours } from './neighbours.ts'
import { Referrals } from './referrals.ts'

const id = (n: number) => n.toString(16).padStart(40, '0') as PeerId
const ids = (from: number, count: number) => Array.from({ length: count }, (_, i) => id(from + i))
const SELF = id(500)

const make = (maxLinks = 30, referrals = new Referrals()) =>
  new Neighbours(SELF, maxLinks, seededRandom(1), referrals)

/** Whom it dials, while the server is there. */
const dials = (neighbours: Neighbours, now: number, isStarved = false) =>
  neighbours.dials(now, { serverUp: true, isSeed: false, isStarved }).map(({ remote }) => remote)

/** An offer by way of the server. */
const offered = (neighbours: Neighbours, remote: PeerId) => neighbours.offered(remote, false, 0)

describe('dials', () => {
  test('a few at a time, and goes on as they open or fail', () => {
    const neighbours = make()
    neighbours.refresh(ids(1, 20))
    const first = dials(neighbours, 0)
    expect(first.length).toBe(5)
    expect(dials(neighbours, 0)).toEqual([])
    neighbours.opened(first[0]!, 1, 0)
    neighbours.failed(first[1]!, 0)
    const next = dials(neighbours, 0)
    expect(next.length).toBe(2)
    for (const remote of next) expect(first).not.toContain(remote)
  })

  test('never itself, and half of the links it may have: the rest is for who calls, until it starves', () => {
    const neighbours = make(8)
    neighbours.refresh([SELF, ...ids(1, 20)])
    let link = 0
    for (let round = 0; round < 20; round++) {
      for (const remote of dials(neighbours, 0)) {
        expect(remote).not.toBe(SELF)
        neighbours.opened(remote, ++link, 0)
      }
    }
    expect(link).toBe(4)
    // Nobody called, or none who has what we lack.
    const more = dials(neighbours, 0, true)
    expect(more.length).toBe(4)
    expect(neighbours.isFull).toBe(true)
  })

  test('who did not answer at growing distances, about 2 s to about a minute', () => {
    const neighbours = make()
    neighbours.refresh([id(1)])
    const waits: number[] = []
    let failedAt = 0
    for (let now = 0; waits.length < 8; now += 100) {
      if (dials(neighbours, now).length === 0) continue
      waits.push(now - failedAt)
      failedAt = now
      neighbours.failed(id(1), now)
    }
    const nominal = [0, 2, 4, 8, 16, 32, 60, 60].map(sec => sec * 1_000)
    for (const [i, wait] of waits.entries()) {
      expect(wait).toBeGreaterThanOrEqual(0.5 * nominal[i]!)
      expect(wait).toBeLessThanOrEqual(1.5 * nominal[i]! + 100)
    }
  })

  test('neither who is banned nor who left the list; the banned stays banned', () => {
    const neighbours = make()
    neighbours.refresh(ids(1, 3))
    neighbours.ban(id(1), Infinity)
    neighbours.refresh([id(1), id(2)])
    expect(dials(neighbours, 0)).toEqual([id(2)])
    expect(offered(neighbours, id(1))).toEqual({ verdict: 'refuse', reason: 'banned' })
    expect(neighbours.opened(id(1), 9, 0)).toBe(false)
  })

  test('a dial that was under way when its remote was banned comes to nothing', () => {
    const neighbours = make()
    neighbours.refresh([id(1)])
    dials(neighbours, 0)
    neighbours.ban(id(1), Infinity)
    expect(neighbours.opened(id(1), 1, 0)).toBe(false)
    expect(neighbours.halfOpen).toBe(0)
  })
})

describe('offers', () => {
  test('are taken while there is room', () => {
    const neighbours = make(3)
    const verdicts = ids(1, 4).map(remote => offered(neighbours, remote).verdict)
    expect(verdicts).toEqual(['accept', 'accept', 'accept', 'refuse'])
  })

  test('of who is linked already mean that its end of the link is dead', () => {
    const neighbours = make()
    offered(neighbours, id(1))
    neighbours.opened(id(1), 7, 0)
    expect(offered(neighbours, id(1))).toEqual({ verdict: 'replace', link: 7 })
    neighbours.closed(id(1), 7, 0)
    expect(neighbours.opened(id(1), 8, 0)).toBe(true)
  })

  test('of ten thousand strangers are not remembered beyond a limit, nor is a friend forgotten', () => {
    const neighbours = make()
    neighbours.refresh([id(20_000)])
    dials(neighbours, 0)
    neighbours.opened(id(20_000), 1, 0)
    for (let n = 1; n <= 10_000; n++) {
      if (n === 500) continue
      expect(offered(neighbours, id(n)).verdict).toBe('accept')
      neighbours.failed(id(n), n)
    }
    expect(neighbours.halfOpen).toBe(0)
    expect(offered(neighbours, id(20_000)).verdict).toBe('replace')
    // Those still known can be counted: all of them are dialled, by and by.
    let known = 0
    for (let now = 1e6; known <= 600; now++) {
      const dialled = dials(neighbours, now)
      if (dialled.length === 0) break
      known += dialled.length
      for (const remote of dialled) neighbours.ban(remote, Infinity)
    }
    expect(known).toBeLessThanOrEqual(500)
  })
})

/**
 * Two peers, with the server and a third peer between them. What one sends the other by one way
 * arrives in order; between the two ways there is none. What each does in between, which way it dials
 * and how long things take, falls by the seed.
 */
describe('two that dial each other', () => {
  test('end with one and the same connection, whatever crosses what', () => {
    const where = { file: 'shared/peer/neighbours.test.ts', only: process.env.SEED }
    const crossings = new Set<string>()
    forSeeds(600, where, seed => meet(seededRandom(seed), crossings))
    if (where.only) return
    const all = ['accept', 'refuse: glare', 'refuse: linked already', 'yield'].flatMap(what => [
      `${what} by relay`,
      `${what} by server`,
    ])
    // Whoever offers by the server has lost its link: a new one it gets, in any case.
    expect([...crossings].sort()).toEqual(
      all.filter(what => what !== 'refuse: linked already by server'),
    )
  })

  type Way = 'server' | 'relay'
  type Signal = { kind: 'offer' | 'answer' | 'refuse'; offer: number; way: Way }

  interface Side {
    id: PeerId
    neighbours: Neighbours
    inbox: Record<Way, Signal[]>
    dialling: number | undefined
    /** The offer that its link came from. */
    linked: number | undefined
    link: LinkId
  }

  function meet(random: Random, crossings: Set<string>): void {
    const names = random() < 0.5 ? [id(1), id(2)] : [id(2), id(1)]
    const [a, b] = names.map((name): Side => {
      const referrals = new Referrals()
      const added = names.map(each => ({ id: each, isSeed: false }))
      referrals.hear(99, { added, dropped: [] })
      const neighbours = new Neighbours(name, 30, random, referrals)
      const inbox = { server: [], relay: [] }
      return { id: name, neighbours, inbox, dialling: undefined, linked: undefined, link: 0 }
    }) as [Side, Side]
    a.neighbours.refresh([b.id])
    b.neighbours.refresh([a.id])
    let offers = 0
    for (let step = 0; step < 200; step++) {
      const [self, other] = random() < 0.5 ? [a, b] : [b, a]
      const serverUp = random() < 0.5
      if (random() < 0.5) {
        for (const { via } of self.neighbours.dials(step * 500, {
          serverUp,
          isSeed: false,
          isStarved: false,
        })) {
          self.dialling = ++offers
          const way = via === undefined ? 'server' : 'relay'
          other.inbox[way].push({ kind: 'offer', offer: offers, way })
        }
      } else {
        const way = random() < 0.5 ? 'server' : 'relay'
        receive(self, other, self.inbox[way].shift(), step * 500, crossings)
      }
    }
    for (const way of ['server', 'relay', 'server', 'relay'] as const) {
      for (const [self, other] of [
        [a, b],
        [b, a],
      ] as const) {
        const { inbox } = self
        while (inbox[way].length > 0) receive(self, other, inbox[way].shift(), 1e6, crossings)
      }
    }
    expect(a.linked, 'linked').toBeDefined()
    expect(a.linked).toBe(b.linked)
    expect([a.neighbours.halfOpen, b.neighbours.halfOpen]).toEqual([0, 0])
  }

  function receive(
    self: Side,
    other: Side,
    signal: Signal | undefined,
    now: number,
    crossings: Set<string>,
  ): void {
    if (signal === undefined) return
    const { kind, offer, way } = signal
    if (kind === 'offer') {
      const answer = self.neighbours.offered(other.id, way === 'relay', now)
      const { verdict } = answer
      crossings.add(`${verdict}${verdict === 'refuse' ? `: ${answer.reason}` : ''} by ${way}`)
      if (verdict === 'refuse') other.inbox[way].push({ kind: 'refuse', offer, way })
      else {
        if (verdict === 'yield') self.dialling = undefined
        self.linked = offer
        expect(self.neighbours.opened(other.id, ++self.link, 0)).toBe(true)
        other.inbox[way].push({ kind: 'answer', offer, way })
      }
    } else if (self.dialling === offer) {
      self.dialling = undefined
      if (kind === 'answer') {
        self.linked = offer
        expect(self.neighbours.opened(other.id, ++self.link, 0)).toBe(true)
      } else self.neighbours.failed(other.id, now)
    }
  }
})

describe('by relay', () => {
  const UP = { serverUp: true, isSeed: false, isStarved: false }
  const DOWN = { serverUp: false, isSeed: false, isStarved: false }
  const told = (link: LinkId, ...peers: PeerId[]) => {
    const referrals = new Referrals()
    hear(referrals, link, ...peers)
    return referrals
  }
  const hear = (referrals: Referrals, link: LinkId, ...peers: PeerId[]) =>
    referrals.hear(link, { added: peers.map(peer => ({ id: peer, isSeed: false })), dropped: [] })

  test('those are dialled whom only a link tells of, and all of them once the server is gone', () => {
    const neighbours = make(30, told(7, id(1), id(2)))
    neighbours.refresh([id(2), id(3)])
    expect(
      neighbours
        .dials(0, DOWN)
        .map(({ remote, via }) => [remote, via])
        .sort(),
    ).toEqual([
      [id(1), 7],
      [id(2), 7],
    ])
  })

  test('nobody is dialled by the server while it is gone', () => {
    const neighbours = make()
    neighbours.refresh([id(1)])
    expect(neighbours.dials(0, DOWN)).toEqual([])
    expect(neighbours.dials(0, UP)).toEqual([{ remote: id(1) }])
  })

  test('whom the server names is dialled by it first, and every other time by relay', () => {
    const neighbours = make(30, told(7, id(1)))
    neighbours.refresh([id(1)])
    const ways: string[] = []
    for (let now = 0; ways.length < 4; now += 1_000) {
      const [dial] = neighbours.dials(now, UP)
      if (dial === undefined) continue
      ways.push(dial.via === undefined ? 'server' : 'relay')
      neighbours.failed(id(1), now)
    }
    expect(ways).toEqual(['server', 'relay', 'server', 'relay'])
  })

  test('a link that is gone carries nothing', () => {
    const referrals = told(7, id(1))
    hear(referrals, 8, id(1))
    const neighbours = make(30, referrals)
    referrals.leave(7)
    expect(neighbours.dials(0, DOWN)).toEqual([{ remote: id(1), via: 8 }])
    neighbours.failed(id(1), 0)
    referrals.leave(8)
    expect(neighbours.dials(1e6, DOWN)).toEqual([])
  })

  test('who holds everything does not dial others that do', () => {
    const referrals = told(7, id(1))
    referrals.hear(7, { added: [{ id: id(2), isSeed: true }], dropped: [] })
    const seeds = make(30, referrals).dials(0, { ...DOWN, isSeed: true })
    expect(seeds).toEqual([{ remote: id(1), via: 7 }])
  })

  test('an offer displaces neither a link nor a dial of the server, who knows who is who', () => {
    const neighbours = make()
    neighbours.refresh([id(1), id(900)])
    dials(neighbours, 0)
    neighbours.opened(id(1), 5, 0)
    expect(neighbours.offered(id(1), true, 0)).toMatchObject({ reason: 'linked already' })
    expect(neighbours.offered(id(900), true, 0)).toMatchObject({ reason: 'glare' })
  })

  test('ten offers are answered at once: there is room left for who comes by the server', () => {
    const neighbours = make(30)
    const verdicts = ids(1, 20).map(remote => neighbours.offered(remote, true, 0).verdict)
    expect(verdicts.filter(verdict => verdict === 'accept').length).toBe(10)
    expect(neighbours.offered(id(900), false, 0).verdict).toBe('accept')
    neighbours.failed(id(1), 0)
    expect(neighbours.offered(id(901), true, 0).verdict).toBe('accept')
  })

  test('an answer under way gives way to an offer by the server', () => {
    const neighbours = make()
    expect(neighbours.offered(id(1), true, 0).verdict).toBe('accept')
    expect(neighbours.offered(id(1), true, 0).verdict).toBe('refuse')
    expect(neighbours.offered(id(1), false, 0).verdict).toBe('yield')
    expect(neighbours.offered(id(1), false, 0).verdict).toBe('refuse')
    expect(neighbours.halfOpen).toBe(1)
  })

  test('whoever misbehaves under a name shuts out only what comes by relay under it', () => {
    const neighbours = make(30, told(7, id(1)))
    neighbours.offered(id(1), true, 0)
    neighbours.opened(id(1), 5, 0)
    neighbours.ban(id(1), Infinity)
    expect(neighbours.offered(id(1), true, 0)).toMatchObject({ reason: 'banned' })
    expect(neighbours.dials(1e9, DOWN)).toEqual([])
    expect(neighbours.offered(id(1), false, 0).verdict).toBe('accept')
    neighbours.opened(id(1), 6, 0)
    neighbours.ban(id(1), Infinity)
    expect(neighbours.offered(id(1), false, 0)).toMatchObject({ reason: 'banned' })
  })

  test('a ban for a time ends; a longer one counts, a shorter one does not', () => {
    const neighbours = make()
    neighbours.refresh([id(1)])
    expect(neighbours.ban(id(1), 30_000)).toBe(true)
    expect(neighbours.ban(id(1), 60_000)).toBe(true)
    expect(neighbours.ban(id(1), 50_000)).toBe(false)
    expect(dials(neighbours, 59_999)).toEqual([])
    expect(neighbours.offered(id(1), false, 59_999)).toMatchObject({ reason: 'banned' })
    expect(dials(neighbours, 60_000)).toEqual([id(1)])
  })
})
