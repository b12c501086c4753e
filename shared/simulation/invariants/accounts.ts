/** Bytes: what came is either useful or wasted, and what is held came in once. */
import { type Invariant, must } from './invariant.ts'

export function accounts(): Invariant {
  return {
    name: 'counted',
    swept(ledger, { downloaded, wasted, uploaded }) {
      const { inBytes, outBytes, gainedBytes } = ledger.content
      const came = downloaded + wasted
      must(
        came === inBytes,
        'counted',
        () => `${ledger.name} counts ${came} bytes in, ${inBytes} came`,
      )
      must(
        uploaded === outBytes,
        'counted',
        () => `${ledger.name} counts ${uploaded} bytes out, ${outBytes} went`,
      )
      must(
        gainedBytes <= downloaded,
        'counted',
        () => `${ledger.name} holds ${gainedBytes} bytes of ${downloaded} that came`,
      )
    },
  }
}
