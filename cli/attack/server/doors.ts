/** What the server's two doors hear, written by hand: no library stands between a flood and the wire. */
import type { Socket } from 'node:net'
import type { Flood } from './flood.ts'

const WEBSOCKET_KEY = 'dGhlIHNhbXBsZSBub25jZQ=='
const TEXT = 1
const MASKED = 0x80
/** The first byte of a frame that closes. */
const CLOSE = 0x88
const UINT16_FOLLOWS = 126
const UINT64_FOLLOWS = 127
const MASK_BYTES = 4
/** A pong that nobody asked for keeps an Engine.IO connection. */
const HOLD_MS = 5_000

/** One message of text, as a client frames it (RFC 6455). A mask of zeros leaves the text as it is. */
export function frame(text: string, opcode = TEXT): Buffer {
  const payload = Buffer.from(text)
  const { length } = payload
  const extra = length < UINT16_FOLLOWS ? 0 : length < 65_536 ? 2 : 8
  const bytes = Buffer.alloc(2 + extra + MASK_BYTES + length)
  bytes[0] = MASKED | opcode // this frame is the whole message: the same bit
  if (extra === 0) bytes[1] = MASKED | length
  else if (extra === 2) {
    bytes[1] = MASKED | UINT16_FOLLOWS
    bytes.writeUInt16BE(length, 2)
  } else {
    bytes[1] = MASKED | UINT64_FOLLOWS
    bytes.writeBigUInt64BE(BigInt(length), 2)
  }
  payload.copy(bytes, 2 + extra + MASK_BYTES)
  return bytes
}

const upgradeRequest = ({ host }: Flood, path: string): string =>
  `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
  `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${WEBSOCKET_KEY}\r\n\r\n`

const SOCKET_IO_PATH = '/socket.io/?EIO=4&transport=websocket'

/** A WebSocket at the tabs' door, and the session that the server named. */
export async function tabDoor(
  flood: Flood,
  session?: string,
): Promise<{ readonly socket: Socket; readonly session: string } | undefined> {
  const socket = await flood.open()
  if (!socket) return undefined
  const path = session === undefined ? SOCKET_IO_PATH : `${SOCKET_IO_PATH}&sid=${session}`
  const hello = flood.hear(socket, heard =>
    session === undefined ? heard.includes('"sid"') : heard.includes('\r\n\r\n'),
  )
  await flood.send(socket, upgradeRequest(flood, path))
  const said = await hello
  if (!said?.startsWith('HTTP/1.1 101')) return hangUp(socket)
  endWhenClosed(socket)
  return { socket, session: session ?? /"sid":"([^"]+)"/.exec(said)?.[1] ?? '' }
}

/** A tab as far as Socket.IO goes: connected to its namespace. */
export async function tab(flood: Flood): Promise<Socket | undefined> {
  const door = await tabDoor(flood)
  if (!door) return undefined
  const { socket } = door
  return (await join(flood, socket)) ? hold(socket) : hangUp(socket)
}

/** Into the namespace; true once it is welcome. An event before that closes the connection. */
export async function join(flood: Flood, socket: Socket): Promise<boolean> {
  const welcome = flood.hear(socket, heard => heard.includes('40{'))
  await flood.send(socket, CONNECT)
  return (await welcome) !== undefined
}

/** A stock client, connected. */
export async function stockClient(flood: Flood): Promise<Socket | undefined> {
  const socket = await flood.open()
  if (!socket) return undefined
  const answer = flood.hear(socket, heard => heard.includes('\r\n\r\n'))
  await flood.send(socket, upgradeRequest(flood, '/announce'))
  return (await answer)?.startsWith('HTTP/1.1 101') ? endWhenClosed(socket) : hangUp(socket)
}

/** A closing frame is the last: who does not answer it would seem to be connected for half a minute. */
function endWhenClosed(socket: Socket): Socket {
  socket.on('data', (data: Buffer) => {
    const ends = [data[0], data.at(-4), data.at(-2)]
    if (ends.includes(CLOSE)) socket.destroy()
  })
  return socket
}

function hangUp(socket: Socket): undefined {
  socket.destroy()
  return undefined
}

export function hold(socket: Socket): Socket {
  const timer = setInterval(() => socket.write(PONG), HOLD_MS)
  socket.once('close', () => clearInterval(timer))
  return socket
}

export const CONNECT = frame('40')
export const DISCONNECT = frame('41')
const PONG = frame('3')

export const event = (name: string, body: unknown): Buffer =>
  frame(`42${JSON.stringify([name, body])}`)
/** Is answered; all under one number, which nobody looks at. */
export const request = (name: string, body: unknown): Buffer =>
  frame(`421${JSON.stringify([name, body])}`)

export const announcement = (infoHash: string, peerId: string) => ({
  infoHash,
  peerId,
  uploaded: 0,
  downloaded: 0,
  left: 1,
  numwant: 50,
  event: 'started',
})

export const offer = (infoHash: string, offerId: string, to: string, sdp: string) => ({
  kind: 'offer',
  infoHash,
  offerId,
  to,
  sdp,
})
