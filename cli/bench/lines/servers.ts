/** Run in the internet of lines: all that the sides of `bench lines` need to meet. Says where, and stays until its end is asked for. */
import { join } from 'node:path'
import { startServer } from '../../../server/start.ts'
import { servePages } from '../page-server.ts'
import { startTracker } from '../webtorrent.ts'

export interface Ports {
  readonly pages: number
  readonly tracker: number
  readonly ours: number
}

const pages = await servePages(join(import.meta.dirname, '../pages'), [
  'stream.ts',
  'webtorrent.ts',
])
const tracker = await startTracker('0.0.0.0')
const server = await startServer({ port: 0, log: () => undefined })
const ports: Ports = {
  pages: Number(new URL(pages.origin).port),
  tracker: tracker.port,
  ours: server.port,
}
console.log(`ready ${JSON.stringify(ports)}`)
