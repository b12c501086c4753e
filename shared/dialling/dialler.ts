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
 *   any: refused, failed, out of time, gives way, or another offer stands -> gone
 *
 * What remotes say of their connections is looked at here, before the browser sees it.
 */
import type { LinkId, Millis, PeerId } from '../base/ids.ts'
import type { Random } from '../base/random.ts'
import { CandidateFilter } from '../wire/candidate.ts'
import { checkSdp } from '../wire/sdp.ts'
import type { RtcSignal, Signal } from '../wire/signal.ts'
import { AnswerBudget, type Sponsor, sponsorOf } from './answer-budget.ts'
import { Costs } from './costs.ts'
import type { Output } from './effect.ts'
import type { Offer } from './glare.ts'
import { givesWay, type Making } from './making.ts'
import { MakingTable } from './making-table.ts'
import { type DialCircumstances, Neighbours, type OfferVerdict } from './neighbours.ts'
import { OpenOffers } from './open-offers.ts'
import type { Referrals } from './referrals.ts'
import type { Attempt } from './rivals.ts'
import { Unreached } from './unreached.ts'
import { isVouched, SERVER, type Way } from './way.ts'

export interface DiallerPorts {
  circumstances(): DialCircumstances
  dialled(remote: PeerId, way: Way): void
  /** The peer at the other end of `via` is to carry it; if it does not, a refusal comes back. */
  relay(via: LinkId, to: PeerId, offerId: string, signal: Signal): void
  /** We are full: a less useful link may be dropped. */
  makeRoom(): void
  /** The remote has a new link with us, so its end of this one is dead. */
  replace(link: LinkId): void
}

const GIVES_WAY = 'gives way to others'

type SignalOf<Kind extends Signal['kind']> = Extract<Signal, { readonly kind: Kind }>

