/**
 * Which of a remote's ICE candidates (RFC 8839, section 5.1) a connection may try. A browser sends
 * packets to whatever it is given, so a stranger's candidate aims them: at services of this machine,
 * at every port of a third party. Left are the addresses at which a peer can be: public ones, those of
 * a LAN (RFC 1918, RFC 4193, RFC 6598), and the mDNS names by which browsers hide the latter.
 */
import ipaddr from 'ipaddr.js'

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
  /** Set aside and never assigned: 240.0.0.0/4, fec0::/10, ::/96, 64:ff9b:1::/48. */
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
/** RFC 8828's name: a random UUID, of which no printer or router has one. */
const MDNS_NAME = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\.local$/i
/** For IPv6 in its text form; anything else would be looked up as a name. */
const IPV6 = /^[\da-f:.]*:[\da-f:.]*$/i

/** Counts, for one connection: each is asked about once. */
export class CandidateFilter {
  #admitted = 0
  readonly #perHost = new Map<string, number>()

  /** Undefined if the connection may try it. An empty one ends them (RFC 8838, section 13). */
  refuses(candidate: string): CandidateRefusal | undefined {
    if (candidate === '') return undefined
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
  return { host: ip?.toString() ?? address.toLowerCase() }
}

type Address = ReturnType<typeof ipaddr.parse>

/** Nothing that an address could also be read as: no octal, no `127.1`, no zone. */
function parseAddress(text: string): Address | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text)
  // The library takes `::1.2.3.4` for `::ffff:1.2.3.4`; with a zero written out it does not.
  const written = text.replace(/^::(?=\d+\.)/, '0::')
  if (!IPV6.test(text) || !ipaddr.IPv6.isValid(written)) return undefined
  const address = ipaddr.IPv6.parse(written)
  // Written inside IPv6, it is the same host.
  return address.isIPv4MappedAddress() ? address.toIPv4Address() : address
}

function reachOf(address: Address): Reach | CandidateRefusal {
  return 'octets' in address ? reachOfIpv4(address) : reachOfIpv6(address)
}

function reachOfIpv4(address: ipaddr.IPv4): Reach | CandidateRefusal {
  switch (address.range()) {
    case 'private':
    case 'carrierGradeNat':
      return 'private'
    case 'linkLocal':
      return 'link-local'
    case 'loopback':
    case 'multicast':
    case 'broadcast':
    case 'unspecified':
      return address.range() as CandidateRefusal
    default:
      // What else is reserved is for documents and measurements, where it stands for a public one.
      return (address.octets[0] ?? 0) >= 240 ? 'reserved' : 'public'
  }
}

function reachOfIpv6(address: ipaddr.IPv6): Reach | CandidateRefusal {
  const { parts } = address
  const range: string = address.range()
  switch (range) {
    case 'uniqueLocal':
      return 'private'
    case 'linkLocal':
      return 'link-local'
    case 'loopback':
    case 'multicast':
    case 'unspecified':
      return range
    case 'deprecatedSiteLocal':
      return 'reserved'
    case '6to4':
      return tunnelTo(parts[1], parts[2])
    case 'teredo':
      // The client's address is stored inverted (RFC 4380, section 4).
      return tunnelTo(~(parts[6] ?? 0) & 0xffff, ~(parts[7] ?? 0) & 0xffff)
    case 'rfc6145':
      return tunnelTo(parts[6], parts[7])
    case 'rfc6052':
      // 64:ff9b:1::/48 leads to networks behind a translator (RFC 8215).
      return parts[2] === 0 ? tunnelTo(parts[6], parts[7]) : 'reserved'
    default:
      // An IPv4-compatible address (RFC 4291, section 2.5.5.1).
      return parts.slice(0, 6).every(part => part === 0) ? 'reserved' : 'public'
  }
}

function tunnelTo(high = 0, low = 0): Reach | CandidateRefusal {
  const inner = new ipaddr.IPv4([high >> 8, high & 255, low >> 8, low & 255])
  return reachOfIpv4(inner) === 'public' ? 'public' : 'tunnel'
}
