/** An observer that keeps the ledgers and checks the invariants at every step of every peer. */
import type { Millis, PeerId } from '../../base/ids.ts'
import type { Host, Identity, Observer, Transfer, Turn } from '../observer.ts'
import type { SimulatedPeer } from '../simulated-peer.ts'
import { begun, floods } from './budgets.ts'
import { accounts, claims, content, places } from './content.ts'
import { type Invariant, invariant, type Truth } from './invariant.ts'
import { PeerLedger } from './ledger.ts'
import { announcing, bans, blame, connecting, openLinks, wires } from './links.ts'
import { losses } from './losses.ts'
import { answering, asking, waiting } from './requests.ts'

const invariantsOf = (truth: Truth, nameOf: (id: PeerId) => string): Invariant[] => [
  ...content(truth),
  places(),
  losses(),
  claims(),
  openLinks(),
  ...connecting(truth),
  blame(),
  bans(truth, nameOf),
  announcing(),
  ...asking(),
  waiting(truth),
  ...answering(truth),
  begun(truth),
  floods(),
  accounts(),
  pace(),
  wires(truth),
]

/** `sweep` is called between two events, from time to time. */
export class Watch implements Observer {
  readonly #truth: Truth
  readonly #ledgers = new Map<PeerId, PeerLedger>()
  readonly #of: { readonly [Hook in HookName]: readonly Having<Hook>[] }

  constructor(truth: Truth) {
    this.#truth = truth
    const invariants = invariantsOf(truth, id => this.#ledgers.get(id)?.name ?? id)
    const having = <Hook extends HookName>(hook: Hook) =>
      invariants.filter((one): one is Having<Hook> => one[hook] !== undefined)
    this.#of = {
      input: having('input'),
      effect: having('effect'),
      turned: having('turned'),
      swept: having('swept'),
      sent: having('sent'),
      arrived: having('arrived'),
    }
  }

  turn(nowMs: Millis, host: Host, { input, effects, clockMs }: Turn): void {
    const ledger = this.#ledger(host)
    ledger.nowMs = nowMs
    ledger.clockMs = clockMs
    for (const one of this.#of.input) one.input(ledger, input)
    ledger.input(input)
    for (const effect of effects) {
      for (const one of this.#of.effect) one.effect(ledger, effect)
      ledger.effect(effect)
    }
    ledger.content.turned()
    for (const one of this.#of.turned) one.turned(ledger, input, host)
  }

  sent(_atMs: Millis, transfer: Transfer): void {
    for (const one of this.#of.sent) one.sent(transfer)
  }

  arrived(_atMs: Millis, transfer: Transfer): void {
    for (const one of this.#of.arrived) one.arrived(transfer)
  }

  sweep(peers: Iterable<SimulatedPeer>): void {
    for (const peer of peers) {
      if (!peer.isAlive || peer.isFrozen) continue
      const ledger = this.#ledger(peer)
      const view = peer.peer.inspect()
      for (const one of this.#of.swept) one.swept(ledger, view, peer)
    }
  }

  #ledger({ id, name }: Identity): PeerLedger {
    const known = this.#ledgers.get(id)
    if (known) return known
    const { torrent, blockBytes } = this.#truth
    const ledger = new PeerLedger(id, name, torrent.info, blockBytes)
    this.#ledgers.set(id, ledger)
    return ledger
  }
}

type HookName = keyof Invariant
type Having<Hook extends HookName> = Invariant & Required<Pick<Invariant, Hook>>

/** Inputs of one peer at one instant: more than any burst of messages that waited for it. */
const MAX_STEPS_AT_ONCE = 50_000

/** After a tick, the next deadline of a peer lies in the future. */
function pace(): Invariant {
  const steps = new Map<string, { atMs: number; count: number }>()
  return invariant('paced', must => ({
    turned(ledger, { type }, { peer }) {
      if (type === 'tick') {
        const deadline = peer.nextDeadline() ?? Number.POSITIVE_INFINITY
        const isLater = deadline > ledger.clockMs
        must(isLater, () => `${ledger.name} wants to be woken at ${deadline}, which is past`)
      }
      const step = steps.get(ledger.id)
      if (step?.atMs !== ledger.clockMs) steps.set(ledger.id, { atMs: ledger.clockMs, count: 1 })
      else step.count++
      const isBusy = step !== undefined && step.count > MAX_STEPS_AT_ONCE
      must(!isBusy, () => `${ledger.name} is kept busy at one instant`)
    },
  }))
}
