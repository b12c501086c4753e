/** Floods of messages that mean little and cost much, or nothing at all. */
import { randomBytes } from 'node:crypto'
import { toBinary } from '../../../shared/tracker/webtorrent.ts'
import type { ServerAttack } from '../attack.ts'
import { event, frame, stockClient, tab } from './doors.ts'
import type { Flood } from './flood.ts'
import { shout, times } from './swarms.ts'

/** With what stands around it just under the longest message, 64 KiB. */
const NESTED_DEPTH = 32_000
const nested = `${'['.repeat(NESTED_DEPTH)}${']'.repeat(NESTED_DEPTH)}`
const PING = 9
const SCRAPED = 64

/** Bytes of chance, as text that Latin-1 has: whole frames of it, and none at all. */
const noise = () => randomBytes(2_000).toString('latin1')

function garbage(flood: Flood): Buffer {
  const text = noise()
  const kinds = [
    frame(text),
    frame(`42${text}`),
    frame(`45${Math.floor(Math.random() * 12)}-["signal",{"_placeholder":true,"num":0}]`),
    frame(JSON.stringify({ action: 'announce', info_hash: text, peer_id: flood.newId() })),
    frame(text, 2),
    Buffer.from(text, 'latin1'),
  ]
  return kinds[Math.floor(Math.random() * kinds.length)] as Buffer
}

export const MESSAGE_ATTACKS: readonly ServerAttack[] = [
  {
    name: 'nested-messages',
    about: 'messages of 64 KiB of nested arrays at the tabs’ door',
    target: 'server',
    flood: flood => shout(flood, 10, tab, () => frame(`42["announce",${nested}]`)),
  },
  {
    name: 'stock-nested-messages',
    about: 'messages of 64 KiB of nested arrays at the stock door',
    target: 'server',
    flood: flood => shout(flood, 10, stockClient, () => frame(`{"action":${nested}}`)),
  },
  {
    name: 'tiny-messages',
    about: 'events of a few bytes at the tabs’ door, a thousand in a chunk',
    target: 'server',
    flood: flood => shout(flood, 50, tab, () => times(1_000, () => event('x', 0))),
  },
  {
    name: 'stock-pings',
    about: 'empty WebSocket pings at the stock door, a thousand in a chunk',
    target: 'server',
    flood: flood => shout(flood, 50, stockClient, () => times(1_000, () => frame('', PING))),
  },
  {
    name: 'stock-scrapes',
    about: 'scrapes of 64 swarms each at the stock door',
    target: 'server',
    flood: flood =>
      shout(flood, 50, stockClient, () => {
        const info_hash = Array.from({ length: SCRAPED }, () => toBinary(flood.newId()))
        return times(10, () => frame(JSON.stringify({ action: 'scrape', info_hash })))
      }),
  },
  {
    name: 'garbage',
    about: 'random bytes, frames and half-frames at the tabs’ door',
    target: 'server',
    flood: flood => shout(flood, 50, tab, () => garbage(flood)),
  },
  {
    name: 'stock-garbage',
    about: 'random bytes, frames and half-frames at the stock door',
    target: 'server',
    flood: flood => shout(flood, 50, stockClient, () => garbage(flood)),
  },
]
