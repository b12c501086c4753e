/** What stands in the internet of a `Netlab`: our server as a person starts it, and a TURN server. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
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

/** coturn, by the template for those who run it, and this place's own settings after it. */
export async function startRelay(internet: Place): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'tabswarm-turn-'))
  const path = join(folder, 'turnserver.conf')
  const template = readFileSync(join(ROOT, 'deploy/coturn/turnserver.conf'), 'utf8')
  writeFileSync(path, `${template}\n${SETTINGS}`)
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

/** The addresses of the netlab are set aside for documentation, to which the template relays nothing. */
const SETTINGS = `
listening-ip=${INTERNET.v4}
relay-ip=${INTERNET.v4}
listening-port=${TURN_PORT}
static-auth-secret=${SECRET}
realm=tabswarm
no-tls
no-dtls
log-file=/dev/null
allowed-peer-ip=203.0.113.0-203.0.113.255
`

/** What the relay says to a client with credentials that would send to this address. */
export function askRelay(internet: Place, peer: string): string {
  const client = ['-c', '-X', '-n', '1', '-u', 'tester', '-W', SECRET, '-p', `${TURN_PORT}`]
  // The client tries again and again, also where it was refused.
  const args = ['3', 'turnutils_uclient', ...client, '-e', peer, INTERNET.v4]
  return internet.tryOut('timeout', args)
}
