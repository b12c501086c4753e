/**
 * Watches one connection below the events, where nothing passes uncounted: heartbeats, attachments
 * and unknown names come in here, and every kind of reply goes out.
 */
import type { Socket } from 'socket.io'
import { TokenBucket } from '../shared/base/bucket.ts'
import type { ServerLimits } from './limits.ts'

export type Connection = Socket['conn']

export function guardConnection(
  connection: Connection,
  limits: ServerLimits,
  now: () => number,
  kick: (connection: Connection, reason: string) => void,
): void {
  const packets = new TokenBucket(limits.packets, now())
  connection.on('packet', () => {
    if (!packets.take(now())) kick(connection, 'flood')
  })
  let unsentLength = 0
  connection.on('packetCreate', ({ data }: { data?: unknown }) => {
    if (typeof data === 'string') unsentLength += data.length
    if (unsentLength > limits.maxUnsentLength) kick(connection, 'reads too slowly')
  })
  // Engine.IO flushes only once the operating system has taken all that went before.
  connection.on('flush', () => {
    unsentLength = 0
  })
}
