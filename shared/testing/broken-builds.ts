/** For each invariant a build that breaks it, by a wrapper around the real `Peer` or a part below it. */
import type { LinkId, PeerId } from '../base/ids.ts'
import type { Random } from '../base/random.ts'
import { AnswerBudget } from '../dialling/answer-budget.ts'
import { byBitTorrent } from '../peer/by-bittorrent.ts'
import type { Effect } from '../peer/effect.ts'
import type { Input } from '../peer/input.ts'
import type { PeerOptions } from '../peer/options.ts'
import { Peer } from '../peer/peer.ts'
import { spoilBlocks } from '../simulation/faults/lies.ts'
import type { InvariantName } from '../simulation/invariants/invariant.ts'
import type { HostedPeer } from '../simulation/simulated-peer.ts'
import { wiring } from '../simulation/wires/wiring.ts'
import type { Doubles } from '../simulation/world.ts'

export interface Broken {
  readonly what: string
  readonly doubles: Doubles
}

export const BROKEN_BUILDS: Readonly<Record<InvariantName, Broken>> = {
  stored: {
    what: 'takes every piece for right, whatever its hash',
    doubles: hears(input => (input.type === 'verified' ? { ...input, ok: true } : input)),
  },
  held: {
    what: 'marks a piece as held when it is only to be written',
    doubles: peerThat(peer => ({
      handle: (input, now) =>
        peer
          .handle(input, now)
          .flatMap(effect =>
            effect.type === 'write'
              ? [effect, ...peer.handle({ type: 'written', piece: effect.piece }, now)]
              : effect,
          ),
    })),
  },
  lost: {
    what: 'answers nobody who waits for a piece that its storage has lost, and says nothing of it',
    doubles: peerThat(peer => ({
      handle(input, now) {
        const isLoss = input.type === 'readFailed' || input.type === 'piecesLost'
        const effects = peer.handle(input, now)
        const isReject = (effect: Effect) =>
          effect.type === 'send' && effect.message.type === 'reject'
        return isLoss ? effects.filter(effect => !isReject(effect)) : effects
      },
      inspect: () => ({ ...peer.inspect(), lost: new Uint8Array() }),
    })),
  },
  served: {
    what: 'serves other bytes than it read',
    doubles: does(effect =>
      effect.type === 'send' ? { ...effect, message: spoilBlocks(effect.message) } : effect,
    ),
  },
  placed: {
    what: 'forgets that a piece is being written, and would fetch it again',
    doubles: peerThat(peer => ({
      stateOf(piece) {
        const state = peer.stateOf(piece)
        return state === 'writing' ? 'missing' : state
      },
    })),
  },
  claimed: {
    what: 'says that it has everything when it has nothing',
    doubles: does(effect =>
      effect.type === 'send' && effect.message.type === 'haveNone'
        ? { ...effect, message: { type: 'haveAll' } }
        : effect,
    ),
  },
  open: {
    what: 'goes on speaking on a link that is closed',
    doubles: peerThat(peer => ({
      handle: (input, now) => [
        ...peer.handle(input, now),
        ...(input.type === 'linkClosed' ? [keepAlive(input.link)] : []),
      ],
    })),
  },
  connected: {
    what: 'dials everyone twice',
    doubles: does(effect => (effect.type === 'connect' ? [effect, effect] : effect)),
  },
  dialled: {
    what: 'offers by the server once more when it has gone',
    doubles: peerThat(peer => {
      let last: Effect[] = []
      return {
        handle(input, now) {
          const effects = peer.handle(input, now)
          const offers = effects.filter(({ type }) => type === 'carry')
          if (offers.length > 0) last = offers
          return input.type === 'trackerDown' ? [...effects, ...last] : effects
        },
      }
    }),
  },
  timely: {
    what: 'begins a connection when it has finished, and forgets it',
    doubles: peerThat(peer => {
      const remote = 'f'.repeat(40) as PeerId
      let forgotten = 0
      return {
        handle: (input, now) =>
          peer.handle(input, now).flatMap((effect): Effect | Effect[] => {
            if (effect.type !== 'log' || effect.event.event !== 'finished') return effect
            forgotten++
            return [effect, { type: 'connect', link: 1_000_000, remote, whole: false }]
          }),
        inspect() {
          const view = peer.inspect()
          return { ...view, connecting: view.connecting + forgotten }
        },
      }
    }),
  },
  thrifty: {
    what: 'answers every offer, whatever came of those before',
    doubles: isGiven(options => ({ ...options, answers: new BoundlessBudget() })),
  },
  vouched: {
    what: 'lets whoever comes first under a name have it',
    doubles: peerThat(peer => {
      const taken = new Set<PeerId>()
      return {
        handle(input, now) {
          if (input.type === 'carried' && input.signal.kind === 'offer' && taken.has(input.from)) {
            const { tracker, from, offerId } = input
            const signal = { kind: 'refuse', reason: 'already answering' } as const
            return [{ type: 'carry', tracker, to: from, offerId, signal }]
          }
          const effects = peer.handle(input, now)
          if (input.type !== 'message') return effects
          for (const effect of effects)
            if (effect.type === 'connect' && effect.offer && effect.remote) taken.add(effect.remote)
          return effects
        },
      }
    }),
  },
  kept: {
    what: 'drops its link with whoever offers another',
    doubles: peerThat(peer => {
      const remotes = new Map<LinkId, PeerId>()
      const links = new Map<PeerId, LinkId>()
      return {
        handle(input, now) {
          if (input.type === 'linkOpened') links.set(remotes.get(input.link) as PeerId, input.link)
          const isOffer = input.type === 'carried' && input.signal.kind === 'offer'
          const link = isOffer ? links.get(input.from) : undefined
          const reason = 'replaced by a new link'
          const effects: Effect[] = []
          if (link !== undefined && peer.remoteOf(link) !== undefined) {
            effects.push({ type: 'close', link, reason })
            effects.push(...peer.handle({ type: 'linkClosed', link, reason }, now))
          }
          effects.push(...peer.handle(input, now))
          for (const effect of effects)
            if (effect.type === 'connect' && effect.remote) remotes.set(effect.link, effect.remote)
          return effects
        },
      }
    }),
  },
  linked: {
    what: 'takes more links than it may have',
    doubles: isGiven(options => ({ ...options, maxLinks: 30 })),
  },
  answered: {
    what: 'forgets to accept an offer',
    doubles: does(effect =>
      effect.type === 'connect' && effect.offer !== undefined ? [] : effect,
    ),
  },
  blamed: {
    what: 'shuts nobody out',
    doubles: does(effect =>
      effect.type === 'log' && effect.event.event === 'banned' ? [] : effect,
    ),
  },
  banned: {
    what: 'bans the wrong peers: with who sent bad blocks, everyone it ever connected with',
    doubles: peerThat(peer => {
      const linked = new Set<PeerId>()
      return {
        handle(input, now) {
          return peer.handle(input, now).flatMap(effect => {
            if (effect.type === 'connect' && effect.remote) linked.add(effect.remote)
            if (effect.type !== 'log' || effect.event.event !== 'banned') return effect
            const { event } = effect
            return [...linked].map(remote => ({ ...effect, event: { ...event, remote } }))
          })
        },
      }
    }),
  },
  announced: {
    what: 'announces again without waiting for the answer',
    doubles: does(effect => (effect.type === 'announce' ? [effect, effect] : effect)),
  },
  asked: {
    what: 'asks the same remote twice for a block',
    doubles: does(effect =>
      effect.type === 'send' && effect.message.type === 'request' ? [effect, effect] : effect,
    ),
  },
  copied: {
    what: 'asks every seeder that lets it for the same block',
    doubles: peerThat(peer => {
      const seeders = new Set<LinkId>()
      const lets = new Set<LinkId>()
      return {
        handle(input, now) {
          if (input.type === 'message') {
            if (input.message.type === 'haveAll') seeders.add(input.link)
            if (input.message.type === 'unchoke') lets.add(input.link)
            if (input.message.type === 'choke') lets.delete(input.link)
          }
          return peer.handle(input, now).flatMap(effect => {
            if (effect.type !== 'send' || effect.message.type !== 'request') return effect
            const others = [...lets].filter(link => seeders.has(link) && link !== effect.link)
            return [effect, ...others.map(link => ({ ...effect, link }))]
          })
        },
      }
    }),
  },
  awaited: {
    what: 'drops every timeout: while it downloads, nobody tells it that time passes',
    doubles: peerThat(peer => {
      let laterMs = 0
      const isDeaf = () => peer.inspect().phase === 'downloading'
      return {
        handle(input, now) {
          laterMs = now + 1_000
          return input.type === 'tick' && isDeaf() ? [] : peer.handle(input, now)
        },
        nextDeadline: () => (isDeaf() ? laterMs : peer.nextDeadline()),
      }
    }),
  },
  sent: {
    what: 'sends every block twice',
    doubles: does(effect =>
      effect.type === 'send' && effect.message.type === 'piece' ? [effect, effect] : effect,
    ),
  },
  bounded: {
    what: 'unchokes everyone',
    doubles: isGiven(options => ({
      ...options,
      exchange: byBitTorrent({ uploadSlots: 30 }),
    })),
  },
  begun: {
    what: 'begins as many pieces as it likes',
    doubles: isGiven(options => ({
      ...options,
      exchange: byBitTorrent({ uploadSlots: 1, maxBegunBytes: 2 ** 30 }),
    })),
  },
  flooded: {
    what: 'does not mind keep-alives',
    doubles: peerThat(peer => ({
      handle: (input, now) =>
        input.type === 'message' && input.message.type === 'keepAlive'
          ? []
          : peer.handle(input, now),
    })),
  },
  counted: {
    what: 'counts twice what came',
    doubles: peerThat(peer => ({
      inspect() {
        const view = peer.inspect()
        return { ...view, downloaded: 2 * view.downloaded }
      },
    })),
  },
  paced: {
    what: 'wants to be woken at once, again and again',
    doubles: peerThat(() => ({ nextDeadline: () => 0 })),
  },
  carried: {
    what: 'a network that turns round the order of what is sent together',
    doubles: {
      createWiring: (...parts) => {
        const wires = wiring(...parts)
        return {
          wire: (from, to, ends) =>
            wires.wire(from, to, {
              departed: bytes => ends.departed(bytes),
              arrived: bundle => ends.arrived([...bundle].reverse()),
            }),
        }
      },
    },
  },
  finished: {
    what: 'never begins to download',
    doubles: isGiven(options => ({ ...options, wanted: false })),
  },
  rested: {
    what: 'does not hear that it is to leave',
    doubles: peerThat(peer => ({
      handle: (input, now) => (input.type === 'leave' ? [] : peer.handle(input, now)),
    })),
  },
  asserted: {
    what: 'a host that makes its peer join twice',
    doubles: peerThat(peer => ({
      handle: (input, now) => [
        ...peer.handle(input, now),
        ...(input.type === 'join' ? peer.handle(input, now) : []),
      ],
    })),
  },
}

class BoundlessBudget extends AnswerBudget {
  override mayAnswer(): boolean {
    return true
  }
}

function peerThat(otherwise: (peer: Peer) => Partial<HostedPeer>): Doubles {
  const createPeer = (options: PeerOptions, random: Random): HostedPeer => {
    const peer = new Peer(options, random)
    return {
      handle: (input, now) => peer.handle(input, now),
      nextDeadline: () => peer.nextDeadline(),
      inspect: () => peer.inspect(),
      stateOf: piece => peer.stateOf(piece),
      ...otherwise(peer),
    }
  }
  return { createPeer }
}

function hears(change: (input: Input) => Input): Doubles {
  return peerThat(peer => ({ handle: (input, now) => peer.handle(change(input), now) }))
}

function does(change: (effect: Effect) => Effect | Effect[]): Doubles {
  return peerThat(peer => ({ handle: (input, now) => peer.handle(input, now).flatMap(change) }))
}

function isGiven(change: (options: PeerOptions) => PeerOptions): Doubles {
  return { createPeer: (options, random) => new Peer(change(options), random) }
}

function keepAlive(link: LinkId): Effect {
  return { type: 'send', link, message: { type: 'keepAlive' } }
}
