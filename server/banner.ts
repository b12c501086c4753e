/** What a person sees when the server is up: where to go, and a code for the phone. */
import { renderUnicodeCompact } from 'uqr'
import type { Interfaces } from './own-networks.ts'

export interface Shown {
  readonly port: number
  readonly publicUrl?: URL | undefined
  readonly isSecure?: boolean
  /** Whom others have to trust first. */
  readonly authority?: { readonly fingerprint: string } | undefined
}

/** Where whoever has to trust this server's own certificates finds the authority that makes them. */
export const AUTHORITY_PATH = '/authority.crt'

export function banner(interfaces: Interfaces, shown: Shown): string {
  const { port, publicUrl, isSecure, authority } = shown
  const scheme = isSecure ? 'https' : 'http'
  const here = `${scheme}://localhost:${port}`
  const lan = lanAddresses(interfaces).map(address => `${scheme}://${address}:${port}`)
  const lines = ['', '  tabswarm is running.', '', `  On this machine   ${here}`]
  for (const url of lan) lines.push(`  On your network   ${url}`)
  if (publicUrl) lines.push(`  For everyone      ${publicUrl.origin}`)
  const forPhones = publicUrl?.origin ?? lan[0]
  if (forPhones) lines.push('', renderUnicodeCompact(forPhones, { border: 2 }))
  else lines.push('', '  No network was found, so other machines cannot reach this one.')
  if (authority) lines.push(...howToTrust(forPhones ?? here, authority.fingerprint))
  return [...lines, '', '  Stop it with Ctrl+C.', ''].join('\n')
}

const howToTrust = (origin: string, fingerprint: string) => [
  '',
  '  Browsers warn until they trust this machine. Once on each device, open',
  `  ${origin}${AUTHORITY_PATH}`,
  '  and add it as a certificate authority, if its SHA-256 fingerprint is',
  `  ${fingerprint.slice(0, 47)}`,
  `  ${fingerprint.slice(48)}`,
  '  How each system does that: docs/deploy.md, "Trusting a certificate of --https".',
]

/** IPv4 addresses, home networks first: 172.x is most often the bridge of a container. */
export function lanAddresses(interfaces: Interfaces): string[] {
  return Object.values(interfaces)
    .flatMap(addresses => addresses ?? [])
    .filter(({ family, internal, address }) => {
      return family === 'IPv4' && !internal && !address.startsWith('169.254.')
    })
    .map(({ address }) => address)
    .sort((a, b) => rank(a) - rank(b))
}

const HOME_FIRST = ['192.168.', '10.', '']
const rank = (address: string) => HOME_FIRST.findIndex(prefix => address.startsWith(prefix))
