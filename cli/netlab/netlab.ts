/**
 * Homes behind routers, and an internet between them, on one machine: network namespaces and the NAT of
 * the kernel.
 *
 *   home 10.77.N.2 -- router 203.0.113.(10 + N) -- internet 203.0.113.1 -- the next router -- its home
 *
 * IPv6 homes have 2001:db8:N::2 in place of these, and the internet 2001:db8::1.
 */
import { readFileSync } from 'node:fs'
import { ip, Place } from './place.ts'
import { type HomeKind, rulesOf } from './router.ts'

export const INTERNET = { v4: '203.0.113.1', v6: '2001:db8::1' } as const
/** Addresses are made of the number of a home. */
export const MAX_HOMES = 99
const PREFIX = 'tabswarm'

export class Netlab {
  readonly internet: Place
  readonly homes: Home[] = []

  constructor() {
    removeLeftOvers()
    this.internet = new Place(nameOf('inet'))
    // Without the delay a port would forward nothing for its first seconds.
    this.internet.ip('link add br0 type bridge forward_delay 0 mcast_snooping 0')
    this.internet.ip(`addr add ${INTERNET.v4}/24 dev br0`)
    this.internet.ip(`addr add ${INTERNET.v6}/48 dev br0 nodad`)
    this.internet.ip('link set br0 up')
    // By IPv6 the homes' networks lie behind their routers, and packets between them pass here.
    this.internet.run('sysctl', ['-qw', 'net.ipv6.conf.all.forwarding=1'])
  }

  home(kind: HomeKind): Home {
    const home = new Home(this.homes.length + 1, kind, this.internet)
    this.homes.push(home)
    return home
  }

  /** Ends nothing that runs in it. */
  remove(): void {
    for (const home of this.homes.splice(0)) home.remove()
    this.internet.remove()
  }
}

export class Home {
  readonly place: Place
  readonly kind: HomeKind
  readonly #number: number
  readonly #router: Place
  #guests = 0

  constructor(number: number, kind: HomeKind, internet: Place) {
    this.kind = kind
    this.#number = number
    this.place = new Place(nameOf(`h${number}`))
    this.#router = new Place(nameOf(`r${number}`))
    const router = this.#router
    ip(
      `link add wan netns ${router.namespace} type veth peer i${number} netns ${internet.namespace}`,
    )
    internet.ip(`link set i${number} master br0 up`)
    router.ip('link set wan up')
    if (kind === 'ipv6') {
      router.ip(`addr add 2001:db8::${10 + number}/48 dev wan nodad`)
      internet.ip(`route add 2001:db8:${number}::/48 via 2001:db8::${10 + number}`)
      router.ip(`route add default via ${INTERNET.v6}`)
      router.run('sysctl', ['-qw', 'net.ipv6.conf.all.forwarding=1'])
    } else {
      router.ip(`addr add 203.0.113.${10 + number}/24 dev wan`)
      router.run('sysctl', ['-qw', 'net.ipv4.ip_forward=1'])
    }
    router.run('nft', ['-f', '-'], rulesOf(kind, 'wan'))
    this.#plugIn(this.place)
  }

  /** The internet by the name that reaches it from here. */
  get internet(): string {
    return this.kind === 'ipv6' ? `[${INTERNET.v6}]` : INTERNET.v4
  }

  /** All that has gone out to the internet or come from it, since the home was made. */
  get bytesOutside(): number {
    const [link] = JSON.parse(this.#router.ip('-j -s link show dev wan'))
    return link.stats64.rx.bytes + link.stats64.tx.bytes
  }

  /** Who lives here takes its device to another home: its addresses there are others, inside and outside. */
  moveTo(other: Home): void {
    this.place.ip('link del eth0')
    other.#plugIn(this.place)
  }

  /** The router gets another address outside, as after a reconnection of its line. IPv4. */
  renumber(): void {
    const before = `203.0.113.${10 + this.#number}/24`
    this.#router.ip(`addr del ${before} dev wan`)
    this.#router.ip(`addr add 203.0.113.${110 + this.#number}/24 dev wan`)
    // What was on its way keeps its old address else: no router remembers it then.
    this.#router.run('nft', ['flush', 'ruleset'])
    this.#router.run('nft', ['-f', '-'], rulesOf(this.kind, 'wan'))
  }

  remove(): void {
    this.place.remove()
    this.#router.remove()
  }

  #plugIn(place: Place): void {
    const port = `lan${this.#guests}`
    const subnet = this.#guests++
    const { namespace } = place
    ip(`link add ${port} netns ${this.#router.namespace} type veth peer eth0 netns ${namespace}`)
    const six = this.kind === 'ipv6'
    const net = six ? `2001:db8:${this.#number}:${subnet}::` : `10.${77 + subnet}.${this.#number}.`
    const bits = six ? '64' : '24'
    const quick = six ? ' nodad' : ''
    this.#router.ip(`addr add ${net}1/${bits} dev ${port}${quick}`)
    this.#router.ip(`link set ${port} up`)
    place.ip(`addr add ${net}2/${bits} dev eth0${quick}`)
    place.ip('link set eth0 up')
    place.ip(`route add default via ${net}1`)
  }
}

/** Of a namespace of this process. */
export const nameOf = (what: string): string => `${PREFIX}${process.pid}-${what}`

/** Of runs that were ended before they could tidy up. */
export function removeLeftOvers(): void {
  for (const line of ip('netns list').split('\n')) {
    const [, name, pid] = new RegExp(`^(${PREFIX}(\\d+)-\\w+)`).exec(line) ?? []
    if (name !== undefined && !isRunning(Number(pid))) ip(`netns del ${name}`)
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('node')
  } catch {
    return false
  }
}
