/** Errors that nothing in the page caught: faults of this program. */
import { HostError } from '../api.ts'

export type Page = Pick<Window, 'addEventListener' | 'removeEventListener'>

/** Returns what ends the watch. */
export function watchUncaught(page: Page, report: (error: unknown) => void): () => void {
  // Without an error in it, it is another origin's script or a ResizeObserver that gave up.
  const onError = ({ error }: ErrorEvent) => error && report(error)
  // The environment's refusal, asked for by whoever drives this page and did not wait for it.
  const onRejection = ({ reason }: PromiseRejectionEvent) =>
    reason instanceof HostError || report(reason)
  page.addEventListener('error', onError)
  page.addEventListener('unhandledrejection', onRejection)
  return () => {
    page.removeEventListener('error', onError)
    page.removeEventListener('unhandledrejection', onRejection)
  }
}
