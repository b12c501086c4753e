/** One dialler among scripted remotes: what its host is to do, and when it gives up. */
import { describe, expect, test } from 'vitest'
import type { LinkId, PeerId } from '../base/ids.ts'
import { seededRandom } from '../base/random.ts'
import { candidateOf, sdpOf } from '../testing/descriptions.ts'
import type { Signal } from '../wire/signal.ts'
import { Dialler } from './dialler.ts'
import type { DiallingEffect, Output } from './effect.ts'
import { CONNECT_TIMEOUT_MS } from './making.ts'
import { MAX_HALF_OPEN } from './neighbours.ts'
import { MAX_OPEN_OFFERS, OPEN_OFFER_TTL_MS } from './open-offers.ts'
import { Referrals } from './referrals.ts'
import { SERVER, type TrackerUrl, type Way } from './way.ts'

const id = (n: number) => n.toString(16).padStart(40, '0') as PeerId
const SELF = id(500)
const BOB = id(700)
const TRACKER: TrackerUrl = 'wss://tracker'
const OFFER = { kind: 'offer', sdp: sdpOf('offer') } as const
const ANSWER = { kind: 'answer', sdp: sdpOf('answer', 'answer') } as const
const CANDIDATE = {
  kind: 'candidate',
  candidate: candidateOf(40_000),
  sdpMid: '0',
  sdpMLineIndex: 0,
} as const

class Stage {
  now = 0
  isServerUp = true
  readonly effects: DiallingEffect[] = []
  readonly failures: string[] = []
  readonly dialler: Dialler

  constructor(maxLinks = 100) {
    const stage = this
    const none = () => undefined
    const output: Output = {
      get now() {
        return stage.now
      },
      emit: effect => this.effects.push(effect),
      log: event => {
        if (event.event === 'dialFailed') this.failures.push(event.reason)
      },
    }
    this.dialler = new Dialler(SELF, maxLinks, seededRandom(1), new Referrals(), output, {
      circumstances: () => ({ serverUp: this.isServerUp, isSeed: false, isStarved: false }),
      dialled: none,
      relay: none,
      makeRoom: none,
      replace: none,
    })
  }

  effectsOf<Type extends DiallingEffect['type']>(type: Type) {
    return this.effects.filter(effect => effect.type === type) as Extract<
      DiallingEffect,
      { type: Type }
    >[]
  }

  get lastLink(): LinkId {
    return this.effectsOf('connect').at(-1)?.link as LinkId
  }

  /** Dials it by the server; its offer is out. */
  dial(remote = BOB, stock: readonly PeerId[] = []) {
    this.dialler.listed([remote], stock)
    const link = this.lastLink
    this.dialler.onLocalSignal(link, OFFER)
    return { link, offerId: this.effectsOf('carry').at(-1)?.offerId ?? '' }
  }

  /** It offers; the connection that answers, if any. */
  offer(
    from: PeerId,
    { way = SERVER as Way, whole = false, group = Number.parseInt(from, 16) } = {},
  ): LinkId | undefined {
    const before = this.effectsOf('connect').length
    const offer = { ...OFFER, ...(whole && { whole: true as const }) } as const
    this.dialler.onSignal(way, from, 'theirs', offer, way === SERVER ? group : undefined)
    return this.effectsOf('connect')[before]?.link
  }

  /** One of ours that names nobody, ready to be handed out. */
  openOffer(): { readonly link: LinkId; readonly offerId: string } {
    let offerId = ''
    this.dialler.openOffers.make(1, TRACKER, offers => {
      offerId = offers[0]?.offerId ?? ''
    })
    const link = this.lastLink
    this.dialler.onLocalSignal(link, { kind: 'offer', sdp: 'v=ours' })
    return { link, offerId }
  }

  pass(ms: number): void {
    this.now += ms
    this.dialler.expire()
  }

  isClosed(link: LinkId): boolean {
    return this.effectsOf('close').some(close => close.link === link)
  }
}

test('a dial: our offer out, answer and candidates both ways, a link', () => {
  const stage = new Stage()
  const { link, offerId } = stage.dial()
  expect(offerId).toMatch(/^[0-9a-f]{40}$/)
  stage.dialler.onLocalSignal(link, CANDIDATE)
  stage.dialler.onSignal(SERVER, BOB, offerId, ANSWER)
  stage.dialler.onSignal(SERVER, BOB, offerId, CANDIDATE)
  const to = { type: 'carry', tracker: SERVER, to: BOB, offerId }
  expect(stage.effects).toEqual([
    { type: 'connect', link, remote: BOB, whole: false },
    { ...to, signal: OFFER },
    { ...to, signal: CANDIDATE },
    { type: 'signal', link, signal: ANSWER },
    { type: 'signal', link, signal: CANDIDATE },
  ])
  expect(stage.dialler.opened(link)).toBe(BOB)
  stage.pass(CONNECT_TIMEOUT_MS)
  expect([stage.failures, stage.isClosed(link)]).toEqual([[], false])
})

