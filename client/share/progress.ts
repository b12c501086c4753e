/** Work on the person's own disk, as the page shows it: a share being prepared, a download being saved. */
import type { Signal } from '@preact/signals'
import type { InfoHash } from '../host/api.ts'
import { paced } from './paced.ts'

interface Progress {
  readonly doneBytes: number
  readonly totalBytes: number
  readonly cancel: () => void
}

export interface Preparing extends Progress {
  readonly name: string
  readonly files: number
}

export interface Saving extends Progress {
  readonly swarm: InfoHash
}

export interface WorkOptions {
  readonly signal: AbortSignal
  readonly onProgress: (doneBytes: number) => void
}

/** Between two updates of the progress bar. */
const UPDATE_MS = 200

/** Shows the work in `shown` from its beginning to its end. `work` may report progress at any rate. */
export async function withProgress<Work extends Progress>(
  shown: Signal<Work | undefined>,
  begun: Omit<Work, 'doneBytes' | 'cancel'>,
  work: (options: WorkOptions) => Promise<void>,
): Promise<void> {
  const controller = new AbortController()
  const cancel = () => controller.abort()
  const show = (doneBytes: number) => {
    shown.value = { ...begun, doneBytes, cancel } as Work
  }
  show(0)
  const onProgress = paced(
    // A paced report may come after the end.
    (doneBytes: number) => {
      if (shown.value?.cancel === cancel) show(doneBytes)
    },
    () => UPDATE_MS,
  )
  try {
    await work({ signal: controller.signal, onProgress })
  } finally {
    shown.value = undefined
  }
}
