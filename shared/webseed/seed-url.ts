/**
 * Which addresses a page may fetch content from (BEP 19). They come from strangers, and a browser asks
 * whatever it is told to: so only what can be a public web server. What a name leads to a page cannot see.
 */
import { parseAddress } from '../base/ip-address.ts'
import { reachOf } from '../wire/candidate.ts'

export type SeedRefusal =
  | 'not-http'
  /** A name and a password are nobody's business here, and `fetch` refuses them. */
  | 'credentials'
  /** This machine, its network, or a name that only its network knows. */
  | 'private-address'
  /** A page by https may fetch by https alone. */
  | 'insecure'

/** Names that no public server has (RFC 6761, RFC 6762, RFC 8375, ICANN's list of collisions). */
const PRIVATE_ENDINGS =
  /(?:^|\.)(?:localhost|localdomain|local|internal|intranet|private|corp|home|lan|home\.arpa)$/

/** Undefined if it may be asked. `isSecurePage`: the page came by https. */
export function refuseSeed(url: string, isSecurePage: boolean): SeedRefusal | undefined {
  if (!URL.canParse(url)) return 'not-http'
  const { protocol, username, password, hostname } = new URL(url)
  if (protocol !== 'https:' && protocol !== 'http:') return 'not-http'
  if (username !== '' || password !== '') return 'credentials'
  if (!isPublicHost(hostname)) return 'private-address'
  return isSecurePage && protocol === 'http:' ? 'insecure' : undefined
}

/** `hostname`: as the URL standard writes it, which reads `0x7f.1` as 127.0.0.1. */
function isPublicHost(hostname: string): boolean {
  const name = hostname.replace(/\.$/, '')
  const address = parseAddress(name.replace(/^\[|\]$/g, ''))
  if (address) return reachOf(address) === 'public'
  return name.includes('.') && !PRIVATE_ENDINGS.test(name)
}

/** How a person knows it. */
export const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url)
