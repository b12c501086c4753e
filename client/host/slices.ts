/** Does long work in slices, each in a task of its own, so that the page answers in between. */
import type { Slices } from '../../shared/base/slices.ts'

export async function inSlices<T>(work: Slices<T>): Promise<T> {
  for (;;) {
    const { done, value } = work.next()
    if (done) return value
    await nextTask()
  }
}

/** By a message: a hidden page's timers fire once a second. */
function nextTask(): Promise<void> {
  return new Promise(resolve => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(undefined)
  })
}
