/**
 * Both doors of a real server, given frames that were changed on their way, and connections that do not
 * speak HTTP: it stays alive, throws nothing, and answers /healthz in the end.
 */
import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type Random, randomInt, seededRandom } from '../shared/base/random.ts'
import { mutate } from '../shared/wire/mutate.ts'
import { startServer } from './start.ts'

/** In all; `npm run fuzz` asks for more. `SEED=3 FUZZ_DOORS=...` repeats one. */
const INPUTS = Number(process.env.FUZZ_DOORS ?? 4_000)
const INPUTS_OF_ONE = 500
const FRAMES_OF_A_SOCKET = 25
const SOCKETS_AT_ONCE = 10
const ID = 'a'.repeat(40)
const utf8 = new TextEncoder()

type Door = 'tabs' | 'stock' | 'raw'

const PATHS = {
  tabs: '/socket.io/?EIO=4&transport=websocket',
  stock: '/announce',
} as const

const event = (name: string, body: unknown) => `421${JSON.stringify([name, body])}`
const FRAMES: Readonly<Record<Door, readonly string[]>> = {
  tabs: [
    '40',
    '41',
    '2probe',
    '3',
    '5',
    '40/other,',
    event('announce', {
      infoHash: ID,
      peerId: ID,
      uploaded: 0,
      downloaded: 0,
      left: 1,
      numwant: 50,
    }),
    event('signal', { infoHash: ID, offerId: ID, to: ID, kind: 'offer', sdp: 'v=0' }),
    event('openEmulation', { topology: '{}', dilation: 1 }),
    '451-42["announce",{"_placeholder":true,"num":0}]',
    '430[]',
  ],
  stock: [
    JSON.stringify({
      action: 'announce',
      info_hash: 'h'.repeat(20),
      peer_id: '-WW0001-abcdefghijkl',
      numwant: 5,
      offers: [],
    }),
    JSON.stringify({ action: 'scrape', info_hash: 'h'.repeat(20) }),
    JSON.stringify({
      action: 'announce',
      info_hash: 'h'.repeat(20),
      peer_id: 'p'.repeat(20),
      to_peer_id: 'q'.repeat(20),
      offer_id: 'o'.repeat(20),
      answer: { type: 'answer', sdp: 'v=0' },
    }),
  ],
  raw: [
    'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n',
    'POST /announce HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello',
    'GET /announce HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
    'GET /socket.io/?EIO=4&transport=websocket&sid=none HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n\x81\x05hello',
    'GET /%00%ff/../../etc HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\n',
  ],
}

function drawFrame(door: Door, random: Random): Uint8Array {
  const frames = FRAMES[door]
  const good = utf8.encode(frames[randomInt(random, frames.length)] as string)
  return random() < 0.4 ? good : mutate(good, random)
}

/** Ends when the server closes it, or when all was said: in order, or as if a cable were cut. */
async function talk(port: number, door: 'tabs' | 'stock', random: Random): Promise<void> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${PATHS[door]}`)
  const closed = new Promise(resolve => socket.once('close', resolve))
  socket.on('error', () => {})
  const isOpen = await Promise.race([
    once(socket, 'open').then(
      () => true,
      () => false,
    ),
    closed.then(() => false),
  ])
  if (!isOpen) return
  if (door === 'tabs') socket.send('40')
  for (let i = 0; i < FRAMES_OF_A_SOCKET && socket.readyState === WebSocket.OPEN; i++) {
    const frame = drawFrame(door, random)
    socket.send(frame, { binary: random() < 0.1 })
    if (random() < 0.1) await new Promise(resolve => setImmediate(resolve))
  }
  if (random() < 0.3) socket.terminate()
  else socket.close()
  await closed
}

async function scribble(port: number, random: Random): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  const closed = new Promise(resolve => socket.once('close', resolve))
  socket.on('error', () => {})
  socket.resume()
  await Promise.race([once(socket, 'connect').catch(() => {}), closed])
  socket.write(drawFrame('raw', random))
  if (random() < 0.3) socket.resetAndDestroy()
  else socket.end(drawFrame('raw', random))
  // The server need not close what it still waits for.
  setTimeout(() => socket.destroy(), 200).unref()
  await closed
}

async function run(seed: number): Promise<void> {
  const random = seededRandom(seed)
  const bugs: unknown[] = []
  const onUncaught = (error: unknown) => void bugs.push(error)
  process.on('uncaughtException', onUncaught)
  process.on('unhandledRejection', onUncaught)
  const server = await startServer({
    port: 0,
    // A second of its budgets passes each millisecond: these tests are not about limits.
    now: () => performance.now() * 1_000,
    log: (name, fields) => void (name === 'bug' && bugs.push(fields)),
  })
  try {
    for (let left = INPUTS_OF_ONE; left > 0; ) {
      const talks: Promise<void>[] = []
      for (let i = 0; i < SOCKETS_AT_ONCE && left > 0; i++) {
        const roll = random()
        if (roll < 0.2) talks.push(scribble(server.port, random))
        else talks.push(talk(server.port, roll < 0.6 ? 'tabs' : 'stock', random))
        left -= roll < 0.2 ? 2 : FRAMES_OF_A_SOCKET
      }
      await Promise.all(talks)
    }
    const health = await fetch(`http://127.0.0.1:${server.port}/healthz`)
    expect(health.status, 'afterwards').toBe(200)
    expect(bugs, 'nothing thrown').toEqual([])
  } finally {
    await server.close()
    process.off('uncaughtException', onUncaught)
    process.off('unhandledRejection', onUncaught)
  }
}

test(`${INPUTS} frames`, { timeout: 30 * 60_000 }, async () => {
  const { SEED } = process.env
  const seeds = SEED
    ? [Number(SEED)]
    : Array.from({ length: Math.ceil(INPUTS / INPUTS_OF_ONE) }, (_, i) => i + 1)
  for (const seed of seeds) {
    await run(seed).catch(error => {
      const repeat = `Repeat with: SEED=${seed} npx vitest run server/fuzz.test.ts`
      throw Object.assign(error, { message: `${error.message}\n${repeat}` })
    })
  }
})
