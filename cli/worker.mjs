/** Starts a TypeScript module in a thread: what `--import tsx` does for a process, it does not do there. */
import { workerData } from 'node:worker_threads'
import { register } from 'tsx/esm/api'

register()
await import(workerData)
