/** Checks seeds in a thread of its own, one after the other. */
import { parentPort } from 'node:worker_threads'
import { checkRun } from '../../shared/simulation/invariants/checked-run.ts'
import { randomScenario } from '../../shared/simulation/random-scenario.ts'

const port = parentPort
if (!port) throw new Error('bug: this is run as a worker')

port.on('message', (seed: number) => {
  port.postMessage(checkRun(randomScenario(seed), seed))
})
