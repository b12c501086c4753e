/** What a person sees when the server is up: where to go, and a code for the phone. */
import { renderUnicodeCompact } from 'uqr'
import type { Interfaces } from './own-networks.ts'

export function banner(port: number, interfaces: Interfaces, publicUrl?: URL): string {
  const lan = lanAddresses(interfaces).map(address => `http://${address}:${port}`)
  const lines = ['', '  tabswarm is running.', '', `  On this machine   http://localhost:${port}`]
  for (const url of lan) lines.push(`  On your network   ${url}`)
  if (publicUrl) lines.push(`  For everyone      ${publicUrl.origin}`)
  const forPhones = publicUrl?.origin ?? lan[0]
  if (forPhones) lines.push('', renderUnicodeCompact(forPhones, { border: 2 }))
  else lines.push('', '  No network was found, so other machines cannot reach this one.')
  return [...lines, '', '  Stop it with Ctrl+C.', ''].join('\n')
}

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
