import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Node hides it unless asked. */
export function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}
