/** What stands in the internet of a `Netlab`: our server as a person starts it, and a TURN server. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from '../command.ts'
import { INTERNET } from './netlab.ts'
import { end, type Place, untilItListens, untilItSays } from './place.ts'

const PORT = 8080
/** Beside our own STUN server, which has 3478. */
const TURN_PORT = 3479
const SECRET = 'of the netlab'

export interface Running {
  close(): Promise<void>
}

export interface RunningPages extends Running {
  readonly port: number
}

/** `npm start` without the build, with these settings and no others. */
export async function servePages(
  internet: Place,
  settings: Readonly<Record<string, string>> = {},
): Promise<RunningPages> {
  const child = internet.spawn(
    process.execPath,
    ['--import', 'tsx', join(ROOT, 'server/main.ts')],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, PORT: `${PORT}`, ...settings },
    },
  )
  await untilItSays(child, '"event":"listening"')
  return { port: PORT, close: () => end(child) }
}

/** For `servePages`: the relay of `startRelay`, by UDP and by TCP. */
export const RELAY_SETTINGS = {
  TURN_URLS: ['udp', 'tcp']
    .map(transport => `turn:${INTERNET.v4}:${TURN_PORT}?transport=${transport}`)
    .join(','),
  TURN_SECRET: SECRET,
}

/** coturn. */
export async function startRelay(internet: Place): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'tabswarm-turn-'))
  const path = join(folder, 'turnserver.conf')
  writeFileSync(path, CONFIGURATION)
  const args = ['-c', path, '--pidfile', join(folder, 'pid'), '--userdb', join(folder, 'db')]
  const child = internet.spawn('turnserver', args, { stdio: 'ignore' })
  await untilItListens(child, TURN_PORT)
  return {
    close: async () => {
      await end(child)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const CONFIGURATION = `
listening-ip=${INTERNET.v4}
relay-ip=${INTERNET.v4}
listening-port=${TURN_PORT}
use-auth-secret
static-auth-secret=${SECRET}
realm=tabswarm
no-tls
no-dtls
no-cli
log-file=/dev/null
no-multicast-peers
denied-peer-ip=10.0.0.0-10.255.255.255
denied-peer-ip=127.0.0.0-127.255.255.255
denied-peer-ip=172.16.0.0-172.31.255.255
denied-peer-ip=192.168.0.0-192.168.255.255
`
