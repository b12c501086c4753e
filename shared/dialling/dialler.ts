/**
 * Connections in the making, one for each remote at most: whose offers are taken, what each tells the
 * other end by which way, and when it is given up. A host makes the connections; all that is said of
 * them passes through here.
 *
 *              dial              local offer           their answer
 *   (nobody) --------> describing ----------> offered --------------+
 *            their offer           local answer                     v
 *   (nobody) --------> describing ------------------------------> connecting --> a link
 *            their answer to an open offer                          ^
 *   (nobody) -------------------------------------------------------+
 *   any: refused, failed, out of time, or another offer stands -> gone
 */
import type { LinkId, Millis, PeerId } from '../base/ids.ts'
import type { Random } from '../base/random.ts'
import type { RtcSignal, Signal } from '../wire/signal.ts'
import type { Output } from './effect.ts'
import type { Offer } from './glare.ts'
import { type DialCircumstances, Neighbours, type OfferVerdict } from './neighbours.ts'
import { OpenOffers } from './open-offers.ts'
import type { Referrals } from './referrals.ts'
import type { Attempt } from './rivals.ts'
import { isVouched, SERVER, type Way } from './way.ts'

/** From offer to open channel. Ten times what a busy machine with mDNS names was seen to take. */
export const CONNECT_TIMEOUT_MS = 20_000

/** A connection in the making, and how far it is. */
interface Making extends Attempt {
  readonly remote: PeerId
  /** Its description holds all candidates, because the remote cannot be sent any later. */
  readonly whole: boolean
  readonly until: Millis
  state: 'describing' | 'offered' | 'connecting'
}

export interface DiallerPorts {
  circumstances(): DialCircumstances
  dialled(remote: PeerId, way: Way): void
  /** The peer at the other end of `via` is to carry it; if it does not, a refusal comes back. */
  relay(via: LinkId, to: PeerId, offerId: string, signal: Signal): void
  /** Whether the relay at the other end of `via` is within its limit of offers. */
  takesOfferBy(via: LinkId): boolean
  /** We are full: a less useful link may be dropped. */
  makeRoom(): void
  /** The remote has a new link with us, so its end of this one is dead. */
  replace(link: LinkId): void
}

type SignalOf<Kind extends Signal['kind']> = Extract<Signal, { readonly kind: Kind }>

export class Dialler {
  readonly openOffers: OpenOffers
  readonly neighbours: Neighbours
  readonly #self: PeerId
  readonly #output: Output
  readonly #ports: DiallerPorts
  /** In the order of beginning, and so of timing out. */
  readonly #making = new Map<LinkId, Making>()
  /** Remotes that cannot be sent candidates: WebTorrent's protocol has no message for them. */
  #stock: ReadonlySet<PeerId> = new Set()
  #lastLink: LinkId = 0

  constructor(
    self: PeerId,
    maxLinks: number,
    random: Random,
    referrals: Referrals,
    output: Output,
    ports: DiallerPorts,
  ) {
    this.#self = self
    this.#output = output
    this.#ports = ports
    this.neighbours = new Neighbours(self, maxLinks, random, referrals)
    this.openOffers = new OpenOffers(output, () => this.#newIds())
  }

  /** The server's newest list of members. */
  listed(remotes: readonly PeerId[], stock: readonly PeerId[]): void {
    this.#stock = new Set(stock)
    this.neighbours.refresh(remotes)
    this.dial()
  }

  dial(): void {
    const circumstances = this.#ports.circumstances()
    for (;;) {
      const dial = this.neighbours.nextDial(this.#output.now, circumstances)
      if (dial === undefined) return
      const { remote, way } = dial
      const whole = this.#stock.has(remote)
      const making = this.#begin(remote, 'dialling', {
        ...this.#newIds(),
        by: this.#self,
        way,
        whole,
        state: 'describing',
      })
      this.#ports.dialled(remote, way)
      this.#output.emit({ type: 'connect', link: making.link, remote, whole })
    }
  }

