/** Bytes: what came is either useful or wasted, and what is held came in once. */
import { type Invariant, must } from './invariant.ts'

export function accounts(): Invariant {
  const name =
    'bytes are conserved: what came is useful or wasted, what is held came, what went is counted'
  return {
    name,
    swept(ledger, { peer }) {
      const { downloaded, wasted, uploaded } = peer.inspect()
      const { inBytes, outBytes, gainedBytes } = ledger
      const came = downloaded + wasted
      must(came === inBytes, name, () => `${ledger.name} counts ${came} bytes in, ${inBytes} came`)
      must(
        uploaded === outBytes,
        name,
        () => `${ledger.name} counts ${uploaded} bytes out, ${outBytes} went`,
      )
      must(
        gainedBytes <= downloaded,
        name,
        () => `${ledger.name} holds ${gainedBytes} bytes of ${downloaded} that came`,
      )
    },
  }
}
