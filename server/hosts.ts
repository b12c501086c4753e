/**
 * Which names this server answers to, and whose pages may speak to it.
 *
 * By DNS rebinding a page of another site can point its own name at this server, and then passes for one
 * of ours: Origin and Host are equal, both the attacker's. But the browser still says which name it asked
 * for, so only the server's own names are served. Addresses of other machines are no names of ours, either.
 */
import { isIP } from 'node:net'
import { serverNameOf } from '../shared/tracker/proof.ts'

/** What the server is known as. */
export interface OwnNames {
  /** The setting PUBLIC_URL. */
  readonly publicUrl: URL | undefined
  /** The operating system's name for this machine. */
  readonly hostname: string
  /** IP addresses of this machine. */
  readonly addresses: () => readonly string[]
}

/** What a trusted proxy says of a request: X-Forwarded-Host and X-Forwarded-Proto. */
export interface Forwarded {
  readonly host: string | undefined
  readonly proto: 'http' | 'https' | undefined
}

/** What a request says of where it goes and where it comes from. */
export interface Asked {
  readonly host: string | undefined
  readonly origin?: string | undefined
  readonly forwarded?: Forwarded | undefined
  /** It came by our own TLS. */
  readonly encrypted?: boolean
  /** The address at which it arrived. */
  readonly localAddress?: string | undefined
}

interface Host {
  /** As URLs write it: in lower case, IPv6 in brackets. */
  readonly name: string
  readonly port: number | undefined
}

