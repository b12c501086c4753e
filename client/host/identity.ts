/** What tells this tab from all others. Needs no secure context: plain http on a LAN has none. */
import { hashes, keygen, sign } from '@noble/ed25519'
import { sha512 } from '@noble/hashes/sha2.js'
import { type PeerId, toHex } from '../../shared/base/ids.ts'
import { type Proof, type ProofScope, peerIdOf, signedBytes } from '../../shared/tracker/proof.ts'

/** What the synchronous functions of the library sign with. */
hashes.sha512 = sha512

/** A peer id, and what shows that it is ours. */
export interface Identity {
  readonly peerId: PeerId
  prove(scope: ProofScope): Proof
}

/**
 * Its secret is kept in this page's memory alone, so no other tab has it, not even a copy of this one, and
 * it ends with the page: a reloaded tab is a new peer, as its links have ended too. A library does what
 * WebCrypto could, which is missing on plain http.
 */
export function newIdentity(): Identity {
  const { secretKey, publicKey } = keygen()
  const peerId = peerIdOf(publicKey)
  return {
    peerId,
    prove: scope => ({
      publicKey: toHex(publicKey),
      signature: toHex(sign(signedBytes(peerId, scope), secretKey)),
    }),
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
