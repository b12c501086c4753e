/** The addresses of this machine, and who is on a network of its own. */
import { BlockList, isIP, isIPv4 } from 'node:net'
import type { networkInterfaces } from 'node:os'

export type Interfaces = ReturnType<typeof networkInterfaces>

/** RFC 1918, RFC 3927, RFC 4193, RFC 4291: never routed over the internet. */
const PRIVATE = blockList([
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '169.254.0.0/16',
  'fc00::/7',
  'fe80::/10',
])

/** Asking the operating system takes a tenth of a millisecond; a new network is known after this time. */
const INTERFACES_KEPT_MS = 5_000

/** The interfaces, asked for anew when the last answer is old. */
export function recentInterfaces(read: () => Interfaces, now: () => number): () => Interfaces {
  let known: { readonly interfaces: Interfaces; readonly atMs: number } | undefined
  return () => {
    if (known === undefined || now() - known.atMs > INTERFACES_KEPT_MS)
      known = { interfaces: read(), atMs: now() }
    return known.interfaces
  }
}

export const addressesOf = (interfaces: Interfaces): string[] =>
  infosOf(interfaces).map(({ address }) => address)

const LOOPBACK = blockList(['127.0.0.0/8', '::1/128'])

export function isLoopback(address: string | undefined): boolean {
  const plain = plainOf(address)
  return isIP(plain) !== 0 && holds(LOOPBACK, plain)
}

const plainOf = (address = ''): string =>
  address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')

/** This machine, or one that shares a private network with it. */
export function isOnOwnNetwork(address: string | undefined, interfaces: Interfaces): boolean {
  const plain = plainOf(address)
  if (isIP(plain) === 0) return false
  if (holds(LOOPBACK, plain)) return true
  const infos = infosOf(interfaces)
  if (infos.some(info => info.address === plain)) return true
  if (!holds(PRIVATE, plain)) return false
  return holds(blockList(infos.flatMap(({ cidr }) => cidr ?? [])), plain)
}

const infosOf = (interfaces: Interfaces) => Object.values(interfaces).flatMap(infos => infos ?? [])

function blockList(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address, prefix] = network.split('/') as [string, string]
    list.addSubnet(address, Number(prefix), isIPv4(address) ? 'ipv4' : 'ipv6')
  }
  return list
}

const holds = (list: BlockList, address: string): boolean =>
  list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6')
