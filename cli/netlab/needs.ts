/** What homes on one machine need: root on Linux, network namespaces, and packages that are installed if missing. */
import { spawnSync } from 'node:child_process'
import { installPackages } from '../packages.ts'

/** Debian's, by the command that each brings. */
const PACKAGES = { ip: 'iproute2', nft: 'nftables', turnserver: 'coturn' } as const
type Command = keyof typeof PACKAGES

/** Why there can be no homes here, as a sentence; undefined if there can. `relay`: with a TURN server. */
export function netlabObstacle({ relay = false } = {}): string | undefined {
  if (process.platform !== 'linux')
    return 'Homes behind routers need the network namespaces of Linux.'
  if (process.getuid?.() !== 0) return 'Homes behind routers are made by root alone.'
  const commands: Command[] = relay ? ['ip', 'nft', 'turnserver'] : ['ip', 'nft']
  const missing = () => commands.filter(command => !isThere(command))
  if (missing().length > 0) installPackages(missing().map(command => PACKAGES[command]))
  if (missing().length > 0)
    return `Homes behind routers need ${missing().join(' and ')}, and apt-get could not install ${missing().length > 1 ? 'them' : 'it'}.`
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