const HOST = /^(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?$/i
const PUBLIC_URL = /^https?:\/\/[^\s/?#@\\]+\/?$/i
/** Of one that a certificate can be for. */
const DNS_NAME =
  /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/

/** Machines with many containers have hundreds of addresses, and every handshake carries the certificate. */
const MAX_CERTIFICATE_NAMES = 100

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 }

/** The setting: scheme, name and, if need be, a port. The pages cannot live below a path. */
export function parsePublicUrl(text: string): URL | undefined {
  if (!PUBLIC_URL.test(text) || !URL.canParse(text)) return undefined
  const url = new URL(text)
  return parseHost(url.host) ? url : undefined
}

/**
 * A sentence, if the request names a server that this one is not. Without a Host it is no browser, and
 * has no visitor to be led astray.
 */
export function hostRefusal(asked: Asked, own: OwnNames): string | undefined {
  const said = hostSaid(asked)
  if (said === undefined) return undefined
  const host = parseHost(said)
  if (host === undefined) return 'The request has no valid Host header.'
  if (isOwnName(host.name, asked.localAddress, own)) return undefined
  return `This server does not answer to the name "${said}". Who runs it lets people use that name by the setting PUBLIC_URL, such as PUBLIC_URL=https://${said}`
}

/**
 * The names under which a browser may have reached us, one of which its tab has signed: PUBLIC_URL's, and
 * of those that the request says, the ones that are ours. Who captured a proof elsewhere says the name that
 * it is for.
 */
export function namesReached(asked: Asked, own: OwnNames): string[] {
  const isOurs = (host: string) =>
    hostRefusal({ host, localAddress: asked.localAddress }, own) === undefined
  const said = [asked.host, asked.forwarded?.host].filter(host => host !== undefined).filter(isOurs)
  const names = own.publicUrl ? [...said, own.publicUrl.host] : said
  return [...new Set(names.map(serverNameOf))]
}

/**
 * CORS does not guard WebSocket upgrades, so a page of another site could act for its visitor. Programs
 * send no Origin; browsers always do, and no page can make them leave it out. Call it for a request whose
 * Host is not refused.
 */
export function isOwnOrigin(asked: Asked, own: OwnNames): boolean {
  if (asked.origin === undefined) return true
  if (!URL.canParse(asked.origin)) return false
  const origin = new URL(asked.origin)
  const defaultPort = DEFAULT_PORTS[origin.protocol]
  // A page of a file or an extension, or, as "null", of nowhere.
  if (defaultPort === undefined || origin.origin !== asked.origin.toLowerCase()) return false
  // Whatever a proxy makes of the Host: this is where the pages are.
  if (origin.origin === own.publicUrl?.origin) return true
  const host = parseHost(hostSaid(asked) ?? '')
  if (host === undefined || origin.hostname !== host.name) return false
  const proto = protoOf(asked)
  if (proto !== undefined && origin.protocol !== `${proto}:`) return false
  // A proxy that ends TLS says the port or not: name, name:443.
  const port = origin.port === '' ? defaultPort : Number(origin.port)
  return host.port === undefined ? port === defaultPort : port === host.port
}

/** The page was certainly asked for by https. */
export function isHttps(asked: Asked, { publicUrl }: OwnNames): boolean {
  const proto = protoOf(asked)
  if (proto !== undefined) return proto === 'https'
  if (publicUrl?.protocol !== 'https:') return false
  const host = parseHost(hostSaid(asked) ?? '')
  return host?.name === publicUrl.hostname && (host.port ?? 443) === portOf(publicUrl)
}

/** Browsers trust a page by https, and one of this very machine. */
export function isSecureContext(asked: Asked, own: OwnNames): boolean {
  const host = parseHost(hostSaid(asked) ?? '')
  return isHttps(asked, own) || (host !== undefined && isLoopback(host.name))
}

/**
 * The name by which others reach this server, as far as the request tells: none if it is that of every
 * machine. A proxy that does not say what it was asked for may have put its own name for us into Host; then
 * PUBLIC_URL's is better.
 */
export function hostForOthers(asked: Asked, { publicUrl }: OwnNames): string | undefined {
  const isByProxy = asked.forwarded !== undefined && asked.forwarded.host === undefined
  const said = parseHost(hostSaid(asked) ?? '')?.name
  return [isByProxy ? publicUrl?.hostname : undefined, said].find(
    name => name !== undefined && !isLoopback(name),
  )
}

const hostSaid = ({ host, forwarded }: Asked): string | undefined => forwarded?.host ?? host

/** How the browser asked, if it is known: a proxy that ends TLS may not say so. */
const protoOf = ({ forwarded, encrypted }: Asked): Forwarded['proto'] =>
  forwarded?.proto ?? (encrypted ? 'https' : undefined)

const portOf = ({ port, protocol }: URL): number =>
  port === '' ? (DEFAULT_PORTS[protocol] as number) : Number(port)

function parseHost(text: string): Host | undefined {
  const match = HOST.exec(text)
  const url = `http://${text}`
  if (!match || !URL.canParse(url)) return undefined
  const port = match[1] === undefined ? undefined : Number(match[1])
  return { name: new URL(url).hostname, port }
}

function isOwnName(name: string, localAddress: string | undefined, own: OwnNames): boolean {
  // With a dot at its end it is the same name.
  const bare = name.replace(/\.$/, '')
  if (isLoopback(bare) || bare === own.publicUrl?.hostname) return true
  if (isIP(bare) === 0 && !bare.startsWith('[')) return machineNames(own.hostname).includes(bare)
  const isThis = (address: string | undefined) => address !== undefined && asHost(address) === bare
  return isThis(localAddress) || own.addresses().some(isThis)
}

/** RFC 6761: every name below localhost is this machine. */
const isLoopback = (name: string): boolean =>
  /^(.+\.)?localhost\.?$/.test(name) || /^127(\.\d+){3}$/.test(name) || name === '[::1]'

/** Of this machine, for its certificate. */
export function certificateNames(own: OwnNames): string[] {
  const names = [...machineNames(own.hostname).filter(name => DNS_NAME.test(name)), 'localhost']
  // Browsers open no address that needs a scope (RFC 6874 is not theirs).
  const addresses = own.addresses().filter(address => !/^fe80:/i.test(address) && isIP(address) > 0)
  const publicName = own.publicUrl?.hostname.replace(/^\[|\]$/g, '')
  return [...new Set([...names, ...(publicName ? [publicName] : []), ...addresses])].slice(
    0,
    MAX_CERTIFICATE_NAMES,
  )
}

/** As it is, without its domain, and as mDNS announces it (RFC 6762). */
function machineNames(hostname: string): string[] {
  const full = hostname.toLowerCase()
  const short = full.split('.')[0] as string
  return short === '' ? [] : [full, short, `${short}.local`]
}

/** An address as URLs write it. */
function asHost(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
  return isIP(plain) === 6 ? new URL(`http://[${plain}]`).hostname : plain
}
