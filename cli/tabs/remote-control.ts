/**
 * Calls functions of pages that nothing automates, by long polling: a call is a response held back
 * until there is one, so the tabs need no timer to wait for it.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { json } from 'node:stream/consumers'

/** What a page answers by name. Arguments and results are plain data. */
// biome-ignore lint/suspicious/noExplicitAny: each function has parameters of its own
export type PageFunctions = Readonly<Record<string, (...args: any[]) => unknown>>

export interface Call {
  readonly name: string
  readonly args: readonly unknown[]
}

export interface Reply<Value = unknown> {
  readonly visibility: DocumentVisibilityState
  readonly value: Value
  readonly error?: string
}

export class RemoteControl<Page extends PageFunctions> {
  readonly #calls = new Map<string, Call>()
  readonly #waiting = new Map<string, ServerResponse>()
  readonly #replies = new Map<string, (reply: Reply) => void>()

  /** A tab that has not come yet gets its call when it does. Rejects with what the page throws. */
  async call<Name extends keyof Page & string>(
    tab: string,
    name: Name,
    ...args: Parameters<Page[Name]>
  ): Promise<Reply<Awaited<ReturnType<Page[Name]>>>> {
    const reply = await new Promise<Reply>(resolve => {
      this.#replies.set(tab, resolve)
      this.#calls.set(tab, { name, args })
      this.#deliver(tab)
    })
    if (reply.error !== undefined) throw new Error(`tab ${tab}, ${name}: ${reply.error}`)
    return reply as Reply<Awaited<ReturnType<Page[Name]>>>
  }

  /** A request handler; what is not its own goes on to `next`. */
  readonly handle = (request: IncomingMessage, response: ServerResponse, next: () => void) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost')
    const tab = searchParams.get('tab') ?? ''
    if (pathname === '/calls') {
      this.#waiting.set(tab, response)
      this.#deliver(tab)
    } else if (pathname === '/replies') {
      void this.#accept(tab, request, response)
    } else next()
  }

  #deliver(tab: string): void {
    const call = this.#calls.get(tab)
    const response = this.#waiting.get(tab)
    if (!call || !response) return
    this.#calls.delete(tab)
    this.#waiting.delete(tab)
    response.end(JSON.stringify(call))
  }

  async #accept(tab: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reply = (await json(request)) as Reply
    response.end()
    this.#replies.get(tab)?.(reply)
  }
}
