/** Floods of what the tracker is for: announces, offers, and swarms to remember. */
import type { Socket } from 'node:net'
import { toBinary } from '../../../shared/tracker/webtorrent.ts'
import type { ServerAttack } from '../attack.ts'
import { announcement, event, frame, offer, request, stockClient, tab } from './doors.ts'
import type { Flood } from './flood.ts'

const SWARMS_PER_SOCKET = 64
const LONG_SDP = 'x'.repeat(16_000)
/** Ten offers in one stock announce of just under 64 KiB. */
const STOCK_SDP = 'x'.repeat(6_000)

/** A tab and a stock client differ in how they say it. */
interface Door {
  readonly prefix: string
  readonly what: string
  open(flood: Flood): Promise<Socket | undefined>
  announce(infoHash: string, peerId: string): Buffer
}

const TAB: Door = {
  prefix: '',
  what: 'tabs',
  open: tab,
  announce: (infoHash, peerId) => request('announce', announcement(infoHash, peerId)),
}

const STOCK: Door = {
  prefix: 'stock-',
  what: 'stock clients',
  open: stockClient,
  announce: (infoHash, peerId) => frame(stockAnnounce(infoHash, peerId)),
}

function stockAnnounce(infoHash: string, peerId: string, offers: readonly unknown[] = []): string {
  return JSON.stringify({
    action: 'announce',
    info_hash: toBinary(infoHash),
    peer_id: toBinary(peerId),
    uploaded: 0,
    downloaded: 0,
    left: 1,
    event: 'started',
    numwant: offers.length,
    offers,
  })
}

const both = [TAB, STOCK]

/** The same few bytes in chunks until the door is shut, then again on a new connection. */
export function shout(
  flood: Flood,
  lines: number,
  open: (flood: Flood) => Promise<Socket | undefined>,
  chunkOf: () => Buffer,
): Promise<void> {
  return flood.many(lines, async () => {
    const socket = await open(flood)
    if (!socket) return
    const chunk = chunkOf()
    while (await flood.send(socket, chunk)) await flood.pause(0)
  })
}

export const times = (count: number, message: () => Buffer): Buffer =>
  Buffer.concat(Array.from({ length: count }, message))

export const SWARM_ATTACKS: readonly ServerAttack[] = [
  ...both.map(
    ({ prefix, what, open, announce }): ServerAttack => ({
      name: `${prefix}swarm-fill`,
      about: `900 ${what} in as many swarms of their own as they may be in`,
      target: 'server',
      flood: flood =>
        flood.holding(900, async () => {
          const socket = await open(flood)
          if (!socket) return
          const peerId = flood.newId()
          await flood.send(
            socket,
            times(SWARMS_PER_SOCKET, () => announce(flood.newId(), peerId)),
          )
          await flood.held(socket)
        }),
    }),
  ),
  ...both.map(
    ({ prefix, what, open, announce }): ServerAttack => ({
      name: `${prefix}announce-flood`,
      about: `announces of 50 ${what} to one swarm without a pause`,
      target: 'server',
      flood(flood) {
        const infoHash = flood.newId()
        return shout(flood, 50, open, () => {
          const peerId = flood.newId()
          return times(100, () => announce(infoHash, peerId))
        })
      },
    }),
  ),
  {
    name: 'signal-flood',
    about: 'offers of 16 KB between 50 tabs of one swarm without a pause',
    target: 'server',
    flood(flood) {
      const infoHash = flood.newId()
      const ids = Array.from({ length: 50 }, () => flood.newId())
      return flood.many(ids.length, async index => {
        const socket = await tab(flood)
        const [own, other] = [ids[index], ids[(index + 1) % ids.length]] as [string, string]
        if (!socket) return
        await flood.send(socket, TAB.announce(infoHash, own))
        const one = () => event('signal', offer(infoHash, flood.newId(), other, LONG_SDP))
        while (await flood.send(socket, times(4, one))) await flood.pause(0)
      })
    },
  },
  {
    name: 'stock-offers',
    about: 'announces with ten offers of 6 KB between 50 stock clients without a pause',
    target: 'server',
    flood(flood) {
      const infoHash = flood.newId()
      return flood.many(50, async () => {
        const socket = await stockClient(flood)
        const peerId = flood.newId()
        const one = () => {
          const offers = Array.from({ length: 10 }, () => ({
            offer_id: toBinary(flood.newId()),
            offer: { type: 'offer', sdp: STOCK_SDP },
          }))
          return frame(stockAnnounce(infoHash, peerId, offers))
        }
        while (socket && (await flood.send(socket, one()))) await flood.pause(0)
      })
    },
  },
  ...both.map(
    ({ prefix, what, open, announce }): ServerAttack => ({
      name: `${prefix}non-readers`,
      about: `400 ${what} that read nothing while four others fill their queues with offers`,
      target: 'server',
      async flood(flood) {
        const infoHash = flood.newId()
        const sleepers = Array.from({ length: 400 }, () => flood.newId())
        const sleeping = flood.holding(sleepers.length, async index => {
          const socket = await open(flood)
          if (!socket) return
          await flood.send(socket, announce(infoHash, sleepers[index] as string))
          socket.pause()
          await flood.held(socket)
        })
        let next = 0
        const one = () => {
          const to = sleepers[next++ % sleepers.length] as string
          return event('signal', offer(infoHash, flood.newId(), to, LONG_SDP))
        }
        const shouting = flood.many(8, async () => {
          const socket = await tab(flood)
          if (!socket) return
          await flood.send(socket, TAB.announce(infoHash, flood.newId()))
          // As many as one connection may make; then another one makes more.
          for (let i = 0; i < 250 && (await flood.send(socket, one())); i++);
          await flood.pause(50)
          socket.destroy()
        })
        await Promise.all([sleeping, shouting])
      },
    }),
  ),
]
