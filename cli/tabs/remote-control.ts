/**
 * Where tabs fetch commands and hand in replies, by long polling: a command is a response held back
 * until there is one, so the tabs need no timer to wait for it.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { json } from 'node:stream/consumers'

export class RemoteControl<Command, Reply> {
  readonly #commands = new Map<string, Command>()
  readonly #waiting = new Map<string, ServerResponse>()
  readonly #replies = new Map<string, (reply: Reply) => void>()

  /** A tab that has not come yet gets its command when it does. */
  send(tab: string, command: Command): Promise<Reply> {
    return new Promise(resolve => {
      this.#replies.set(tab, resolve)
      this.#commands.set(tab, command)
      this.#deliver(tab)
    })
  }

  /** A request handler; what is not its own goes on to `next`. */
  readonly handle = (request: IncomingMessage, response: ServerResponse, next: () => void) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost')
    const tab = searchParams.get('tab') ?? ''
    if (pathname === '/commands') {
      this.#waiting.set(tab, response)
      this.#deliver(tab)
    } else if (pathname === '/replies') {
      void this.#accept(tab, request, response)
    } else next()
  }

  #deliver(tab: string): void {
    const command = this.#commands.get(tab)
    const response = this.#waiting.get(tab)
    if (!command || !response) return
    this.#commands.delete(tab)
    this.#waiting.delete(tab)
    response.end(JSON.stringify(command))
  }

  async #accept(tab: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reply = (await json(request)) as Reply
    response.end()
    this.#replies.get(tab)?.(reply)
  }
}
