/** In a page that nothing automates: does what the harness tells it by `RemoteControl`. */

const TIMER_MS = 20

/** One command after the other, for ever. A page without `?tab=NAME` is told nothing. */
export async function obeyCommands<Command, Reply extends object>(
  execute: (command: Command) => Promise<Reply>,
): Promise<void> {
  const name = new URL(location.href).searchParams.get('tab')
  if (!name) {
    document.body.textContent = 'This tab only lies in front of the others.'
    return
  }
  for (;;) {
    const command: Command = await (await fetch(`/commands?tab=${name}`)).json()
    const outcome = await execute(command).catch(error => ({ error: String(error) }))
    const reply = { visibility: document.visibilityState, ...outcome }
    await fetch(`/replies?tab=${name}`, { method: 'POST', body: JSON.stringify(reply) })
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
