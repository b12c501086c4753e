/** Starts worker.ts in a thread: what `--import tsx` does for a process, it does not do for threads. */
import { register } from 'tsx/esm/api'

register()
await import('./worker.ts')