test('a stock client is dialled by an offer with all its candidates in it', () => {
  const stage = new Stage()
  const { link } = stage.dial(BOB, [BOB])
  stage.dialler.onLocalSignal(link, CANDIDATE)
  expect(stage.effectsOf('connect')).toMatchObject([{ whole: true }])
  expect(stage.effectsOf('carry').map(({ signal }) => signal)).toEqual([{ ...OFFER, whole: true }])
})

test('nobody is dialled while the server is away, and what waits for an answer by it is given up', () => {
  const stage = new Stage()
  const { link, offerId } = stage.dial()
  stage.isServerUp = false
  stage.dialler.serverDown()
  expect(stage.isClosed(link)).toBe(true)
  stage.now += 600_000
  stage.dialler.listed([BOB, id(701)], [])
  expect(stage.effectsOf('connect')).toHaveLength(1)

  // What was answered needs the server no more.
  stage.isServerUp = true
  const second = stage.dial(id(702))
  stage.dialler.onSignal(SERVER, id(702), second.offerId, ANSWER)
  stage.isServerUp = false
  stage.dialler.serverDown()
  expect(stage.isClosed(second.link)).toBe(false)
  expect(offerId).not.toBe(second.offerId)
})

test('an offer is answered under its id, by the way it came', () => {
  const stage = new Stage()
  const link = stage.offer(BOB, { way: TRACKER, whole: true }) as LinkId
  expect(stage.effects).toEqual([
    { type: 'connect', link, remote: BOB, whole: true, offer: OFFER.sdp },
  ])
  stage.dialler.onLocalSignal(link, ANSWER)
  expect(stage.effectsOf('carry')).toEqual([
    { type: 'carry', tracker: TRACKER, to: BOB, offerId: 'theirs', signal: ANSWER },
  ])
})

test('a refused offer makes no connection; it is told, but not by a tracker, which has no word for it', () => {
  const stage = new Stage(0)
  expect(stage.offer(BOB)).toBeUndefined()
  expect(stage.offer(BOB, { way: TRACKER, whole: true })).toBeUndefined()
  expect(stage.effects).toMatchObject([{ tracker: SERVER, signal: { reason: 'full' } }])
})

describe('a dial fails once when', () => {
  test.each<[string, string, (stage: Stage, link: LinkId, offerId: string) => void]>([
    [
      'the remote refuses',
      'no',
      ({ dialler }, _, offerId) =>
        dialler.onSignal(SERVER, BOB, offerId, { kind: 'refuse', reason: 'no' }),
    ],
    [
      'the connection fails',
      'ICE failed',
      ({ dialler }, link) => dialler.failed(link, 'ICE failed'),
    ],
    ['nothing comes in time', 'no connection within 20 s', stage => stage.pass(CONNECT_TIMEOUT_MS)],
    ['its remote is banned', '', ({ dialler }) => dialler.ban(BOB, 1e9, 'lies')],
  ])('%s', (_, reason, fail) => {
    const stage = new Stage()
    const { link, offerId } = stage.dial()
    fail(stage, link, offerId)
    expect(stage.dialler.neighbours.halfOpen).toBe(0)
    stage.pass(2 * CONNECT_TIMEOUT_MS)
    stage.dialler.onSignal(SERVER, BOB, offerId, ANSWER)
    expect(stage.effectsOf('signal')).toEqual([])
    expect(stage.failures).toEqual(reason ? [reason] : [])
    expect(stage.isClosed(link)).toBe(reason !== 'ICE failed')
    expect(stage.dialler.opened(link)).toBeUndefined()
  })
})

test.each<[string, Way, PeerId, Signal]>([
  ['under an unknown id', SERVER, BOB, ANSWER],
  ['by another way', TRACKER, BOB, ANSWER],
  ['of another remote', SERVER, id(9), { kind: 'refuse', reason: 'x' }],
])('a signal %s changes nothing', (what, way, from, signal) => {
  const stage = new Stage()
  const { offerId } = stage.dial()
  const before = stage.effects.length
  stage.dialler.onSignal(way, from, what.includes('unknown') ? 'unknown' : offerId, signal)
  expect([stage.effects.length, stage.failures]).toEqual([before, []])
})

