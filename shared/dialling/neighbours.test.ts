import { describe, expect, test } from 'vitest'
import type { LinkId, PeerId } from '../base/ids.ts'
import { seededRandom } from '../base/random.ts'
import { type Dial, type DialCircumstances, Neighbours } from './neighbours.ts'
import { Referrals } from './referrals.ts'
import type { Attempt } from './rivals.ts'
import { SERVER, type Way } from './way.ts'

const id = (n: number) => n.toString(16).padStart(40, '0') as PeerId
const ids = (from: number, count: number) => Array.from({ length: count }, (_, i) => id(from + i))
const SELF = id(500)

const make = (maxLinks = 30, referrals = new Referrals()) =>
  new Neighbours(SELF, maxLinks, seededRandom(1), referrals)

let links: LinkId = 0

/** Begins all dials that there are to make. */
function dialled(neighbours: Neighbours, now: number, circumstances: DialCircumstances): Dial[] {
  const dials: Dial[] = []
  for (;;) {
    const dial = neighbours.nextDial(now, circumstances)
    if (dial === undefined) return dials
    neighbours.begin(dial.remote, 'dialling', attemptBy(SELF, dial.way))
    dials.push(dial)
  }
}

/** Whom it dials, while the server is there. */
const dials = (neighbours: Neighbours, now: number, isStarved = false) =>
  dialled(neighbours, now, { serverUp: true, isSeed: false, isStarved }).map(({ remote }) => remote)

const attemptBy = (by: PeerId, way: Way): Attempt => ({ by, way, link: ++links, offerId: 'x' })

/** An offer, by the server unless it says otherwise, and what follows from it. */
function offered(neighbours: Neighbours, remote: PeerId, { way = SERVER as Way, now = 0 } = {}) {
  const verdict = neighbours.judge(remote, { by: remote, way }, now)
  if (verdict.verdict !== 'refuse') neighbours.begin(remote, 'answering', attemptBy(remote, way))
  return verdict
}

/** The link of what is in the making. */
function open(neighbours: Neighbours, remote: PeerId, now = 0): LinkId {
  const { link } = neighbours.attemptWith(remote) as Attempt
  neighbours.opened(remote, now)
  return link
}

describe('dials', () => {
  test('a few at a time, and goes on as they open or fail', () => {
    const neighbours = make()
    neighbours.refresh(ids(1, 20))
    const first = dials(neighbours, 0)
    expect(first.length).toBe(5)
    expect(dials(neighbours, 0)).toEqual([])
    open(neighbours, first[0]!)
    neighbours.failed(first[1]!, 0)
    const next = dials(neighbours, 0)
    expect(next.length).toBe(2)
    for (const remote of next) expect(first).not.toContain(remote)
  })

  test('never itself, and half of the links it may have: the rest is for who calls, until it starves', () => {
    const neighbours = make(8)
    neighbours.refresh([SELF, ...ids(1, 20)])
    let opened = 0
    for (let round = 0; round < 20; round++) {
      for (const remote of dials(neighbours, 0)) {
        expect(remote).not.toBe(SELF)
        open(neighbours, remote)
        opened++
      }
    }
    expect(opened).toBe(4)
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
  })

  test('a dial that was under way when its remote was banned comes to nothing', () => {
    const neighbours = make()
    neighbours.refresh([id(1)])
    dials(neighbours, 0)
    neighbours.ban(id(1), Infinity)
    expect(neighbours.attemptWith(id(1))).toBeUndefined()
    expect(neighbours.halfOpen).toBe(0)
  })
})

