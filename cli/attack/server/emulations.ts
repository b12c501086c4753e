/** Floods of emulated networks: of openings, which are few, and of declarations, which cost work. */
import type { Socket } from 'node:net'
import type { ServerAttack } from '../attack.ts'
import { event, request, tab } from './doors.ts'
import type { Flood } from './flood.ts'

const OPENINGS = 10
const PEERS = 250
const ROUTERS = 250
const MEMBERS = 120
/** Destinations in one declaration. */
const FLOWS = 249

const plan = (topology: unknown) => ({
  topology: JSON.stringify(topology),
  granularity: 'packet',
  overhead: 'none',
  dilation: 1,
})

const SMALL = plan({
  name: 'small',
  routers: ['r'],
  tracker: 't',
  peers: ['a', 'b'],
  links: ['t', 'a', 'b'].map(from => ({ from, to: 'r', rate: '1Mbps', delay: '1ms' })),
})

/** A chain of routers with a peer at each: the longest routes there can be. */
function chain(): ReturnType<typeof plan> {
  const routers = Array.from({ length: ROUTERS }, (_, i) => `r${i}`)
  const peers = Array.from({ length: PEERS }, (_, i) => `p${i}`)
  const line = { rate: '1Mbps', delay: '1ms' }
  const links = [
    { from: 't', to: 'r0', ...line },
    ...routers.slice(1).map((to, i) => ({ from: `r${i}`, to, ...line })),
    ...peers.map((from, i) => ({ from, to: `r${i % ROUTERS}`, access: 'dsl' })),
  ]
  return plan({ name: 'chain', routers, tracker: 't', peers, links })
}

export const EMULATION_ATTACKS: readonly ServerAttack[] = [
  {
    name: 'emulation-openings',
    about: 'opens emulated networks until there is no room for another, and leaves them empty',
    target: 'server',
    flood: flood =>
      flood.many(10, async () => {
        const socket = await tab(flood)
        if (!socket) return
        const chunk = Array.from({ length: OPENINGS }, () => request('openEmulation', SMALL))
        await flood.send(socket, Buffer.concat(chunk))
        await flood.pause(1_000)
        socket.destroy()
      }),
  },
  {
    name: 'emulation-declarations',
    about: '120 tabs in a network of 250 routers, each declaring 249 flows without a pause',
    target: 'server',
    async flood(flood) {
      const emulation = await openChain(flood)
      await flood.holding(MEMBERS, async () => {
        const socket = await tab(flood)
        if (!socket) return
        await flood.send(socket, request('enterEmulation', { emulation }))
        await declare(flood, socket)
      })
    },
  },
]

/** At the pace that the server hears one tab out: 50 a second. */
async function declare(flood: Flood, socket: Socket): Promise<void> {
  const flowsSince = (since: number) =>
    Array.from({ length: FLOWS }, (_, i) => ({ to: `p${(i + since) % PEERS}`, since }))
  for (let number = 1; ; number++) {
    const sent = await flood.send(
      socket,
      event('declareFlows', { number, flows: flowsSince(number) }),
    )
    if (!sent) return
    await flood.pause(20)
  }
}

/** Where it is refused, and beside a sink, a name that no network has: the bytes are the same. */
async function openChain(flood: Flood): Promise<string> {
  const socket = await tab(flood)
  if (!socket) return flood.newId()
  const opened = flood.hear(socket, heard => /43\d*\[/.test(heard) && heard.includes(']'))
  await flood.send(socket, request('openEmulation', chain()))
  return /"emulation":"([^"]+)"/.exec((await opened) ?? '')?.[1] ?? flood.newId()
}
