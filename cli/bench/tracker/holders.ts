/** Clients that stay: each announces every half minute, as the server asks, and answers its pings. */
import { ANNOUNCE_INTERVAL_MS } from '../../../shared/tracker/announce.ts'
import { LoadClient, LoadSet } from './load.ts'

export interface Held {
  readonly announces: number
  readonly lost: number
  readonly p99Ms: number
  readonly failure?: string | undefined
}

/** Of 10,000 all addresses are in one /24. */
const SOCKETS_PER_ADDRESS = 200
const SOCKETS_PER_SWARM = 50
const TICK_MS = 100
/** Connections that are made at the same time. */
const OPENING = 50

const sets: LoadSet[] = []
const clients: LoadClient[] = []
let next = 0

export const holders = {
  /** Half of them by each door. */
  async open({
    port,
    sockets,
  }: {
    readonly port: number
    readonly sockets: number
  }): Promise<void> {
    const plan = { ports: [port], clients: 0, offers: 0, swarms: 0 }
    sets.push(...(['stock', 'tabs'] as const).map(door => new LoadSet({ ...plan, door })))
    for (let first = 0; first < sockets; first += OPENING) {
      const numbers = Array.from(
        { length: Math.min(OPENING, sockets - first) },
        (_, i) => first + i,
      )
      await Promise.all(numbers.map(number => open(port, number)))
    }
    setInterval(announce, TICK_MS)
  },

  /** Since the last call; `lost` since the beginning. */
  report(_: null): Held {
    return {
      announces: sets.reduce((sum, { announces }) => sum + announces, 0),
      lost: sets.reduce((sum, { lost }) => sum + lost, 0),
      p99Ms: Math.max(...sets.map(set => set.takeP99Ms())),
      failure: sets.find(({ failure }) => failure)?.failure,
    }
  },
}

async function open(port: number, number: number): Promise<void> {
  const address = Math.floor(number / SOCKETS_PER_ADDRESS)
  const infoHash = `c0${Math.floor(number / SOCKETS_PER_SWARM)
    .toString(16)
    .padStart(38, '0')}`
  const client = new LoadClient(sets[number % 2] as LoadSet, [infoHash])
  await client.open(port, `10.0.0.${1 + address}`)
  client.announce()
  clients.push(client)
}

/** All of them within the interval. */
function announce(): void {
  const share = Math.ceil((clients.length * TICK_MS) / ANNOUNCE_INTERVAL_MS)
  for (let i = 0; i < share; i++) clients[next++ % clients.length]?.announce()
}
