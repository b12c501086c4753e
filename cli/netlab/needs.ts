/** What homes and lines on one machine need: root on Linux, network namespaces, and packages that are installed if missing. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { installPackages } from '../packages.ts'

/** Debian's, by the command that each brings. */
const PACKAGES = {
  ip: 'iproute2',
  nft: 'nftables',
  turnserver: 'coturn',
  cc: 'gcc libc6-dev',
} as const
type Command = keyof typeof PACKAGES

/** Why there can be no homes here, as a sentence; undefined if there can. `relay`: with a TURN server. */
export function netlabObstacle({ relay = false } = {}): string | undefined {
  return obstacle('Homes behind routers', relay ? ['ip', 'nft', 'turnserver'] : ['ip', 'nft'])
}

/** The same of lines with a rate, a delay and loss. */
export function linesObstacle(): string | undefined {
  const found = obstacle('Lines', ['ip', 'nft', 'cc'])
  if (found !== undefined) return found
  return existsSync('/dev/net/tun') ? undefined : 'Lines need /dev/net/tun, which is not there.'
}

function obstacle(what: string, commands: readonly Command[]): string | undefined {
  if (process.platform !== 'linux') return `${what} need the network namespaces of Linux.`
  if (process.getuid?.() !== 0) return `${what} are made by root alone.`
  const missing = () => commands.filter(command => !isThere(command))
  if (missing().length > 0)
    installPackages(missing().flatMap(command => PACKAGES[command].split(' ')))
  if (missing().length > 0)
    return `${what} need ${missing().join(' and ')}, and apt-get could not install ${missing().length > 1 ? 'them' : 'it'}.`
  return mayMakeNamespaces() ? undefined : 'This system lets nobody make network namespaces.'
}

const isThere = (command: string): boolean =>
  spawnSync(command, ['--help'], { stdio: 'ignore' }).error === undefined

/** A container may be root and not be allowed to, or have a kernel without NAT. */
function mayMakeNamespaces(): boolean {
  const name = `tabswarm${process.pid}-probe`
  const rules = 'table ip t { chain c { type nat hook postrouting priority 100; masquerade; }; }'
  const steps = [
    ['ip', 'netns', 'add', name],
    ['ip', 'netns', 'exec', name, 'nft', rules],
  ] as const
  const ok = steps.every(([command, ...args]) => spawnSync(command, args).status === 0)
  spawnSync('ip', ['netns', 'del', name])
  return ok
}
