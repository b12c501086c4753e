/**
 * A remote's session description (RFC 8866), looked at before the browser makes a connection for it:
 * whether it can lead to a data channel (RFC 8841) at all, and with the candidates alone that a
 * connection may try. What a data channel has no use for is left out, so that only these few lines
 * ever reach the browser's own parser.
 *
 * No library, for it is the refusals that count here: `sdp-transform` and `sdp` read whatever they
 * are given, and pass on what they cannot.
 */
import type { CandidateFilter } from './candidate.ts'

const MAX_LINES = 256
/** One for each certificate (RFC 8122). */
const MAX_FINGERPRINTS = 4

export type SdpRefusal =
  | 'not an SDP'
  | 'too many lines'
  | 'not exactly one data channel'
  | 'no ICE credentials'
  | 'no SHA-256 fingerprint'
  | 'no DTLS role'
  | 'no SCTP port'
  | 'contradicts itself'

export type CheckedSdp =
  | { readonly ok: true; readonly sdp: string }
  | { readonly ok: false; readonly refusal: SdpRefusal }

/** What two values of would contradict each other, in the session and in its only medium. */
const ONCE = {
  'ice-ufrag': /^[\w+/-]{4,256}$/,
  'ice-pwd': /^[\w+/=-]{22,256}$/,
  setup: /^(?:actpass|active|passive)$/,
  mid: /^[\x21-\x7e]{1,64}$/,
  'sctp-port': /^\d{1,5}$/,
} as const
type Once = keyof typeof ONCE
const isOnce = (name: string): name is Once => Object.hasOwn(ONCE, name)

/** Kept if it is one of these. */
const HARMLESS =
  /^(?:end-of-candidates|extmap-allow-mixed|max-message-size:\d{1,15}|ice-options:[\w+/, -]{1,256}|group:BUNDLE [\x21-\x7e]{1,64})$/

const LINE = /^[a-z]=[\x20-\x7e]*$/
const ORIGIN = /^\S+ \d+ \d+ IN IP[46] \S+$/
/** Its port is 0 if it is refused. */
const MEDIUM =
  /^application [1-9]\d{0,4} (?:(?:UDP|TCP)\/DTLS\/SCTP webrtc-datachannel|DTLS\/SCTP \d{1,5})$/
/** As the drafts before RFC 8841 had it. */
const SCTPMAP = /^(\d{1,5}) webrtc-datachannel(?: \d{1,5})?$/
const FINGERPRINT = /^sha-256 [\da-f]{2}(?::[\da-f]{2}){31}$/i
/** What comes before the medium: each once, in this order. */
const SESSION = 'vost'

/** `filter` goes on to judge the candidates that come later. */
export function checkSdp(
  kind: 'offer' | 'answer',
  sdp: string,
  filter: CandidateFilter,
): CheckedSdp {
  const lines = linesOf(sdp)
  if (lines[0] !== 'v=0') return refused('not an SDP')
  if (lines.length > MAX_LINES) return refused('too many lines')
  const reader = new Reader(filter)
  for (const line of lines) {
    const refusal = reader.read(line)
    if (refusal) return refused(refusal)
  }
  const refusal = reader.missing(kind)
  return refusal ? refused(refusal) : { ok: true, sdp: reader.text }
}

/** As `split(/\r?\n/)` and without an empty one at the end, in a fraction of the time. */
function linesOf(text: string): string[] {
  const lines: string[] = []
  let from = 0
  while (from < text.length) {
    const feed = text.indexOf('\n', from)
    const end = feed < 0 ? text.length : feed
    const hasReturn = feed > from && text[feed - 1] === '\r'
    lines.push(text.slice(from, hasReturn ? end - 1 : end))
    from = end + 1
  }
  return lines
}

const refused = (refusal: SdpRefusal): CheckedSdp => ({ ok: false, refusal })

class Reader {
  readonly #filter: CandidateFilter
  readonly #kept: string[] = []
  readonly #once = new Map<Once, string>()
  #session = 0
  #media = 0
  #fingerprints = 0
  #hasSha256 = false

  constructor(filter: CandidateFilter) {
    this.#filter = filter
  }

  get text(): string {
    return `${this.#kept.join('\r\n')}\r\n`
  }

  read(line: string): SdpRefusal | undefined {
    if (!LINE.test(line)) return 'not an SDP'
    const type = line[0]
    const value = line.slice(2)
    switch (type) {
      case 'v':
      case 'o':
      case 's':
      case 't':
        if (SESSION[this.#session++] !== type) return 'not an SDP'
        if (type === 'o' && !ORIGIN.test(value)) return 'not an SDP'
        return this.#keep(line)
      case 'm':
        if (++this.#media > 1 || !MEDIUM.test(value)) return 'not exactly one data channel'
        return this.#keep(line)
      case 'c':
        // ICE has the addresses in the candidates.
        return this.#media === 1 ? this.#keep('c=IN IP4 0.0.0.0') : undefined
      case 'a':
        return this.#attribute(line, value)
      default:
        return undefined
    }
  }

  missing(kind: 'offer' | 'answer'): SdpRefusal | undefined {
    if (this.#session !== SESSION.length) return 'not an SDP'
    if (this.#media !== 1) return 'not exactly one data channel'
    if (!this.#once.has('ice-ufrag') || !this.#once.has('ice-pwd')) return 'no ICE credentials'
    if (!this.#hasSha256) return 'no SHA-256 fingerprint'
    const setup = this.#once.get('setup')
    // Who answers decides (RFC 5763, section 5).
    if (setup === undefined || (kind === 'answer' && setup === 'actpass')) return 'no DTLS role'
    const port = Number(this.#once.get('sctp-port'))
    return port > 0 && port < 65_536 ? undefined : 'no SCTP port'
  }

  #attribute(line: string, text: string): SdpRefusal | undefined {
    const colon = text.indexOf(':')
    const name = colon < 0 ? text : text.slice(0, colon)
    const value = colon < 0 ? '' : text.slice(colon + 1)
    if (isOnce(name)) return this.#keepOnce(name, value, line)
    switch (name) {
      case 'candidate':
        return this.#filter.refuses(text) === undefined ? this.#keep(line) : undefined
      case 'sctpmap': {
        const [, port] = SCTPMAP.exec(value) ?? []
        return port === undefined ? 'no SCTP port' : this.#keepOnce('sctp-port', port, line)
      }
      case 'fingerprint':
        if (!FINGERPRINT.test(value)) return undefined
        if (++this.#fingerprints > MAX_FINGERPRINTS) return 'contradicts itself'
        this.#hasSha256 = true
        return this.#keep(line)
      default:
        return HARMLESS.test(text) ? this.#keep(line) : undefined
    }
  }

  #keepOnce(name: Once, value: string, line: string): SdpRefusal | undefined {
    const before = this.#once.get(name)
    if (!ONCE[name].test(value) || (before !== undefined && before !== value))
      return 'contradicts itself'
    this.#once.set(name, value)
    return this.#keep(line)
  }

  #keep(line: string): undefined {
    this.#kept.push(line)
    return undefined
  }
}
