/** What tells this tab from all others. Needs no secure context: plain http on a LAN has none. */
import { type Identity, peerIdOf, proofOf, signedBytes } from '../../shared/tracker/proof.ts'

/**
 * Its secret is kept in this page's memory alone, so no other tab has it, not even a copy of this one, and
 * it ends with the page: a reloaded tab is a new peer, as its links have ended too. WebCrypto does not even
 * show it to the page; it is missing on plain http, and older browsers have none of its curves.
 */
export async function newIdentity(): Promise<Identity> {
  const keys = await keysOfWebCrypto()
  if (keys) return identityOf(keys)
  const { identityByLibrary } = await import('./identity-by-library.ts')
  return identityByLibrary()
}

async function keysOfWebCrypto(): Promise<CryptoKeyPair | undefined> {
  try {
    return (await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair
  } catch {
    return undefined
  }
}

async function identityOf({ publicKey, privateKey }: CryptoKeyPair): Promise<Identity> {
  const { subtle } = crypto
  const raw = new Uint8Array(await subtle.exportKey('raw', publicKey))
  const peerId = peerIdOf(new Uint8Array(await subtle.digest('SHA-256', raw)))
  return {
    peerId,
    prove: async scope => {
      const signature = await subtle.sign('Ed25519', privateKey, signedBytes(peerId, scope))
      return proofOf(raw, new Uint8Array(signature))
    },
  }
}

export const newSeed = (): number => crypto.getRandomValues(new Uint32Array(1))[0] as number

/** Every browser's user agent names its ancestors too: the most particular name comes first. */
const BROWSERS = [
  ['Firefox/', 'Firefox'],
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const

/** What this browser is called, for other people's list of peers. Never used to decide anything. */
export const browserName = (userAgent = navigator.userAgent): string =>
  BROWSERS.find(([token]) => userAgent.includes(token))?.[1] ?? 'browser'