test('an answer counts once, and a refusal not once the link is there', () => {
  const stage = new Stage()
  const { link, offerId } = stage.dial()
  for (let i = 0; i < 3; i++) stage.dialler.onSignal(SERVER, BOB, offerId, ANSWER)
  expect(stage.effectsOf('signal')).toHaveLength(1)
  stage.dialler.opened(link)
  stage.dialler.onSignal(SERVER, BOB, offerId, { kind: 'refuse', reason: 'late' })
  expect(stage.isClosed(link)).toBe(false)
})

test('connections in the making are limited; open ones do not count', () => {
  const stage = new Stage()
  const links = Array.from({ length: MAX_HALF_OPEN + 5 }, (_, n) => stage.offer(id(n)))
  expect(links.filter(link => link !== undefined)).toHaveLength(MAX_HALF_OPEN)
  expect(stage.effects.at(-1)).toMatchObject({ signal: { kind: 'refuse', reason: 'busy' } })
  stage.dialler.opened(links[0] as LinkId)
  expect(stage.offer(BOB)).toBeDefined()
})

test('the victim whose name somebody else uses is linked all the same, by the server', () => {
  const stage = new Stage()
  const forged = stage.offer(BOB, { way: TRACKER, whole: true }) as LinkId
  const link = stage.offer(BOB) as LinkId
  expect(stage.isClosed(forged)).toBe(true)
  expect(stage.dialler.opened(forged)).toBeUndefined()
  expect(stage.dialler.opened(link)).toBe(BOB)
})

describe('an open offer', () => {
  test('is the connection of whoever answers it by that tracker, if there is room', () => {
    const stage = new Stage(1)
    const { link, offerId } = stage.openOffer()
    expect(stage.effectsOf('connect')).toEqual([{ type: 'connect', link, whole: true }])
    stage.dialler.onSignal('wss://other', BOB, offerId, ANSWER)
    expect(stage.effectsOf('signal')).toEqual([])
    stage.dialler.onSignal(TRACKER, BOB, offerId, ANSWER)
    expect(stage.effectsOf('signal')).toEqual([{ type: 'signal', link, signal: ANSWER }])
    expect(stage.dialler.opened(link)).toBe(BOB)

    const second = stage.openOffer()
    stage.dialler.onSignal(TRACKER, id(701), second.offerId, ANSWER)
    expect(stage.isClosed(second.link)).toBe(true)
  })

  test('is over in time, taken or not', () => {
    const stage = new Stage()
    const [first, second] = [stage.openOffer(), stage.openOffer()]
    stage.pass(OPEN_OFFER_TTL_MS - 1)
    stage.dialler.onSignal(TRACKER, BOB, first.offerId, ANSWER)
    expect(stage.isClosed(second.link)).toBe(false)
    stage.pass(1)
    expect([stage.isClosed(first.link), stage.isClosed(second.link)]).toEqual([false, true])
    stage.pass(CONNECT_TIMEOUT_MS)
    expect(stage.isClosed(first.link)).toBe(true)
    expect(stage.dialler.openOffers.size).toBe(0)
  })

  test('is one of a few; those that fail are not waited for', () => {
    const stage = new Stage()
    let made: number | undefined
    stage.dialler.openOffers.make(100, TRACKER, offers => {
      made = offers.length
    })
    const links = stage.effectsOf('connect').map(({ link }) => link)
    expect(links).toHaveLength(MAX_OPEN_OFFERS)
    stage.dialler.failed(links[0] as LinkId, 'no more connections')
    for (const link of links.slice(1)) {
      expect(made).toBeUndefined()
      stage.dialler.onLocalSignal(link, OFFER)
    }
    expect(made).toBe(MAX_OPEN_OFFERS - 1)
  })

  test('of a remote that we call, or have, says nothing', () => {
    const stage = new Stage()
    const { link } = stage.dial()
    expect(stage.offer(BOB, { whole: true })).toBeUndefined()
    stage.dialler.opened(link)
    expect(stage.offer(BOB, { whole: true })).toBeUndefined()
    expect(stage.effectsOf('carry').map(({ signal }) => signal.kind)).toEqual(['offer'])
  })
})

test('who leaves drops everything that is in the making', () => {
  const stage = new Stage()
  const links = [stage.dial().link, stage.offer(id(701)), stage.openOffer().link]
  stage.dialler.leave('left')
  expect(stage.effectsOf('close').map(({ link }) => link)).toEqual(links)
})
