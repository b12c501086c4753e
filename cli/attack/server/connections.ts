/** Floods of connections, and of what stands for one. */
import type { ServerAttack } from '../attack.ts'
import {
  announcement,
  CONNECT,
  DISCONNECT,
  frame,
  hold,
  join,
  request,
  stockClient,
  tab,
  tabDoor,
} from './doors.ts'
import type { Flood } from './flood.ts'

/** Below the packets that one connection may send at once. */
const CONNECT_FRAMES = 1_900
const ANNOUNCES = 150
/** Who is honest beside a flood: two tabs and two who ask. */
const OTHERS = 10

const openThenCut =
  (open: (flood: Flood) => Promise<{ destroy(): void } | undefined>) => (flood: Flood) =>
    flood.many(32, async () => (await open(flood))?.destroy())

export const CONNECTION_ATTACKS: readonly ServerAttack[] = [
  {
    name: 'connect-frames',
    about: '1,900 CONNECT packets in one chunk, on each of many connections',
    target: 'server',
    flood(flood) {
      const chunk = Buffer.concat(Array.from({ length: CONNECT_FRAMES }, () => CONNECT))
      return flood.holding(500, async () => {
        const door = await tabDoor(flood)
        if (!door) return
        hold(door.socket)
        while (await flood.send(door.socket, chunk)) await flood.pause(1_000)
      })
    },
  },
  {
    name: 'session-upgrades',
    about: 'second WebSockets by the first one’s session (sid), which then is let go',
    target: 'server',
    maxMembers: OTHERS,
    flood: flood =>
      flood.holding(1_500, async () => {
        const first = await tabDoor(flood)
        if (!first) return
        const second = await tabDoor(flood, first.session)
        if (!second) return first.socket.destroy()
        await flood.send(second.socket, frame('2probe'))
        await flood.pause(100)
        await flood.send(second.socket, frame('5'))
        if (!(await join(flood, second.socket))) return second.socket.destroy()
        const announce = request('announce', announcement(flood.newId(), flood.newId()))
        await flood.send(hold(second.socket), announce)
        await flood.held(second.socket)
      }),
  },
  {
    name: 'rejoin',
    about: 'leaves the namespace and joins again for a fresh budget, 150 announces each time',
    target: 'server',
    flood: flood =>
      flood.many(20, async () => {
        const door = await tabDoor(flood)
        if (!door) return
        const [infoHash, peerId] = [flood.newId(), flood.newId()]
        const announce = request('announce', announcement(infoHash, peerId))
        const announces = Array.from({ length: ANNOUNCES }, () => announce)
        const chunk = Buffer.concat([...announces, DISCONNECT])
        hold(door.socket)
        while (await join(flood, door.socket)) await flood.send(door.socket, chunk)
        door.socket.destroy()
      }),
  },
  {
    name: 'tab-churn',
    about: 'connections to the tabs’ door, cut as soon as they stand',
    target: 'server',
    flood: openThenCut(tab),
  },
  {
    name: 'stock-churn',
    about: 'connections to the stock door, cut as soon as they stand',
    target: 'server',
    flood: openThenCut(stockClient),
  },
  {
    name: 'silent-upgrades',
    about: 'upgrades at the tabs’ door that never join the namespace',
    target: 'server',
    flood: flood =>
      flood.holding(1_500, async () => {
        const door = await tabDoor(flood)
        if (door) await flood.held(door.socket)
      }),
  },
  {
    name: 'slow-headers',
    about: 'requests whose headers come a byte at a time',
    target: 'server',
    flood: flood => trickle(flood, `GET / HTTP/1.1\r\nHost: ${flood.host}\r\nX-Slow: `),
  },
  {
    name: 'slow-bodies',
    about: 'requests whose body comes a byte at a time',
    target: 'server',
    flood: flood =>
      trickle(
        flood,
        'POST /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n',
      ),
  },
]

function trickle(flood: Flood, beginning: string): Promise<void> {
  return flood.holding(2_000, async () => {
    const socket = await flood.open()
    if (!socket || !(await flood.send(socket, beginning))) return
    while (await flood.send(socket, 'x')) await flood.pause(2_000)
  })
}