  onSignal(way: Way, from: PeerId, offerId: string, signal: Signal): void {
    const attempt = this.neighbours.attemptWith(from)
    const making = attempt && this.#making.get(attempt.link)
    const meant = making?.offerId === offerId && making.way === way ? making : undefined
    switch (signal.kind) {
      case 'offer':
        if (!meant) this.#onOffer(way, from, offerId, signal)
        return
      case 'answer':
        if (meant?.state !== 'offered') return this.#onOpenAnswer(way, from, offerId, signal)
        meant.state = 'connecting'
        this.#output.emit({ type: 'signal', link: meant.link, signal })
        return
      case 'candidate':
        if (meant) this.#output.emit({ type: 'signal', link: meant.link, signal })
        return
      case 'refuse':
        // Refused by the remote itself, or in its name by a server or relay that could not deliver.
        if (!meant) return
        this.#abandon(meant, signal.reason)
        return this.dial()
    }
  }

  /** A connection of ours has a description or candidate for the remote. */
  onLocalSignal(link: LinkId, signal: RtcSignal): void {
    const making = this.#making.get(link)
    if (making === undefined) {
      if (signal.kind === 'offer') this.openOffers.described(link, signal.sdp)
      return
    }
    if (signal.kind === 'candidate') {
      if (!making.whole) this.#send(making, signal)
      return
    }
    const expected = making.by === this.#self ? 'offer' : 'answer'
    if (making.state !== 'describing' || signal.kind !== expected) return
    making.state = expected === 'offer' ? 'offered' : 'connecting'
    const isWholeOffer = making.whole && expected === 'offer'
    this.#send(making, isWholeOffer ? { kind: 'offer', sdp: signal.sdp, whole: true } : signal)
  }

