/** The simulation in a page, for the test to drive. */
import { fingerprintOf } from '../../shared/simulation/committed-fingerprints.ts'

declare global {
  interface Window {
    fingerprintOf: typeof fingerprintOf
  }
}

window.fingerprintOf = fingerprintOf
