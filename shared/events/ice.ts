/**
 * The servers by which tabs in different networks reach each other, as the server tells them: STUN
 * (RFC 8489), which tells a tab its address outside, with the connection; TURN (RFC 8656), which relays,
 * with the answer to an announce.
 */
import * as v from 'valibot'
import { type Parsed, parse } from '../base/parsed.ts'

/** Of each kind. Every further one makes the search for a way slower, browsers warn. */
export const MAX_ICE_URLS = 4
/** A host name has at most 253 characters (RFC 1035). */
const MAX_URL_LENGTH = 300
/** coturn takes user names of 512 bytes. */
const MAX_CREDENTIAL_LENGTH = 512
/** Above it no browser sends. */
const MAX_RELAY_BITS_PER_SEC = 100_000_000_000

/** RFC 7064 and RFC 7065. Browsers throw on anything else. */
const STUN_URL = /^stuns?:(?<host>\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(?<port>\d{1,5}))?$/i
const TURN_URL =
  /^turns?:(?<host>\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(?<port>\d{1,5}))?(?:\?transport=(?:udp|tcp))?$/i

export const isStunUrl = (text: string): boolean => isIceUrl(text, STUN_URL)
export const isTurnUrl = (text: string): boolean => isIceUrl(text, TURN_URL)

function isIceUrl(text: string, shape: RegExp): boolean {
  if (text.length > MAX_URL_LENGTH) return false
  const { host, port } = shape.exec(text)?.groups ?? {}
  if (host === undefined) return false
  const isPort = port === undefined || (Number(port) >= 1 && Number(port) <= 65_535)
  return isPort && URL.canParse(`http://${host}`)
}

const urlsOf = (isUrl: (text: string) => boolean) =>
  v.pipe(
    v.array(v.pipe(v.string(), v.maxLength(MAX_URL_LENGTH), v.check(isUrl))),
    v.minLength(1),
    v.maxLength(MAX_ICE_URLS),
  )
const credential = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_CREDENTIAL_LENGTH))

const stunServers = v.strictObject({ urls: urlsOf(isStunUrl) })

export const turnServers = v.strictObject({
  urls: urlsOf(isTurnUrl),
  username: credential,
  credential,
  /** They are of no use any more after this time. Absent: they do not run out. */
  validMs: v.exactOptional(v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
  /** What a tab may send by relays, all of its links together. Absent: as much as it can. */
  bitsPerSec: v.exactOptional(
    v.pipe(v.number(), v.minValue(1), v.maxValue(MAX_RELAY_BITS_PER_SEC)),
  ),
})

export type StunServers = Readonly<v.InferOutput<typeof stunServers>>
export type TurnServers = Readonly<v.InferOutput<typeof turnServers>>

export interface IceServerEvents {
  /** Once a connection, before anything else; not at all if there are none. */
  stun(servers: StunServers): void
}

const KNOWN_FIELDS = new Set(['urls'])

export const parseStunServers = (input: unknown): Parsed<StunServers> =>
  parse<StunServers>(stunServers, input, KNOWN_FIELDS)
