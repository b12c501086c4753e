/**
 * Makes a change, and tells for how long it kept the page's thread busy: rendering, layout and
 * painting, and what came between them because the machine is busy. Tells nothing while no frame is
 * drawn, as in a hidden page.
 */
export function withFrameCost(change: () => void, told: (busyMs: number) => void): void {
  const startMs = performance.now()
  change()
  // Components are rendered in microtasks that `change` has queued.
  queueMicrotask(() => {
    const changedMs = performance.now() - startMs
    requestAnimationFrame(() => {
      const frameMs = performance.now()
      const { port1, port2 } = new MessageChannel()
      // Sent before this frame is laid out and painted, heard after.
      port1.onmessage = () => {
        port1.close()
        told(changedMs + performance.now() - frameMs)
      }
      port2.postMessage(undefined)
    })
  })
}
