/** Offers by the thousand to one member: what reaches it, who is refused, and who is not to blame. */
import { io, type Socket } from 'socket.io-client'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SERVER_LIMITS } from './limits.ts'
import { type RunningServer, startServer } from './start.ts'

const SWARM = 'a'.repeat(40)
const id = (n: number) => n.toString(16).padStart(40, '0')
const VICTIM = id(1)
const { calls } = SERVER_LIMITS

let server: RunningServer
let log: { event: string; reason: unknown }[] = []
const sockets: Socket[] = []
let offers = 0

beforeEach(async () => {
  log = []
  server = await startServer({
    port: 0,
    log: (event, fields) => log.push({ event, reason: fields?.reason }),
  })
})
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.close()
  await server.close()
})

/** 127.0.0.0/8 is loopback, and each of it an address of its own. */
async function member(n: number, host = '127.0.0.1'): Promise<Socket> {
  const transport = { transports: ['websocket'], reconnection: false, forceNew: true } as const
  const socket = io(`http://127.0.0.1:${server.port}`, {
    ...transport,
    localAddress: host,
  } as object)
  sockets.push(socket)
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
  const counters = { uploaded: 0, downloaded: 0, left: 1, numwant: 0 }
  const reply = await socket.emitWithAck('announce', {
    infoHash: SWARM,
    peerId: id(n),
    ...counters,
  })
  expect(reply).toMatchObject({ intervalMs: expect.any(Number) })
  return socket
}

const offer = (by: Socket, to = VICTIM) =>
  by.emit('signal', { kind: 'offer', infoHash: SWARM, offerId: id(++offers), to, sdp: 'v=0' })

/** Refuses every offer at once, as a tab does that has no more to give. */
function refusing(victim: Socket) {
  const heard: { from: string; group: unknown }[] = []
  victim.on('signal', (signal: { kind: string; from: string; offerId: string }, group: unknown) => {
    if (signal.kind !== 'offer') return
    heard.push({ from: signal.from, group })
    const { from: to, offerId } = signal
    victim.emit('signal', { kind: 'refuse', infoHash: SWARM, offerId, to, reason: 'busy' })
  })
  return heard
}

/** Everything that was sent before has been dealt with. */
const settled = (socket: Socket) => socket.emitWithAck('announce', {}).then(() => undefined)

test.each([1, 20])(
  'a flood from %i addresses: few reach the victim, a newcomer does, and the victim stays',
  async addresses => {
    const victim = await member(1)
    const heard = refusing(victim)
    const flooders: Socket[] = []
    for (let n = 0; n < 20; n++)
      flooders.push(await member(100 + n, `127.0.1.${1 + (n % addresses)}`))
    for (let n = 0; n < 5_000; n++) offer(flooders[n % 20] as Socket)
    for (const flooder of flooders)
      if (flooder.connected) await settled(flooder).catch(() => undefined)
    const newcomer = await member(2, '127.0.2.1')
    offer(newcomer)
    await expect.poll(() => heard.some(({ from }) => from === id(2))).toBe(true)
    const most = addresses === 1 ? calls.perSender : calls.inAll + addresses * calls.sure
    expect(heard.length - 1).toBeLessThanOrEqual(most)
    expect(victim.connected).toBe(true)
    expect(log.filter(({ event }) => event === 'kicked')).toEqual([])
    // It may still call others: its refusals cost it nothing.
    await expect(victim.emitWithAck('announce', {})).resolves.toMatchObject({
      failure: expect.any(String),
    })
  },
)

test('who replies to those that call it may still call as many as before', async () => {
  await server.close()
  server = await startServer({
    port: 0,
    log: () => undefined,
    limits: { ...SERVER_LIMITS, signals: { burst: 30, perSecond: 0 } },
  })
  const victim = await member(1)
  const heard = refusing(victim)
  const callers = [await member(2, '127.0.1.1'), await member(3, '127.0.1.2')]
  for (const caller of callers) for (let n = 0; n < 30; n++) offer(caller)
  await expect.poll(() => heard.length).toBe(60)
  const called = new Promise(resolve =>
    callers[0]?.on('signal', s => s.kind === 'offer' && resolve(s)),
  )
  offer(victim, id(2))
  await called
  // What nobody waits for is paid for.
  const reply = { kind: 'refuse', infoHash: SWARM, offerId: id(99_999), to: id(2), reason: 'x' }
  for (let n = 0; n < 30; n++) victim.emit('signal', reply)
  const refused = new Promise(resolve =>
    victim.on('signal', s => s.kind === 'refuse' && resolve(s)),
  )
  offer(victim, id(2))
  expect(await refused).toMatchObject({ reason: expect.stringMatching(/^Too many signals/) })
})

test('a tab is told which offers come from one address, another tab not the same', async () => {
  const [ann, bob] = [await member(1), await member(2)]
  const [annHeard, bobHeard] = [refusing(ann), refusing(bob)]
  const [one, same, other] = [
    await member(3, '127.0.1.1'),
    await member(4, '127.0.1.1'),
    await member(5, '127.0.1.2'),
  ]
  for (const caller of [one, same, other]) {
    offer(caller, id(1))
    offer(caller, id(2))
  }
  await expect.poll(() => annHeard.length + bobHeard.length).toBe(6)
  const groupsOf = (heard: typeof annHeard) =>
    [3, 4, 5].map(n => heard.find(({ from }) => from === id(n))?.group)
  const [a, b, c] = groupsOf(annHeard)
  expect(a).toEqual(expect.any(Number))
  expect(a).toBe(b)
  expect(a).not.toBe(c)
  expect(groupsOf(bobHeard)).not.toContain(a)
})