export class Dialler {
  readonly openOffers: OpenOffers
  readonly neighbours: Neighbours
  readonly unreached = new Unreached()
  readonly #self: PeerId
  readonly #output: Output
  readonly #ports: DiallerPorts
  readonly #costs: Costs
  readonly #making: MakingTable
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
    answers = new AnswerBudget(),
  ) {
    this.#self = self
    this.#output = output
    this.#ports = ports
    this.#costs = new Costs(answers, referrals)
    this.neighbours = new Neighbours(self, maxLinks, random, referrals)
    this.#making = new MakingTable(this.neighbours, this.unreached, this.#costs, output)
    this.openOffers = new OpenOffers(output, () => this.#newIds())
  }

  /** The server's newest list of members. */
  listed(remotes: readonly PeerId[], stock: readonly PeerId[]): void {
    this.#stock = new Set(stock)
    this.neighbours.refresh(remotes)
    this.dial()
  }

  dial(): void {
    const { now } = this.#output
    const circumstances = this.#ports.circumstances()
    for (;;) {
      const { stale } = this.#making
      const placed =
        stale.length === 0 ? stale : stale.filter(making => this.#making.takesPlace(making))
      const dial = this.neighbours.nextDial(now, circumstances, {
        halfOpen: stale.length,
        size: placed.length,
      })
      if (dial === undefined) return
      const { remote, way } = dial
      const cost = this.#costs.ofDial(way, now)
      if (cost === undefined) return
      if (this.neighbours.isFull && placed[0]) this.#making.abandon(placed[0], GIVES_WAY)
      const whole = this.#stock.has(remote)
      const { link, offerId } = this.#newIds()
      this.#making.begin({
        remote,
        link,
        offerId,
        by: this.#self,
        way,
        whole,
        since: now,
        candidates: new CandidateFilter(),
        cost,
        state: 'describing',
        isReached: false,
      })
      this.#ports.dialled(remote, way)
      this.#output.emit({ type: 'connect', link, remote, whole })
    }
  }

  /** `group`: by which our server tells addresses apart. */
  onSignal(way: Way, from: PeerId, offerId: string, signal: Signal, group?: number): void {
    const making = this.#making.with(from)
    const meant = making?.offerId === offerId && making.way === way ? making : undefined
    switch (signal.kind) {
      case 'offer':
        if (!meant) this.#onOffer(way, from, offerId, signal, sponsorOf(way, group))
        return
      case 'answer':
        if (meant?.state === 'offered') return this.#onAnswer(meant, signal)
        return this.#onOpenAnswer(way, from, offerId, signal)
      case 'candidate':
        if (meant && meant.candidates.refuses(signal.candidate) === undefined)
          this.#output.emit({ type: 'signal', link: meant.link, signal })
        return
      case 'refuse':
        // Refused by the remote itself, or in its name by a server or relay that could not deliver.
        if (!meant) return
        this.unreached.forget(from)
        this.#making.abandon(meant, signal.reason)
        return this.dial()
    }
  }

  /** A connection of ours has a description or candidate for the remote. */
  onLocalSignal(link: LinkId, signal: RtcSignal): void {
    const making = this.#making.of(link)
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

  /** ICE has found the remote: somebody is there. */
  reached(link: LinkId): void {
    const making = this.#making.of(link)
    if (making) making.isReached = true
  }

  /** The remote of the opened link; undefined if the attempt was given up before. */
  opened(link: LinkId): PeerId | undefined {
    return this.#making.opened(link)
  }

  /** A link is over, for whatever reason. */
  closed(link: LinkId): void {
    this.#costs.closed(link, this.#output.now)
  }

  /** The remote's handshake has come by this link. */
  greeted(remote: PeerId, link: LinkId): void {
    const replaced = this.neighbours.greeted(remote, link, this.#output.now)
    if (replaced !== undefined) this.#ports.replace(replaced)
  }

  /** A connection has failed; false if it was not in the making. */
  failed(link: LinkId, reason: string): boolean {
    const making = this.#making.of(link)
    if (making === undefined) return this.openOffers.failed(link)
    this.#making.lost(making, reason)
    this.dial()
    return true
  }

  /** Ends its attempt too. False if it is banned for that long already. */
  ban(remote: PeerId, until: Millis, reason: string): boolean {
    const attempt = this.neighbours.attemptWith(remote)
    if (!this.neighbours.ban(remote, until)) return false
    if (attempt) this.#making.drop(attempt.link, reason)
    return true
  }

  /** Offers by the server that are not answered yet never will be. */
  serverDown(): void {
    for (const making of this.#making.all)
      if (making.way === SERVER && making.state !== 'connecting')
        this.#making.abandon(making, 'the server is gone', { blameless: true })
    this.dial()
  }

  expire(): void {
    this.#making.expire()
    this.openOffers.expire()
  }

  leave(reason: string): void {
    for (const { link } of this.#making.all) this.#making.drop(link, reason)
    this.openOffers.close(reason)
  }

  #onOffer(
    way: Way,
    from: PeerId,
    offerId: string,
    { sdp, whole: isWhole }: SignalOf<'offer'>,
    sponsor: Sponsor,
  ): void {
    const { now } = this.#output
    const refused = { way, remote: from, offerId, sponsor }
    // An open offer was not made for us: it does not prove that our link to its sender is dead.
    const whole = isWhole ?? false
    if (whole && (from === this.#self || this.neighbours.isBusyWith(from))) return
    const candidates = new CandidateFilter()
    const checked = checkSdp('offer', sdp, candidates)
    if (!checked.ok) {
      this.#costs.ofGarbage(sponsor, now)
      return this.#refuse(refused, checked.refusal)
    }
    const offer = { by: from, way }
    const verdict = this.#judge(from, offer, sponsor)
    if (verdict.verdict === 'refuse') return this.#refuse(refused, verdict.reason)
    if (!this.#costs.mayAnswer(sponsor, from, now)) return this.#refuse(refused, 'busy')
    const cost = this.#costs.ofAnswer(sponsor, from, now)
    const link = ++this.#lastLink
    this.#answer(verdict, {
      remote: from,
      link,
      offerId,
      by: from,
      way,
      whole,
      since: now,
      candidates,
      cost,
      state: 'describing',
      isReached: false,
    })
    this.#output.emit({ type: 'connect', link, remote: from, whole, offer: checked.sdp })
  }

  #refuse(
    offer: Pick<Making, 'way' | 'remote' | 'offerId'> & { readonly sponsor: Sponsor },
    reason: string,
  ): void {
    if (this.#costs.mayRefuse(offer.sponsor, this.#output.now))
      this.#send(offer, { kind: 'refuse', reason })
  }

  #onAnswer(making: Making, { kind, sdp }: SignalOf<'answer'>): void {
    const checked = checkSdp(kind, sdp, making.candidates)
    if (!checked.ok) {
      this.#making.abandon(making, `its answer has ${checked.refusal}`)
      return this.dial()
    }
    making.state = 'connecting'
    this.#output.emit({ type: 'signal', link: making.link, signal: { kind, sdp: checked.sdp } })
  }

  /** An open offer of ours has been answered: treated as an offer by the answering remote. */
  #onOpenAnswer(way: Way, by: PeerId, offerId: string, { kind, sdp }: SignalOf<'answer'>): void {
    if (typeof way === 'number' || way === SERVER) return
    const candidates = new CandidateFilter()
    const checked = checkSdp(kind, sdp, candidates)
    if (!checked.ok) return
    const link = this.openOffers.take(offerId, way)
    if (link === undefined) return
    const cost = this.#costs.ofOpenAnswer(way)
    const offer = { by: this.#self, way, isAnswered: true }
    const verdict = this.#judge(by, offer, cost.sponsor)
    if (verdict.verdict === 'refuse') {
      this.#output.emit({ type: 'close', link, reason: verdict.reason })
      return
    }
    this.#answer(verdict, {
      remote: by,
      link,
      offerId,
      ...offer,
      whole: true,
      since: this.#output.now,
      candidates,
      cost,
      state: 'connecting',
      isReached: false,
    })
    this.#output.emit({ type: 'signal', link, signal: { kind, sdp: checked.sdp } })
  }

  /** Begins the connection, and ends the one that its offer displaces. */
  #answer(verdict: OfferVerdict, making: Making): void {
    if (verdict.verdict === 'displace')
      this.#making.drop(verdict.attempt.link, 'another offer stands')
    this.#making.begin(making)
  }

  #judge(remote: PeerId, offer: Offer, sponsor: Sponsor): OfferVerdict {
    const { now } = this.#output
    const verdict = this.neighbours.judge(remote, offer, now)
    const lack = verdict.verdict === 'refuse' ? verdict.reason : undefined
    const isForRoom = lack === 'full' || lack === 'busy'
    if (!isForRoom || !this.#costs.mayAnswer(sponsor, remote, now)) return verdict
    const { all } = this.#making
    const helpful = lack === 'full' ? all.filter(making => this.#making.takesPlace(making)) : all
    const silent = givesWay(helpful, sponsor, now)
    if (silent) this.#making.abandon(silent, GIVES_WAY)
    else if (lack === 'full') this.#ports.makeRoom()
    return this.neighbours.judge(remote, offer, now)
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
