/** Links as they are sent. Those that people paste are read by `host/session/read-text.ts`. */

export const shareLink = (origin: string, magnet: string): string => `${origin}/#${magnet}`

/** Without the name, which everybody gets from the swarm: fewer, larger squares to scan. */
export const shortLink = (origin: string, magnet: string): string =>
  shareLink(origin, shortMagnet(magnet))

/** Names the swarm and nothing else: what is in it, and how it travels. */
const shortMagnet = (magnet: string): string =>
  `magnet:?${(magnet.split('?')[1] ?? '').split('&').filter(namesSwarm).join('&')}`

const namesSwarm = (parameter: string): boolean => /^(xt|x\.gossip[a-z-]*)=/i.test(parameter)

/** Whether two links lead to the same swarm, as far as their words tell. */
export const isSameSwarm = (one: string, other: string): boolean =>
  shortMagnet(one).toLowerCase() === shortMagnet(other).toLowerCase()

/** The server's answer to `/public-url` -> what its setting PUBLIC_URL says; undefined if nothing. */
export function publicOrigin(answer: unknown): string | undefined {
  const url = (answer as { publicUrl?: unknown } | null)?.publicUrl
  if (typeof url !== 'string' || !/^https?:/.test(url) || !URL.canParse(url)) return undefined
  return new URL(url).origin
}

/** The server's answer to `/lan` -> where others on the network find it; undefined if nowhere. */
export function lanOrigin(
  answer: unknown,
  { protocol, port }: Pick<Location, 'protocol' | 'port'>,
): string | undefined {
  const address = (answer as { address?: unknown } | null)?.address
  if (typeof address !== 'string' || !/^\d{1,3}(\.\d{1,3}){3}$/.test(address)) return undefined
  return port === '' ? `${protocol}//${address}` : `${protocol}//${address}:${port}`
}

/** Such a link opens on this machine only. */
export const isLocalHost = (hostname: string): boolean =>
  /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
