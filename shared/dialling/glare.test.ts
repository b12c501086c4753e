/**
 * Two peers that dial each other by every way there is: the server, a third peer between them, a
 * tracker that hands out open offers. What one sends the other by one way arrives in order; between the
 * ways there is none. What each does in between and how long things take falls by the seed.
 */
import { expect, test } from 'vitest'
import type { LinkId, PeerId } from '../base/ids.ts'
import { pickOne, type Random, seededRandom } from '../base/random.ts'
import { nameIn, sdpOf } from '../testing/descriptions.ts'
import { forSeeds } from '../testing/seeds.ts'
import type { Signal } from '../wire/signal.ts'
import { Dialler } from './dialler.ts'
import type { DiallingEffect, Output } from './effect.ts'
import { Referrals } from './referrals.ts'
import { SERVER, type TrackerUrl, type Way } from './way.ts'

const WHERE = { file: 'shared/dialling/glare.test.ts', only: process.env.SEED }
const TRACKER: TrackerUrl = 'wss://tracker'
/** At both ends the link to the third peer. */
const BETWEEN: LinkId = 1_000
const WAYS: readonly Way[] = [SERVER, TRACKER, BETWEEN]
/** What a connection has to say to its own side. */
type Line = Way | 'own'

const id = (n: number) => n.toString(16).padStart(40, '0') as PeerId

/** One end of a connection. */
interface End {
  readonly link: LinkId
  readonly owner: Side
  readonly answers: string | undefined
  other: End | undefined
}

class Side {
  readonly id: PeerId
  readonly dialler: Dialler
  readonly ends = new Map<LinkId, End>()
  readonly inbox = new Map<Line, (() => void)[]>(
    [SERVER, TRACKER, BETWEEN, 'own'].map(way => [way as Line, []]),
  )
  readonly world: World
  isServerUp = true
  /** The links that are up: two for as long as one is to replace the other. */
  readonly open = new Set<LinkId>()

  constructor(self: PeerId, remote: PeerId, world: World) {
    this.id = self
    this.world = world
    const referrals = new Referrals()
    referrals.hear(BETWEEN, { added: [{ id: remote, isSeed: false }], dropped: [] })
    const output: Output = {
      get now() {
        return world.now
      },
      emit: effect => this.#perform(effect),
      log: () => undefined,
    }
    this.dialler = new Dialler(self, 4, world.random, referrals, output, {
      circumstances: () => ({ serverUp: this.isServerUp, isSeed: false, isStarved: false }),
      dialled: () => undefined,
      relay: (_, __, offerId, signal) => this.#say(BETWEEN, offerId, signal),
      makeRoom: () => undefined,
      replace: link => this.#close(link),
    })
    this.dialler.neighbours.refresh([remote])
  }

  get linked(): LinkId | undefined {
    expect(this.open.size).toBeLessThanOrEqual(1)
    return [...this.open][0]
  }

  get other(): Side {
    return this.world.sides.find(side => side !== this) as Side
  }

  offerOpenly(): void {
    this.dialler.openOffers.make(1, TRACKER, offers => {
      for (const { offerId, sdp } of offers)
        this.#say(TRACKER, offerId, { kind: 'offer', sdp, whole: true })
    })
  }

  /** Somebody whom the server believes to be the other one offers, and makes no connection. */
  hearStranger(): void {
    const offer = { kind: 'offer', sdp: sdpOf('nobody') } as const
    const offerId = `stranger ${this.world.random()}`
    this.inbox.get(SERVER)?.push(() => this.dialler.onSignal(SERVER, this.other.id, offerId, offer))
  }

  /** Our end is gone, and we have noticed it; the other has not. */
  loseEnd(): void {
    const { linked } = this
    const end = linked === undefined ? undefined : this.ends.get(linked)
    if (end?.other) end.other.other = undefined
    if (end) this.#broke(end.link)
  }

  /** The next thing by one way, if there is any. */
  receive(line: Line): void {
    this.inbox.get(line)?.shift()?.()
  }

  #perform(effect: DiallingEffect): void {
    switch (effect.type) {
      case 'connect': {
        const { link, offer } = effect
        this.ends.set(link, { link, owner: this, answers: offer, other: undefined })
        const kind = offer ? 'answer' : 'offer'
        const signal = { kind, sdp: sdpOf(`${this.id} ${link}`, kind) } as const
        this.inbox.get('own')?.push(() => this.dialler.onLocalSignal(link, signal))
        return
      }
      case 'signal':
        if (effect.signal.kind === 'answer') this.#meet(effect.link, effect.signal.sdp)
        return
      case 'carry':
        return this.#say(effect.tracker, effect.offerId, effect.signal)
      case 'close':
        return this.#close(effect.link)
    }
  }

  #say(way: Way, offerId: string, signal: Signal): void {
    const { other } = this
    const arrive = () => other.dialler.onSignal(way, this.id, offerId, signal)
    other.inbox.get(way)?.push(arrive)
  }

  #meet(link: LinkId, answer: string): void {
    const mine = this.ends.get(link)
    const theirs = this.other.ends.get(Number(nameIn(answer).split(' ')[1]))
    if (!mine || !theirs || nameIn(theirs.answers ?? '') !== `${this.id} ${link}`) return
    mine.other = theirs
    theirs.other = mine
    for (const { owner, link } of [mine, theirs])
      owner.inbox.get('own')?.push(() => owner.#open(link))
  }

  #open(link: LinkId): void {
    const end = this.ends.get(link)
    if (!end) return
    expect(this.dialler.opened(link)).toBe(this.other.id)
    this.open.add(link)
    // The handshake: the other end, which has opened too, is told of it after that.
    const { other } = end
    other?.owner.inbox.get('own')?.push(() => other.owner.#greeted(other.link))
  }

  #greeted(link: LinkId): void {
    if (this.open.has(link)) this.dialler.greeted(this.other.id, link)
  }

  #close(link: LinkId): void {
    const end = this.ends.get(link)
    this.ends.delete(link)
    this.open.delete(link)
    const other = end?.other
    if (other) other.owner.inbox.get('own')?.push(() => other.owner.#broke(other.link))
  }

  #broke(link: LinkId): void {
    if (!this.ends.delete(link)) return
    this.open.delete(link)
    if (!this.dialler.failed(link, 'broke'))
      this.dialler.neighbours.closed(this.other.id, link, this.world.now)
  }
}

