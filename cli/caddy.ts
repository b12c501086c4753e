/** The reverse proxy of `deploy/Caddyfile`, on this machine and with certificates of its own. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from './command.ts'

const CADDYFILE = join(ROOT, 'deploy', 'Caddyfile')
const START_LIMIT_MS = 20_000
const POLL_MS = 50

/** Undefined: it is there. */
export function caddyObstacle(): string | undefined {
  const { error } = spawnSync('caddy', ['version'], { stdio: 'ignore' })
  return (
    error && 'No caddy was found (Debian: apt-get install caddy): what runs behind it is left out.'
  )
}

/** A port that is free now, to be named before the app behind it begins. */
export async function freePort(): Promise<number> {
  const server: Server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

export interface RunningCaddy {
  readonly origin: string
  /** Whoever trusts it trusts its certificates. PEM. */
  readonly ca: string
  close(): Promise<void>
}

/** As it is deployed, but for where its certificates come from. */
function configuration(storage: string): string {
  const text = readFileSync(CADDYFILE, 'utf8')
  const local = ['admin off', 'auto_https disable_redirects', 'skip_install_trust', 'local_certs']
  const options = [...local, `storage file_system ${storage}`].map(line => `\t${line}\n`).join('')
  return text.replace(/^\{\n/m, `{\n${options}`)
}

/** At `https://localhost:port`, before the app on a port of this machine, or several. */
export async function startCaddy(port: number, ...appPorts: number[]): Promise<RunningCaddy> {
  const folder = mkdtempSync(join(tmpdir(), 'tabswarm-caddy-'))
  const path = join(folder, 'Caddyfile')
  writeFileSync(path, configuration(join(folder, 'storage')))
  const env = {
    ...process.env,
    DOMAIN: `localhost:${port}`,
    APP: appPorts.map(appPort => `127.0.0.1:${appPort}`).join(' '),
    XDG_CONFIG_HOME: folder,
    XDG_DATA_HOME: folder,
  }
  const args = ['run', '--adapter', 'caddyfile', '--config', path]
  const child = spawn('caddy', args, { env, stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', data => {
    said = (said + data).slice(-4_000)
  })
  const close = async () => {
    await end(child)
    rmSync(folder, { recursive: true, force: true })
  }
  const authority = join(folder, 'storage', 'pki', 'authorities', 'local', 'root.crt')
  const giveUpAt = performance.now() + START_LIMIT_MS
  while (!said.includes('serving initial configuration')) {
    if (child.exitCode !== null || performance.now() > giveUpAt) {
      await close()
      throw new Error(`Caddy did not start: ${said}`)
    }
    await new Promise(resolve => setTimeout(resolve, POLL_MS))
  }
  return { origin: `https://localhost:${port}`, ca: readFileSync(authority, 'utf8'), close }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'close')
}
