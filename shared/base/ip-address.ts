/**
 * IP addresses as text, in the strict form alone: what a resolver would also take for one (octal, `127.1`,
 * a zone) is none. A library that knows all ranges would be a twentieth of the share page.
 */

/** Groups of 16 bits. An IPv4 address is the IPv6 address that maps it (RFC 4291, section 2.5.5.2). */
export type Address = readonly [number, number, number, number, number, number, number, number]

const IPV4 = /^(?:(?:0|[1-9]\d{0,2})(?:\.(?!$)|$)){4}$/
const IPV6 = /^[\da-f:.]*:[\da-f:.]*$/i

export function parseAddress(text: string): Address | undefined {
  return IPV4.test(text) ? parseIpv4(text) : IPV6.test(text) ? parseIpv6(text) : undefined
}

export const isIpv4 = (address: Address): boolean =>
  address[5] === 0xffff && address.slice(0, 5).every(group => group === 0)

function parseIpv4(text: string): Address | undefined {
  const [a = 0, b = 0, c = 0, d = 0] = text.split('.').map(Number)
  if (Math.max(a, b, c, d) > 255) return undefined
  return [0, 0, 0, 0, 0, 0xffff, (a << 8) | b, (c << 8) | d]
}

/** The URL standard's parser writes it with at most one `::`, and no dots. */
function parseIpv6(text: string): Address | undefined {
  const url = `http://[${text}]`
  if (!URL.canParse(url)) return undefined
  const [before, after] = new URL(url).hostname.slice(1, -1).split('::').map(groupsOf)
  const [first = [], last = []] = [before, after]
  const zeros = Array<number>(8 - first.length - last.length).fill(0)
  return [...first, ...zeros, ...last] as unknown as Address
}

const groupsOf = (text: string): number[] =>
  text === '' ? [] : text.split(':').map(group => Number.parseInt(group, 16))
