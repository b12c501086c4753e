/** Strangers who wait for the server to restart, to be whom two tabs were before the tabs are back. */
import { io, type Socket } from 'socket.io-client'
import { WebSocket } from 'ws'
import type { InfoHash, PeerId } from '../../shared/base/ids.ts'
import { encodeAnnounce } from '../../shared/tracker/webtorrent-request.ts'
import { expect, test } from '../swarm.fixture.ts'

const FILE_BYTES = 12_000_000
/** Twelve seconds for the file: the server is gone and back while it is under way. */
const SLOW = { upBytesPerSec: 1_000_000, downBytesPerSec: -1 }
const LIMIT_MS = 60_000
/** Without a break the pieces come ten times a second; the machine may do something else besides. */
const MAX_GAP_MS = 5_000
const SQUAT_EVERY_MS = 50

const FIGURES = { uploaded: 0, downloaded: 0, left: 1, numwant: 50 }

/** By both doors, under these names, as often as the server lets it. */
class Squatter {
  readonly #origin: string
  readonly #infoHash: InfoHash
  readonly #victims: readonly PeerId[]
  readonly #sockets: Socket[] = []
  readonly #stock: WebSocket[] = []
  readonly #timer: NodeJS.Timeout
  refused = 0
  taken = 0

  constructor(origin: string, infoHash: InfoHash, victims: readonly PeerId[]) {
    this.#origin = origin
    this.#infoHash = infoHash
    this.#victims = victims
    for (const _ of victims) {
      this.#sockets.push(io(origin, { transports: ['websocket'], forceNew: true }))
      this.#stock.push(this.#byWebTorrent())
    }
    this.#timer = setInterval(() => this.#try(), SQUAT_EVERY_MS)
  }

  close(): void {
    clearInterval(this.#timer)
    for (const socket of this.#sockets) socket.close()
    for (const socket of this.#stock) socket.terminate()
  }

  #try(): void {
    for (const [i, peerId] of this.#victims.entries()) {
      const request = { infoHash: this.#infoHash, peerId, ...FIGURES }
      const [socket, stock] = [this.#sockets[i], this.#stock[i]]
      if (socket?.connected) socket.emit('announce', request, (reply: object) => this.#told(reply))
      // A name that it has is of use at once.
      for (const to of this.#victims)
        socket?.emit('signal', {
          kind: 'offer',
          infoHash: this.#infoHash,
          offerId: peerId,
          to,
          sdp: 'v=0',
        })
      if (stock?.readyState === WebSocket.OPEN) stock.send(encodeAnnounce(request, []))
    }
  }

  #byWebTorrent(): WebSocket {
    const socket = new WebSocket(`${this.#origin.replace('http', 'ws')}/announce`)
    socket.on('message', data => this.#told(JSON.parse(data.toString())))
    socket.on('error', () => undefined)
    return socket
  }

  #told(reply: object): void {
    if ('failure' in reply || 'failure reason' in reply) this.refused++
    else this.taken++
  }
}

test('after a restart strangers are first, and the transfer does not stop, nor are they ever listed', {
  tag: '@full',
}, async ({ swarm }) => {
  const file = await swarm.file('squatted.bin', FILE_BYTES)
  const seeder = await swarm.tab()
  const magnet = await seeder.share(swarm.origin, file.path)
  await seeder.throttle(SLOW)
  const leecher = await swarm.tab()
  await leecher.openLink(swarm.origin, magnet, { auto: true })
  await leecher.waitUntil('under way', tab => (tab?.bytesHeld ?? 0) > FILE_BYTES / 8, LIMIT_MS)
  const { infoHash, peerId } = await seeder.demand()
  const victims = [peerId, (await leecher.demand()).peerId]

  await swarm.stopServer()
  await leecher.waitUntil('sees no server', tab => tab?.online === false, LIMIT_MS)
  await swarm.startServerAgain()
  const squatter = new Squatter(swarm.origin, infoHash, victims)
  try {
    for (const tab of [seeder, leecher])
      await tab.waitUntil('back', it => it?.online === true && !it.trouble, LIMIT_MS)
    const whileUnderWay = await leecher.demand()
    await leecher.waitUntil('finished', tab => tab?.phase === 'seeding', LIMIT_MS)

    expect(whileUnderWay.bytesHeld, 'the tabs are back before it ends').toBeLessThan(FILE_BYTES)
    expect(await leecher.sha256()).toBe(file.sha256)
    expect(squatter.taken).toBe(0)
    expect(squatter.refused).toBeGreaterThan(0)
    const { heldAt, remotes } = await leecher.demand()
    const gaps = heldAt.slice(1).map(([at], i) => at - (heldAt[i] as (typeof heldAt)[number])[0])
    expect(Math.max(...gaps), 'without a break').toBeLessThan(MAX_GAP_MS)
    expect(remotes).toEqual([peerId])
    const events = await leecher.page.evaluate(() => window.tabswarmProbe?.recentEvents() ?? [])
    expect(events.filter(event => event.includes('"unlinked"'))).toEqual([])
  } finally {
    squatter.close()
  }

  // Both are listed under their own names: a newcomer gets all from them.
  await seeder.throttle({ upBytesPerSec: -1, downBytesPerSec: -1 })
  const newcomer = await swarm.tab()
  await newcomer.openLink(swarm.origin, magnet, { auto: true })
  await newcomer.waitUntil('finished', tab => tab?.phase === 'seeding', LIMIT_MS)
})