  /** The remote of the opened link; undefined if the attempt was given up before. */
  opened(link: LinkId): PeerId | undefined {
    const making = this.#making.get(link)
    if (making === undefined) return undefined
    this.#making.delete(link)
    this.neighbours.opened(making.remote, this.#output.now)
    return making.remote
  }

  /** The remote's handshake has come by this link. */
  greeted(remote: PeerId, link: LinkId): void {
    const replaced = this.neighbours.greeted(remote, link, this.#output.now)
    if (replaced !== undefined) this.#ports.replace(replaced)
  }

  /** A connection has failed; false if it was not in the making. */
  failed(link: LinkId, reason: string): boolean {
    const making = this.#making.get(link)
    if (making === undefined) return this.openOffers.failed(link)
    this.#lose(making, reason)
    this.dial()
    return true
  }

  /** Ends its attempt too. False if it is banned for that long already. */
  ban(remote: PeerId, until: Millis, reason: string): boolean {
    const attempt = this.neighbours.attemptWith(remote)
    if (!this.neighbours.ban(remote, until)) return false
    if (attempt) this.#drop(attempt.link, reason)
    return true
  }

  /** Offers by the server that are not answered yet never will be. */
  serverDown(): void {
    for (const making of [...this.#making.values()])
      if (making.way === SERVER && making.state !== 'connecting')
        this.#abandon(making, 'the server is gone')
    this.dial()
  }

  expire(): void {
    const { now } = this.#output
    for (const making of [...this.#making.values()]) {
      if (making.until > now) break
      this.#abandon(making, 'no connection within 20 s')
    }
    this.openOffers.expire()
  }

  leave(reason: string): void {
    for (const link of [...this.#making.keys()]) this.#drop(link, reason)
    this.openOffers.close(reason)
  }

  #onOffer(way: Way, from: PeerId, offerId: string, { sdp, whole }: SignalOf<'offer'>): void {
    const refuse = (reason: string) =>
      this.#send({ way, remote: from, offerId }, { kind: 'refuse', reason })
    if (typeof way === 'number' && !this.#ports.takesOfferBy(way))
      return refuse('too many offers by one relay')
    // An open offer was not made for us: it does not prove that our link to its sender is dead.
    if (whole && (from === this.#self || this.neighbours.isBusyWith(from))) return
    const answer = this.#answer(from, {
      link: ++this.#lastLink,
      offerId,
      by: from,
      way,
      whole: whole ?? false,
      state: 'describing',
    })
    if (answer.verdict === 'refuse') return refuse(answer.reason)
    const link = this.#lastLink
    this.#output.emit({ type: 'connect', link, remote: from, whole: whole ?? false, offer: sdp })
  }

  /** An open offer of ours has been answered: treated as an offer by the answering remote. */
  #onOpenAnswer(way: Way, by: PeerId, offerId: string, signal: SignalOf<'answer'>): void {
    if (typeof way === 'number' || way === SERVER) return
    const link = this.openOffers.take(offerId, way)
    if (link === undefined) return
    const answer = this.#answer(by, {
      link,
      offerId,
      by: this.#self,
      way,
      isAnswered: true,
      whole: true,
      state: 'connecting',
    })
    if (answer.verdict === 'refuse')
      this.#output.emit({ type: 'close', link, reason: answer.reason })
    else this.#output.emit({ type: 'signal', link, signal })
  }

  /** Begins the connection if the offer stands, and ends the one that it displaces. */
  #answer(remote: PeerId, making: NewMaking): OfferVerdict {
    const verdict = this.#judge(remote, making)
    if (verdict.verdict === 'refuse') return verdict
    if (verdict.verdict === 'displace') this.#drop(verdict.attempt.link, 'another offer stands')
    this.#begin(remote, 'answering', making)
    return verdict
  }

  #judge(remote: PeerId, offer: Offer): OfferVerdict {
    const { now } = this.#output
    const verdict = this.neighbours.judge(remote, offer, now)
    if (verdict.verdict !== 'refuse' || verdict.reason !== 'full') return verdict
    this.#ports.makeRoom()
    return this.neighbours.judge(remote, offer, now)
  }

  #begin(remote: PeerId, state: 'dialling' | 'answering', attempt: NewMaking): Making {
    const making = { ...attempt, remote, until: this.#output.now + CONNECT_TIMEOUT_MS }
    this.neighbours.begin(remote, state, making)
    this.#making.set(making.link, making)
    return making
  }

  #abandon(making: Making, reason: string): void {
    this.#output.emit({ type: 'close', link: making.link, reason })
    this.#lose(making, reason)
  }

  #lose({ link, remote }: Making, reason: string): void {
    this.#making.delete(link)
    this.neighbours.failed(remote, this.#output.now)
    this.#output.log({ event: 'dialFailed', remote, reason })
  }

  /** Drops it without a log entry. */
  #drop(link: LinkId, reason: string): void {
    this.#making.delete(link)
    this.#output.emit({ type: 'close', link, reason })
  }

  #send(
    { way, remote, offerId }: Pick<Making, 'way' | 'remote' | 'offerId'>,
    signal: Signal,
  ): void {
    if (typeof way === 'number') this.#ports.relay(way, remote, offerId, signal)
    else if (isVouched(way) || signal.kind === 'answer')
      this.#output.emit({ type: 'carry', tracker: way, to: remote, offerId, signal })
  }

  /** No other peer makes the same offer id: it is the tail of our peer id, the time and a number. */
  #newIds(): Pick<Attempt, 'link' | 'offerId'> {
    const link = ++this.#lastLink
    const time = hexDigits(Math.floor(this.#output.now), 10)
    return { link, offerId: `${this.#self.slice(16)}${time}${hexDigits(link, 6)}` }
  }
}

/** The last `count` digits. */
const hexDigits = (number: number, count: number): string =>
  number.toString(16).padStart(count, '0').slice(-count)

type NewMaking = Omit<Making, 'remote' | 'until'>
