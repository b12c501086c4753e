/** The worker's entry: simulations run off the page's thread, so that the page can draw meanwhile. */
import type { ToWorker } from './protocol.ts'
import { Tasks } from './tasks.ts'

const tasks = new Tasks((message, transfer) => postMessage(message, { transfer }))

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => tasks.receive(data))
