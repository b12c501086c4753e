/**
 * A Socket.IO connection is one tab. It enters the one namespace there is, once, and who leaves that leaves
 * the server; it sends events and nothing else. Socket.IO by itself lets a connection enter as many times as
 * fit into one packet, and keeps what comes with it, and the attachments of a message that never ends.
 */
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'socket.io'
import type { WebSocket } from 'ws'
import { OVERHEAD_BYTES, type Visitor } from './visitor.ts'

type Connection = Socket['conn']

/** Socket.IO keeps what a tab says when it enters. Ours says nothing. */
const MAX_ENTRY_LENGTH = 256

/** Packets of Socket.IO, version 5 of its protocol: their first character, then no namespace. */
const ENTRY = /^0(?!\/)/
const LEAVE = /^1/
const EVENT = /^2(?!\/)/

export function guardTab(connection: Connection, visitor: Visitor, helloMs: number): void {
  const { websocket } = connection.request as IncomingMessage & { readonly websocket: WebSocket }
  let queuedBytes = 0
  let hasEntered = false
  visitor.open({
    websocket,
    helloMs,
    queuedBytes: () => queuedBytes,
    // Discards what is unsent and sends no disconnect packet: after one, socket.io-client never comes back.
    stop: () => connection.close(true),
    goodbye: () => connection.close(),
  })
  connection.on('packet', ({ type, data }: { type: string; data?: unknown }) => {
    if (type !== 'message') return
    if (typeof data !== 'string') return visitor.end('sends bytes')
    if (hasEntered && EVENT.test(data)) return
    if (hasEntered && LEAVE.test(data)) return visitor.leave()
    if (hasEntered || !ENTRY.test(data) || data.length > MAX_ENTRY_LENGTH)
      return visitor.end(hasEntered ? 'enters twice' : 'enters oddly')
    hasEntered = true
    visitor.hello()
  })
  connection.on('packetCreate', ({ data }: { data?: unknown }) => {
    queuedBytes += OVERHEAD_BYTES + (typeof data === 'string' ? Buffer.byteLength(data) : 0)
    visitor.recount()
  })
  // Engine.IO flushes only when the operating system has taken everything that was sent before.
  connection.on('flush', () => {
    queuedBytes = 0
  })
  connection.on('drain', () => visitor.recount())
  connection.once('close', () => visitor.part())
}
