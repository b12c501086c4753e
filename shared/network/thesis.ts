/**
 * The thesis's networks, rebuilt: its drawings are lost. What its text says of the one with 46
 * peers: 64 nodes, being the tracker, 46 clients and 17 routers (`router`, `router1` … `router16`);
 * the tracker at `router`; client1 at router15, client2 at router10; router15 linked to router14,
 * router16 and clients 1, 3, 7, 36; router16 to router15, router8 and clients 4, 6, 12, 34.
 * Router-router and router-tracker links have 100 Mbps and 100 us, router-peer links 6 Mbps and 100
 * us.
 *
 * What had to be chosen, each by the simplest rule that agrees with all of that:
 * - Routers are linked in the order of their numbers (14-15-16 are known) and the last closes a
 *   ring at router8 (16-8 is known). Nine routers are then in a ring, 8 to 16; the other nine,
 *   `router` to router8, are closed to a ring alike. The two rings meet at router8.
 * - The 37 clients of unknown place are dealt in order of their numbers, one to each of the routers
 *   `router` … router14 in turn, client2 counting as router10's first: two or three for each.
 * - 20 and 30 peers: the same number from every router as near as it goes, the lowest-numbered
 *   clients of each; what is left over comes one each from the routers that have most, lower
 *   numbers first. Clients keep their names, so that one client has the same place in all three.
 */
import { direction } from './presets.ts'
import type { Topology, TopologyLink } from './topology.ts'

interface ThesisOptions {
  /** The rate of a peer's link; experiment 3 uses 2, 4, 6, 8 and 10 Mbps. */
  readonly accessBitsPerSec?: number
  /** The thesis calls a peer's link "one common channel": half duplex is the literal reading. */
  readonly duplex?: 'full' | 'half'
}

export const THESIS_SIZES = [20, 30, 46] as const
export type ThesisSize = (typeof THESIS_SIZES)[number]

const ROUTERS = ['router', ...Array.from({ length: 16 }, (_, i) => `router${i + 1}`)]
const BACKBONE = direction(100e6, 0.1)
const ACCESS_BITS_PER_SEC = 6e6

/** Between routers, and to the tracker. */
export const backboneLink = (from: string, to: string): TopologyLink => ({
  from,
  to,
  forth: BACKBONE,
  back: BACKBONE,
  duplex: 'full',
})

export function thesis(size: ThesisSize, options: ThesisOptions = {}): Topology {
  const { accessBitsPerSec = ACCESS_BITS_PER_SEC, duplex = 'full' } = options
  const access = direction(accessBitsPerSec, 0.1)
  const peers = placed(size)
  return {
    name: `thesis-${size}`,
    note: `${size} peers, 17 routers in two rings that meet at router8, the tracker at router: rebuilt from the text of the thesis, whose drawings are lost`,
    routers: ROUTERS,
    tracker: 'tracker',
    peers: peers.map(({ client }) => `client${client}`),
    links: [
      ...ROUTERS.slice(1).map((router, i) => backboneLink(ROUTERS[i] as string, router)),
      backboneLink('router8', 'router'),
      backboneLink('router16', 'router8'),
      backboneLink('tracker', 'router'),
      ...peers.map(({ client, router }) => {
        const to = ROUTERS[router] as string
        return { from: `client${client}`, to, forth: access, back: access, duplex }
      }),
    ],
  }
}

interface Place {
  readonly client: number
  readonly router: number
}

/** The clients of the network of 46, by router; the known ones first. */
function clientsByRouter(): number[][] {
  const clients: number[][] = ROUTERS.map(() => [])
  clients[15] = [1, 3, 7, 36]
  clients[16] = [4, 6, 12, 34]
  clients[10] = [2]
  const known = new Set(clients.flat())
  let turn = 0
  for (let client = 1; client <= 46; client++) {
    if (known.has(client)) continue
    // Router 10 has had its client of the first round.
    if (turn === 10) turn++
    clients[turn % 15]?.push(client)
    turn++
  }
  return clients
}

function placed(size: ThesisSize): Place[] {
  const byRouter = clientsByRouter()
  const each = Math.floor(size / ROUTERS.length)
  const counts = byRouter.map(clients => Math.min(each, clients.length))
  const fullestFirst = byRouter
    .map((clients, router) => ({ router, spare: clients.length - each }))
    .filter(({ spare }) => spare > 0)
    .sort((a, b) => b.spare - a.spare || a.router - b.router)
  let missing = size - counts.reduce((sum, count) => sum + count, 0)
  // One round is enough for 20 and 30; the whole network takes all that every router has.
  while (missing > 0) {
    for (const { router } of fullestFirst) {
      const count = counts[router] as number
      if (missing === 0 || count === byRouter[router]?.length) continue
      counts[router] = count + 1
      missing--
    }
  }
  return byRouter
    .flatMap((clients, router) =>
      clients.slice(0, counts[router]).map(client => ({ client, router })),
    )
    .sort((a, b) => a.client - b.client)
}
