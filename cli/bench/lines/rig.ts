/** Two ends or more, each behind a line, with what they need to meet, and browsers that run there. */
import { join } from 'node:path'
import type { Browser } from '@playwright/test'
import { findBrowser, launchBrowser } from '../../browsers.ts'
import { type Cleanup, ROOT } from '../../command.ts'
import { Lines } from '../../netlab/lines.ts'
import { INTERNET } from '../../netlab/netlab.ts'
import { end, type Place, untilItSays } from '../../netlab/place.ts'
import type { Ports } from './servers.ts'
import type { Line } from './table.ts'

export interface End {
  readonly place: Place
  readonly address: string
  /** A new one, which the caller closes. */
  browser(): Promise<Browser>
}

export interface Rig {
  /** The first gives, the others take. */
  readonly ends: readonly End[]
  readonly origins: { readonly pages: string; readonly tracker: string; readonly ours: string }
}

export async function setUp(
  line: Line,
  receivers: number,
  seed: number,
  cleanup: Cleanup,
): Promise<Rig> {
  const lines = new Lines()
  cleanup.add(() => lines.remove())
  const servers = lines.internet.spawn(
    process.execPath,
    ['--import', 'tsx', join(import.meta.dirname, 'servers.ts')],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  cleanup.add(() => end(servers))
  let said = ''
  servers.stdout?.on('data', data => {
    said += data
  })
  await untilItSays(servers, '}\n')
  const ports = JSON.parse(said.slice(said.indexOf('{'), said.indexOf('}') + 1)) as Ports
  const origins = {
    pages: `http://${INTERNET.v4}:${ports.pages}`,
    tracker: `ws://${INTERNET.v4}:${ports.tracker}`,
    ours: `http://${INTERNET.v4}:${ports.ours}`,
  }
  const args = [
    // Names by mDNS cross no router.
    '--disable-features=WebRtcHideLocalIpsWithMdns',
    // As if by https: the page's storage and hashing are then what people have.
    `--unsafely-treat-insecure-origin-as-secure=${origins.ours},${origins.pages}`,
  ]
  const found = findBrowser('chromium')
  if (found === undefined) throw new Error('No chromium was found.')
  const ends: End[] = []
  for (let i = 0; i <= receivers; i++) {
    const { place, address } = await lines.peer(line.up, line.down, seed * 100 + i)
    const executablePath = lines.wrapper(place, found.executablePath)
    ends.push({
      place,
      address,
      browser: () =>
        launchBrowser('chromium', { args }, { name: 'chromium', executablePath, own: false }),
    })
  }
  return { ends, origins }
}
