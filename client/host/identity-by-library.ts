/** An identity whose keys a library has: made at once, and where there is no WebCrypto. */
import { hashes, keygen, sign } from '@noble/ed25519'
import { sha256, sha512 } from '@noble/hashes/sha2.js'
import { type Identity, peerIdOf, proofOf, signedBytes } from '../../shared/tracker/proof.ts'

/** What the library's synchronous functions sign with. */
hashes.sha512 = sha512

export function identityByLibrary(): Identity {
  const { secretKey, publicKey } = keygen()
  const peerId = peerIdOf(sha256(publicKey))
  return {
    peerId,
    prove: async scope => proofOf(publicKey, sign(signedBytes(peerId, scope), secretKey)),
  }
}
