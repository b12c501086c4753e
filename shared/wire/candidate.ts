/**
 * Which of a remote's ICE candidates (RFC 8839, section 5.1) a connection may try. A browser sends
 * packets to whatever it is given, so a stranger's candidate aims them: at services of this machine,
 * at every port of a third party. Left are the addresses at which a peer can be: public ones, those of
 * a LAN (RFC 1918, RFC 4193, RFC 6598), and the mDNS names by which browsers hide the latter.
 */
import { type Address, isIpv4, parseAddress } from '../base/ip-address.ts'

/** Of one remote, in its description and after it: a machine with ten interfaces sends some 20. */
export const MAX_REMOTE_CANDIDATES = 24
/** One for each protocol and each STUN server. More of one address are a scan of its ports. */
export const MAX_CANDIDATES_PER_HOST = 4

export type CandidateRefusal =
  | 'malformed'
  /** Only browsers' own names are looked up, never one that a stranger made up. */
  | 'host name'
  /** RFC 8445, section 5.1.1.1. */
  | 'loopback'
  /** Useless without a zone, which a candidate cannot have; 169.254.169.254 serves secrets of a cloud. */
  | 'link-local'
  | 'multicast'
  | 'broadcast'
  | 'unspecified'
  /** Set aside and never assigned: 240.0.0.0/4, fec0::/10, ::/16, 64:ff9b:1::/48. */
  | 'reserved'
  /** A tunnel (6to4, Teredo, NAT64) to an address that is not public. */
  | 'tunnel'
  /** libwebrtc's rule: below 1024 only 80 and 443, and these not on a LAN. */
  | 'port'
  /** Browsers listen on no TCP port: behind one on a LAN is somebody's service. */
  | 'private TCP'
  | 'too many'

type Reach = 'public' | 'private'

/** `foundation component transport priority address port "typ" type`, and extensions. */
const CANDIDATE =
  /^(?:a=)?candidate:[\w+/]{1,32} ([12]) (udp|tcp) \d{1,10} (\S{1,255}) (\d{1,5}) typ (?:host|srflx|prflx|relay)((?: [\x21-\x7e]+ [\x21-\x7e]+)*) ?$/i
/** Not of a relay's. */
const OWN_UDP = /^(?:a=)?candidate:\S{1,32} 1 udp .{1,300} typ (?!relay)/i
/** RFC 8828's name: a random UUID, of which no printer or router has one. */
const MDNS_NAME = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\.local$/i

/** Counts, for one connection: each is asked about once. */
export class CandidateFilter {
  #admitted = 0
  /** A UDP address of the remote's own has been named, whether or not it may be tried. */
  namesUdp = false
  readonly #perHost = new Map<string, number>()

  /** Undefined if the connection may try it. An empty one ends them (RFC 8838, section 13). */
  refuses(candidate: string): CandidateRefusal | undefined {
    if (candidate === '') return undefined
    if (OWN_UDP.test(candidate)) this.namesUdp = true
    const parsed = judgeCandidate(candidate)
    if (typeof parsed === 'string') return parsed
    const ofHost = this.#perHost.get(parsed.host) ?? 0
    if (this.#admitted >= MAX_REMOTE_CANDIDATES || ofHost >= MAX_CANDIDATES_PER_HOST)
      return 'too many'
    this.#admitted++
    this.#perHost.set(parsed.host, ofHost + 1)
    return undefined
  }
}

/** One candidate by itself. The same host is written in one way. */
export function judgeCandidate(candidate: string): CandidateRefusal | { readonly host: string } {
  const [, component, transport = '', address = '', portText] = CANDIDATE.exec(candidate) ?? []
  // RTCP has no place beside a data channel.
  if (component !== '1') return 'malformed'
  const isMdns = MDNS_NAME.test(address)
  const ip = isMdns ? undefined : parseAddress(address)
  if (!isMdns && ip === undefined) return 'host name'
  const reach = ip === undefined ? 'private' : reachOf(ip)
  if (reach !== 'public' && reach !== 'private') return reach
  const port = Number(portText)
  if (port < 1 || port > 65_535) return 'port'
  if (transport.toLowerCase() === 'tcp' && reach === 'private') return 'private TCP'
  if (port < 1024 && ((port !== 80 && port !== 443) || reach === 'private')) return 'port'
  return { host: ip?.join(':') ?? address.toLowerCase() }
}

/** Where on the internet an address is, or why nobody is there. */
export function reachOf(address: Address): Reach | CandidateRefusal {
  return isIpv4(address) ? reachOfIpv4(address[6], address[7]) : reachOfIpv6(address)
}

function reachOfIpv4(high: number, low: number): Reach | CandidateRefusal {
  const first = high >> 8
  const second = high & 255
  if (first === 0) return 'unspecified'
  if (first === 127) return 'loopback'
  if (first === 169 && second === 254) return 'link-local'
  if (high === 0xffff && low === 0xffff) return 'broadcast'
  if (first >= 240) return 'reserved'
  if (first >= 224) return 'multicast'
  const isPrivate =
    first === 10 ||
    (first === 172 && second >> 4 === 1) ||
    (first === 192 && second === 168) ||
    (first === 100 && second >> 6 === 1)
  return isPrivate ? 'private' : 'public'
}

function reachOfIpv6(address: Address): Reach | CandidateRefusal {
  const [first, second, third, , , , high, low] = address
  const zeros = address.findIndex(group => group !== 0)
  if (zeros === -1) return 'unspecified'
  if (zeros === 7 && low === 1) return 'loopback'
  // What is written so is an IPv4 address in one of its retired disguises.
  if (first === 0) return 'reserved'
  if (first >> 8 === 0xff) return 'multicast'
  if (first >> 9 === 0xfc >> 1) return 'private'
  if (first >> 6 === 0xfe80 >> 6) return 'link-local'
  if (first >> 6 === 0xfec0 >> 6) return 'reserved'
  if (first === 0x2002) return tunnelTo(second, third)
  // Teredo stores the client's address inverted (RFC 4380, section 4).
  if (first === 0x2001 && second === 0) return tunnelTo(high ^ 0xffff, low ^ 0xffff)
  // 64:ff9b:1::/48 leads to networks behind a translator (RFC 8215).
  if (first === 0x64 && second === 0xff9b) return third === 0 ? tunnelTo(high, low) : 'reserved'
  return 'public'
}

const tunnelTo = (high: number, low: number): Reach | CandidateRefusal =>
  reachOfIpv4(high, low) === 'public' ? 'public' : 'tunnel'
