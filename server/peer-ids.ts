/**
 * Whether a connection may announce under a peer id. An id of our own tabs needs the proof that it is
 * theirs, and whoever brings it has the id at once: the connection that had it is the same tab's old one.
 */
import { createHash, createPublicKey, verify } from 'node:crypto'
import { fromHex, type PeerId } from '../shared/base/ids.ts'
import { needsProof, type Proof, peerIdOf, signedBytes } from '../shared/tracker/proof.ts'
import { REFUSALS, type RefusalSentence } from '../shared/tracker/refusals.ts'
import type { SwarmRegistry } from '../shared/tracker/registry.ts'
import type { Awaitable } from './awaitable.ts'
import type { AcceptedScope, Client, Clients } from './clients.ts'
import { isStock } from './nodes.ts'

export interface Announcing {
  readonly peerId: PeerId
  readonly proof?: Proof | undefined
}

/** Why it may not, as a sentence; undefined if it may, or the registry decides. */
export function refusePeerId(
  { peerId, proof }: Announcing,
  client: Client,
  { registry, clients }: { readonly registry: SwarmRegistry; readonly clients: Clients },
  now: number,
): Awaitable<RefusalSentence | undefined> {
  if (!needsProof(peerId) || client.provenId === peerId) return undefined
  const refusal = refusalOf(peerId, proof, client, now)
  if (refusal) return refusal
  client.provenId = peerId
  return takeOver(peerId, client, registry, clients).then(() => undefined)
}

function refusalOf(
  peerId: PeerId,
  proof: Proof | undefined,
  client: Client,
  now: number,
): RefusalSentence | undefined {
  if (!proof) return REFUSALS['no proof']
  if (!client.proofs.take(now)) return REFUSALS['too many proofs']
  return isValid(proof, peerId, client.scope) ? undefined : REFUSALS['bad proof']
}

/** One that this node knows of, and one of another node. */
const MAX_OWNERS = 2

async function takeOver(
  peerId: PeerId,
  client: Client,
  registry: SwarmRegistry,
  clients: Clients,
): Promise<void> {
  for (let i = 0; i < MAX_OWNERS; i++) {
    const owner = await registry.ownerOf(peerId)
    if (owner === undefined || owner === client.key) return
    // A tab may come by both doors at once, and know the server by two names: its main line stays.
    if (!isStock(owner) && client.scope.door !== 'socket.io') return
    await clients.end(owner, 'another connection has shown that its peer id is its own')
  }
}

/** RFC 8410: what comes before the 32 bytes of an Ed25519 public key in its DER form. */
const DER_HEADER = Buffer.from('302a300506032b6570032100', 'hex')

function isValid({ publicKey, signature }: Proof, peerId: PeerId, scope: AcceptedScope): boolean {
  const rawKey = fromHex(publicKey)
  const keyHash = createHash('sha256').update(rawKey).digest()
  if (peerIdOf(keyHash) !== peerId) return false
  const der = Buffer.concat([DER_HEADER, rawKey])
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
  const { door, servers, connection } = scope
  return servers.some(server => {
    const signed = signedBytes(peerId, { door, server, connection })
    return verify(null, signed, key, fromHex(signature))
  })
}