describe('offers', () => {
  test('are taken while there is room', () => {
    const neighbours = make(3)
    const verdicts = ids(1, 4).map(remote => offered(neighbours, remote).verdict)
    expect(verdicts).toEqual(['accept', 'accept', 'accept', 'refuse'])
  })

  test('of ten thousand strangers are not remembered beyond a limit, nor is a friend forgotten', () => {
    const neighbours = make()
    neighbours.refresh([id(20_000)])
    dials(neighbours, 0)
    open(neighbours, id(20_000))
    for (let n = 1; n <= 10_000; n++) {
      if (n === 500) continue
      expect(offered(neighbours, id(n)).verdict).toBe('accept')
      neighbours.failed(id(n), n)
    }
    expect(neighbours.halfOpen).toBe(0)
    expect(offered(neighbours, id(20_000)).verdict).toBe('accept')
    expect(neighbours.isBusyWith(id(20_000))).toBe(true)
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

describe('an offer of who is linked already', () => {
  const BOB = id(1)

  /** Linked with Bob, who has offered again. */
  function twice(maxLinks = 30) {
    const neighbours = make(maxLinks)
    offered(neighbours, BOB)
    const link = open(neighbours, BOB)
    expect(offered(neighbours, BOB)).toEqual({ verdict: 'accept' })
    const rival = neighbours.attemptWith(BOB)?.link as LinkId
    expect([neighbours.size, neighbours.halfOpen]).toEqual([1, 1])
    return { neighbours, link, rival }
  }

  /** The link that stands ends: it is this one. */
  function expectLinkedBy(neighbours: Neighbours, link: LinkId) {
    expect([neighbours.size, neighbours.halfOpen]).toEqual([1, 0])
    neighbours.closed(BOB, link, 0)
    expect(neighbours.size).toBe(0)
  }

  test('is answered beside the link, also where there is no room for another', () => {
    twice(1)
  })

  test('takes the place of the link once it is open and greeted on, not before', () => {
    const { neighbours, link, rival } = twice()
    expect(neighbours.greeted(BOB, rival + 1, 0)).toBeUndefined()
    neighbours.opened(BOB, 0)
    expect(neighbours.isRival(BOB, rival)).toBe(true)
    expect(neighbours.greeted(BOB, rival, 0)).toBe(link)
    expect(neighbours.isRival(BOB, rival)).toBe(false)
    expect(neighbours.greeted(BOB, rival, 0)).toBeUndefined()
    expectLinkedBy(neighbours, rival)
  })

  test('is taken once at a time, and not with 24 others in the making', () => {
    const { neighbours } = twice(100)
    expect(offered(neighbours, BOB)).toEqual({ verdict: 'refuse', reason: 'already answering' })
    neighbours.opened(BOB, 0)
    expect(offered(neighbours, BOB)).toEqual({ verdict: 'refuse', reason: 'already answering' })
    offered(neighbours, id(2))
    open(neighbours, id(2))
    for (const remote of ids(3, 24)) offered(neighbours, remote)
    expect(offered(neighbours, id(2))).toEqual({ verdict: 'refuse', reason: 'busy' })
  })

  test.each(['in the making', 'open'])('costs the link nothing when it fails %s', when => {
    const { neighbours, link, rival } = twice()
    if (when === 'open') {
      neighbours.opened(BOB, 0)
      neighbours.closed(BOB, rival, 0)
    } else neighbours.failed(BOB, 0)
    expect(offered(neighbours, BOB).verdict).toBe('accept')
    neighbours.failed(BOB, 0)
    expectLinkedBy(neighbours, link)
  })

  test.each(['in the making', 'open'])('goes on when the link ends while it is %s', when => {
    const { neighbours, link, rival } = twice()
    if (when === 'open') neighbours.opened(BOB, 0)
    neighbours.closed(BOB, link, 0)
    expect(neighbours.size).toBe(1)
    if (when !== 'open') expect(open(neighbours, BOB)).toBe(rival)
    expect(neighbours.isRival(BOB, rival)).toBe(false)
    expectLinkedBy(neighbours, rival)
  })

  test('goes with the link when its remote is banned', () => {
    const { neighbours } = twice()
    neighbours.ban(BOB, Infinity)
    expect([neighbours.size, neighbours.halfOpen]).toEqual([0, 0])
    expect(neighbours.attemptWith(BOB)).toBeUndefined()
  })
})

describe('by relay', () => {
  const RELAYED = { way: 7 }
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
      dialled(neighbours, 0, DOWN)
        .map(({ remote, way }) => [remote, way])
        .sort(),
    ).toEqual([
      [id(1), 7],
      [id(2), 7],
    ])
  })

  test('nobody is dialled by the server while it is gone', () => {
    const neighbours = make()
    neighbours.refresh([id(1)])
    expect(dialled(neighbours, 0, DOWN)).toEqual([])
    expect(dialled(neighbours, 0, UP)).toEqual([{ remote: id(1), way: SERVER }])
  })

  test('whom the server names is dialled by it first, and every other time by relay', () => {
    const neighbours = make(30, told(7, id(1)))
    neighbours.refresh([id(1)])
    const ways: string[] = []
    for (let now = 0; ways.length < 4; now += 1_000) {
      const [dial] = dialled(neighbours, now, UP)
      if (dial === undefined) continue
      ways.push(dial.way === SERVER ? 'server' : 'relay')
      neighbours.failed(id(1), now)
    }
    expect(ways).toEqual(['server', 'relay', 'server', 'relay'])
  })

  test('a link that is gone carries nothing', () => {
    const referrals = told(7, id(1))
    hear(referrals, 8, id(1))
    const neighbours = make(30, referrals)
    referrals.leave(7)
    expect(dialled(neighbours, 0, DOWN)).toEqual([{ remote: id(1), way: 8 }])
    neighbours.failed(id(1), 0)
    referrals.leave(8)
    expect(dialled(neighbours, 1e6, DOWN)).toEqual([])
  })

  test('who holds everything does not dial others that do', () => {
    const referrals = told(7, id(1))
    referrals.hear(7, { added: [{ id: id(2), isSeed: true }], dropped: [] })
    const seeds = dialled(make(30, referrals), 0, { ...DOWN, isSeed: true })
    expect(seeds).toEqual([{ remote: id(1), way: 7 }])
  })

  test('an offer displaces neither a link nor a dial of the server, who knows who is who', () => {
    const neighbours = make()
    neighbours.refresh([id(1), id(900)])
    dials(neighbours, 0)
    open(neighbours, id(1))
    expect(offered(neighbours, id(1), RELAYED)).toMatchObject({ reason: 'linked already' })
    expect(offered(neighbours, id(900), RELAYED)).toMatchObject({ reason: 'glare' })
  })

  test('ten offers are answered at once: there is room left for who comes by the server', () => {
    const neighbours = make(30)
    const verdicts = ids(1, 20).map(remote => offered(neighbours, remote, RELAYED).verdict)
    expect(verdicts.filter(verdict => verdict === 'accept').length).toBe(10)
    expect(offered(neighbours, id(900)).verdict).toBe('accept')
    neighbours.failed(id(1), 0)
    expect(offered(neighbours, id(901), RELAYED).verdict).toBe('accept')
  })

  test('an answer under way gives way to an offer by the server', () => {
    const neighbours = make()
    expect(offered(neighbours, id(1), RELAYED).verdict).toBe('accept')
    expect(offered(neighbours, id(1), RELAYED).verdict).toBe('refuse')
    expect(offered(neighbours, id(1)).verdict).toBe('displace')
    expect(offered(neighbours, id(1)).verdict).toBe('refuse')
    expect(neighbours.halfOpen).toBe(1)
  })

  test('whoever misbehaves under a name shuts out only what comes by relay under it', () => {
    const neighbours = make(30, told(7, id(1)))
    offered(neighbours, id(1), RELAYED)
    open(neighbours, id(1))
    neighbours.ban(id(1), Infinity)
    expect(offered(neighbours, id(1), RELAYED)).toMatchObject({ reason: 'banned' })
    expect(dialled(neighbours, 1e9, DOWN)).toEqual([])
    expect(neighbours.nextDial(0, UP)).toBeUndefined()
    neighbours.refresh([id(1)])
    expect(neighbours.nextDial(0, UP)).toEqual({ remote: id(1), way: SERVER })
    expect(offered(neighbours, id(1)).verdict).toBe('accept')
    open(neighbours, id(1))
    neighbours.ban(id(1), Infinity)
    expect(neighbours.nextDial(0, UP)).toBeUndefined()
    expect(offered(neighbours, id(1))).toMatchObject({ reason: 'banned' })
  })

  test('a ban for a time ends; a longer one counts, a shorter one does not', () => {
    const neighbours = make()
    neighbours.refresh([id(1)])
    expect(neighbours.ban(id(1), 30_000)).toBe(true)
    expect(neighbours.ban(id(1), 60_000)).toBe(true)
    expect(neighbours.ban(id(1), 50_000)).toBe(false)
    expect(dials(neighbours, 59_999)).toEqual([])
    expect(offered(neighbours, id(1), { now: 59_999 })).toMatchObject({ reason: 'banned' })
    expect(dials(neighbours, 60_000)).toEqual([id(1)])
  })
})
