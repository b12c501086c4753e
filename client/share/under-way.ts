/** What the page shows while it works on the person's own disk: a share prepared, a download saved. */
import type { InfoHash } from '../host/api.ts'

interface UnderWay {
  readonly doneBytes: number
  readonly totalBytes: number
  readonly cancel: () => void
}

export interface Preparing extends UnderWay {
  readonly name: string
  readonly files: number
}

export interface Saving extends UnderWay {
  readonly swarm: InfoHash
}
