import { describe, expect, test } from 'vitest'
import type { LinkId, PeerId } from '../base/ids.ts'
import { type Random, seededRandom } from '../base/random.ts'
import { forSeeds } from '../base/seeds.ts'
import { Neighbours } from './neighbours.ts'

const id = (n: number) => n.toString(16).padStart(40, '0') as PeerId
const ids = (from: number, count: number) => Array.from({ length: count }, (_, i) => id(from + i))
const SELF = id(500)

const make = (maxLinks = 30) => new Neighbours(SELF, maxLinks, seededRandom(1))

describe('dials', () => {
  test('a few at a time, and goes on as they open or fail', () => {
    const neighbours = make()
    neighbours.refresh(ids(1, 20))
    const first = neighbours.dials(0)
    expect(first.length).toBe(5)
    expect(neighbours.dials(0)).toEqual([])
    neighbours.opened(first[0]!, 1, 0)
    neighbours.failed(first[1]!, 0)
    const next = neighbours.dials(0)
    expect(next.length).toBe(2)
    for (const remote of next) expect(first).not.toContain(remote)
  })

  test('never itself, and half of the links it may have: the rest is for who calls', () => {
    const neighbours = make(8)
    neighbours.refresh([SELF, ...ids(1, 20)])
    let link = 0
    for (let round = 0; round < 20; round++) {
      for (const remote of neighbours.dials(0)) {
        expect(remote).not.toBe(SELF)
        neighbours.opened(remote, ++link, 0)
      }
    }
    expect(link).toBe(4)
  })

  test('who did not answer at growing distances, about 2 s to about a minute', () => {
    const neighbours = make()
    neighbours.refresh([id(1)])
    const waits: number[] = []
    let failedAt = 0
    for (let now = 0; waits.length < 8; now += 100) {
      if (neighbours.dials(now).length === 0) continue
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
    neighbours.ban(id(1))
    neighbours.refresh([id(1), id(2)])
    expect(neighbours.dials(0)).toEqual([id(2)])
    expect(neighbours.offered(id(1))).toEqual({ verdict: 'refuse', reason: 'banned' })
    expect(neighbours.opened(id(1), 9, 0)).toBe(false)
  })

  test('a dial that was under way when its remote was banned comes to nothing', () => {
    const neighbours = make()
    neighbours.refresh([id(1)])
    neighbours.dials(0)
    neighbours.ban(id(1))
    expect(neighbours.opened(id(1), 1, 0)).toBe(false)
    expect(neighbours.halfOpen).toBe(0)
  })
})

describe('offers', () => {
  test('are taken while there is room', () => {
    const neighbours = make(3)
    const verdicts = ids(1, 4).map(remote => neighbours.offered(remote).verdict)
    expect(verdicts).toEqual(['accept', 'accept', 'accept', 'refuse'])
  })

  test('of who is linked already mean that its end of the link is dead', () => {
    const neighbours = make()
    neighbours.offered(id(1))
    neighbours.opened(id(1), 7, 0)
    expect(neighbours.offered(id(1))).toEqual({ verdict: 'replace', link: 7 })
    neighbours.closed(id(1), 7, 0)
    expect(neighbours.opened(id(1), 8, 0)).toBe(true)
  })

  test('of ten thousand strangers are not remembered beyond a limit, nor is a friend forgotten', () => {
    const neighbours = make()
    neighbours.refresh([id(20_000)])
    neighbours.dials(0)
    neighbours.opened(id(20_000), 1, 0)
    for (let n = 1; n <= 10_000; n++) {
      if (n === 500) continue
      expect(neighbours.offered(id(n)).verdict).toBe('accept')
      neighbours.failed(id(n), n)
    }
    expect(neighbours.halfOpen).toBe(0)
    expect(neighbours.offered(id(20_000)).verdict).toBe('replace')
    // Those still known can be counted: all of them are dialled, by and by.
    let known = 0
    for (let now = 1e6; known <= 600; now++) {
      const dials = neighbours.dials(now)
      if (dials.length === 0) break
      known += dials.length
      for (const remote of dials) neighbours.ban(remote)
    }
    expect(known).toBeLessThanOrEqual(500)
  })
})

/**
 * Two peers and the server between them. What one sends the other arrives in order, for one server
 * relays it; what each does in between, and how long things take, falls by the seed.
 */
describe('two that dial each other', () => {
  test('end with one and the same connection, whatever crosses what', () => {
    const where = { file: 'shared/peer/neighbours.test.ts', only: process.env.SEED }
    const crossings = new Set<string>()
    forSeeds(300, where, seed => meet(seededRandom(seed), crossings))
    if (!where.only) expect([...crossings].sort()).toEqual(['accept', 'refuse', 'yield'])
  })

  type Signal = { kind: 'offer' | 'answer' | 'refuse'; offer: number }

  interface Side {
    id: PeerId
    neighbours: Neighbours
    inbox: Signal[]
    dialling: number | undefined
    /** The offer that its link came from. */
    linked: number | undefined
    link: LinkId
  }

  function meet(random: Random, crossings: Set<string>): void {
    const names = random() < 0.5 ? [id(1), id(2)] : [id(2), id(1)]
    const [a, b] = names.map((name): Side => {
      const neighbours = new Neighbours(name, 30, random)
      return { id: name, neighbours, inbox: [], dialling: undefined, linked: undefined, link: 0 }
    }) as [Side, Side]
    a.neighbours.refresh([b.id])
    b.neighbours.refresh([a.id])
    let offers = 0
    for (let step = 0; step < 200; step++) {
      const [self, other] = random() < 0.5 ? [a, b] : [b, a]
      if (random() < 0.5) {
        for (const _ of self.neighbours.dials(step * 500)) {
          self.dialling = ++offers
          other.inbox.push({ kind: 'offer', offer: self.dialling })
        }
      } else receive(self, other, self.inbox.shift(), step * 500, crossings)
    }
    for (const [self, other] of [
      [a, b],
      [b, a],
    ] as const) {
      while (self.inbox.length > 0) receive(self, other, self.inbox.shift(), 1e6, crossings)
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
    if (signal.kind === 'offer') {
      const { verdict } = self.neighbours.offered(other.id)
      crossings.add(verdict)
      if (verdict === 'refuse') other.inbox.push({ kind: 'refuse', offer: signal.offer })
      else {
        if (verdict === 'yield') self.dialling = undefined
        self.linked = signal.offer
        expect(self.neighbours.opened(other.id, ++self.link, 0)).toBe(true)
        other.inbox.push({ kind: 'answer', offer: signal.offer })
      }
    } else if (self.dialling === signal.offer) {
      self.dialling = undefined
      if (signal.kind === 'answer') {
        self.linked = signal.offer
        expect(self.neighbours.opened(other.id, ++self.link, 0)).toBe(true)
      } else self.neighbours.failed(other.id, now)
    }
  }
})