class World {
  readonly random: Random
  readonly sides: readonly Side[]
  now = 0

  constructor(seed: number) {
    this.random = seededRandom(seed)
    const [a, b] = seed % 2 === 0 ? [id(1), id(2)] : [id(2), id(1)]
    this.sides = [
      new Side(a as PeerId, b as PeerId, this),
      new Side(b as PeerId, a as PeerId, this),
    ]
  }

  /** As fast as it falls, in any order. */
  stir(steps: number): void {
    for (let step = 0; step < steps; step++) {
      const side = pickOne(this.random, this.sides) as Side
      const roll = this.random()
      if (roll < 0.2) {
        side.isServerUp = this.random() < 0.7
        side.dialler.dial()
      } else if (roll < 0.3) side.offerOpenly()
      else if (roll < 0.95) side.receive(pickOne(this.random, [...WAYS, 'own'] as const) as Line)
      else this.pass(this.random() * 4_000)
    }
  }

  /** Everything that is under way, in any order between the ways, and no time passes. */
  deliver(): void {
    const lines = this.sides.flatMap(side =>
      [...side.inbox].map(([line, inbox]) => ({ side, line, inbox })),
    )
    for (;;) {
      const next = pickOne(
        this.random,
        lines.filter(({ inbox }) => inbox.length > 0),
      )
      if (next === undefined) return
      next.side.receive(next.line)
    }
  }

  /** Everything arrives, until both have had the time to give up whatever came to nothing. */
  settle(): void {
    for (let second = 0; second < 120; second++) {
      for (let round = 0; round < 10; round++)
        for (const side of this.sides) for (const line of side.inbox.keys()) side.receive(line)
      this.pass(1_000)
      for (const { dialler } of this.sides) dialler.dial()
    }
  }

  pass(ms: number): void {
    this.now += ms
    for (const { dialler } of this.sides) dialler.expire()
  }
}

test('end with one and the same connection, whatever crosses what', () => {
  forSeeds(600, WHERE, seed => {
    const world = new World(seed)
    world.stir(200)
    world.settle()
    const [a, b] = world.sides as [Side, Side]
    expect(a.linked, 'linked').toBeDefined()
    expect(a.ends.get(a.linked as LinkId)?.other).toBe(b.ends.get(b.linked as LinkId))
    for (const { dialler, ends } of world.sides)
      expect([dialler.neighbours.halfOpen, dialler.openOffers.size, ends.size]).toEqual([0, 0, 1])
  })
})

test('at once, without anything having to run out of time', () => {
  forSeeds(600, WHERE, seed => {
    const world = new World(seed)
    const [a, b] = world.sides as [Side, Side]
    for (const side of world.sides) {
      side.isServerUp = world.random() < 0.5
      if (world.random() < 0.7) side.dialler.dial()
      if (world.random() < 0.7) side.offerOpenly()
    }
    world.deliver()
    if (a.ends.size + b.ends.size === 0) return
    expect(a.linked, 'linked').toBeDefined()
    expect(a.ends.get(a.linked as LinkId)?.other).toBe(b.ends.get(b.linked as LinkId))
    for (const { dialler } of world.sides) expect(dialler.neighbours.halfOpen).toBe(0)
  })
})

test('a stranger who offers in the name of one of them, without end, breaks no link', () => {
  forSeeds(100, WHERE, seed => {
    const world = new World(seed)
    const [a, b] = world.sides as [Side, Side]
    a.dialler.dial()
    world.settle()
    const [before] = [a.linked]
    expect(before, 'linked').toBeDefined()
    for (let second = 0; second < 60; second++) {
      for (const side of world.sides) for (let i = 0; i < 3; i++) side.hearStranger()
      world.deliver()
      world.pass(1_000)
      expect([...a.open]).toEqual([before])
      expect(a.dialler.neighbours.halfOpen + b.dialler.neighbours.halfOpen).toBeLessThanOrEqual(2)
    }
  })
})

test('who has lost its end of the link has a new one, although the other had not noticed', () => {
  forSeeds(300, WHERE, seed => {
    const world = new World(seed)
    const [a, b] = world.sides as [Side, Side]
    a.dialler.dial()
    world.settle()
    if (world.random() < 0.5) b.hearStranger()
    a.loseEnd()
    const [stale] = b.open
    world.settle()
    expect(b.linked, 'linked').not.toBe(stale)
    expect(a.ends.get(a.linked as LinkId)?.other).toBe(b.ends.get(b.linked as LinkId))
  })
})
