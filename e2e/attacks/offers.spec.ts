/** Offers by the thousand to a real tab, by sockets that have no WebRTC, and what it costs the tab. */
import { io, type Socket } from 'socket.io-client'
import { candidateOf, sdpOf } from '../../shared/testing/descriptions.ts'
import { expect, test } from '../swarm.fixture.ts'

const OFFERS = 5_000
const SOCKETS = 20
/** Of strangers, in the minute of the flood. */
const MOST_CONNECTIONS = 60

const id = (n: number) => n.toString(16).padStart(40, '0')

/** Counts the connections that the page makes, from its first script on. */
function countConnections(): void {
  const Real = window.RTCPeerConnection
  const made: number[] = []
  Object.assign(window, { connectionsMade: made })
  window.RTCPeerConnection = new Proxy(Real, {
    construct(target, args) {
      made.push(performance.now())
      return Reflect.construct(target, args)
    },
  })
}

const connectionsOf = (): number =>
  (window as unknown as { connectionsMade: number[] }).connectionsMade.length

/** An address of its own for each of `addresses`: all of 127.0.0.0/8 is this machine. */
async function flooder(origin: string, n: number, addresses: number, infoHash: string) {
  const from = { localAddress: `127.0.1.${1 + (n % addresses)}` }
  const transport = { transports: ['websocket'], forceNew: true, reconnection: false }
  const socket = io(origin, { ...transport, ...from })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
  const counters = { uploaded: 0, downloaded: 0, left: 1, numwant: 50 }
  await socket.emitWithAck('announce', { infoHash, peerId: id(n + 1), ...counters })
  return socket
}

/** Half of them garbage, half of them like a browser's, with candidates of nobody. */
function flood(sockets: readonly Socket[], infoHash: string, to: string): void {
  for (let n = 0; n < OFFERS; n++) {
    const good = `${sdpOf(n)}a=${candidateOf(40_000 + (n % 1_000))}\r\n`
    const sdp = Math.floor(n / SOCKETS) % 2 ? good : 'v=0\r\ngarbage'
    const offer = { kind: 'offer', infoHash, to, offerId: id(n), sdp }
    sockets[n % SOCKETS]?.emit('signal', offer)
  }
}

for (const addresses of [1, SOCKETS]) {
  const tag = addresses === 1 ? ['@full'] : []
  test(`5,000 offers from ${addresses} addresses: few connections, and an honest tab has the file`, {
    tag,
  }, async ({ swarm }) => {
    const file = await swarm.file('wanted.bin', 300_000)
    const seeder = await swarm.tab()
    await seeder.page.addInitScript(countConnections)
    const magnet = await seeder.share(swarm.origin, file.path)
    const { infoHash, peerId } = await seeder.demand()

    const sockets: Socket[] = []
    try {
      const origin = swarm.origin.replace('localhost', '127.0.0.1')
      for (let n = 0; n < SOCKETS; n++) sockets.push(await flooder(origin, n, addresses, infoHash))
      flood(sockets, infoHash, peerId)

      const receiver = await swarm.tab()
      await receiver.openLink(swarm.origin, magnet, { auto: true })
      const began = Date.now()
      await receiver.waitUntil('finished', tab => tab?.phase === 'seeding', 60_000)
      const made = await seeder.page.evaluate(connectionsOf)
      console.log(`${made} connections; the file was there after ${Date.now() - began} ms`)
      expect(made).toBeLessThanOrEqual(MOST_CONNECTIONS + 1)
      expect(seeder.troubles).toEqual([])
    } finally {
      for (const socket of sockets) socket.close()
    }
  })
}
