/** In a page that nothing automates: answers the calls of the harness's `RemoteControl`. */
import type { Call, PageFunctions } from './remote-control.ts'

const TIMER_MS = 20

/** One call after the other, for ever. A page without `?tab=NAME` gets none. */
export async function answerCalls(functions: PageFunctions): Promise<void> {
  const tab = new URL(location.href).searchParams.get('tab')
  if (!tab) {
    document.body.textContent = 'This tab only lies in front of the others.'
    return
  }
  for (;;) {
    const { name, args }: Call = await (await fetch(`/calls?tab=${tab}`)).json()
    const outcome = await answer(functions[name]?.bind(functions, ...args))
    const reply = { visibility: document.visibilityState, ...outcome }
    await fetch(`/replies?tab=${tab}`, { method: 'POST', body: JSON.stringify(reply) })
  }
}

async function answer(ask: (() => unknown) | undefined) {
  try {
    return { value: await ask?.() }
  } catch (error) {
    return { error: String(error) }
  }
}

/** Until a timer fires this late: Chromium lets a tab that was just hidden have its way for ten seconds. */
export async function untilTimersSlow(lateMs: number): Promise<void> {
  for (let firedMs = 0; firedMs < lateMs; ) {
    const askedMs = performance.now()
    await new Promise(resolve => setTimeout(resolve, TIMER_MS))
    firedMs = performance.now() - askedMs
  }
}
