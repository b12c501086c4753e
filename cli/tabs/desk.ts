/**
 * Where tabs fetch orders and hand in reports: an order is a response held back until there is one,
 * so the tabs need no timer to wait for it.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { json } from 'node:stream/consumers'

export class Desk<Order, Report> {
  readonly #orders = new Map<string, Order>()
  readonly #waiting = new Map<string, ServerResponse>()
  readonly #reports = new Map<string, (report: Report) => void>()

  /** A tab that has not come yet gets its order when it does. */
  give(tab: string, order: Order): Promise<Report> {
    return new Promise(resolve => {
      this.#reports.set(tab, resolve)
      this.#orders.set(tab, order)
      this.#deliver(tab)
    })
  }

  /** A request handler; what is not its own goes on to `next`. */
  readonly handle = (request: IncomingMessage, response: ServerResponse, next: () => void) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost')
    const tab = searchParams.get('tab') ?? ''
    if (pathname === '/orders') {
      this.#waiting.set(tab, response)
      this.#deliver(tab)
    } else if (pathname === '/reports') {
      void this.#accept(tab, request, response)
    } else next()
  }

  #deliver(tab: string): void {
    const order = this.#orders.get(tab)
    const response = this.#waiting.get(tab)
    if (!order || !response) return
    this.#orders.delete(tab)
    this.#waiting.delete(tab)
    response.end(JSON.stringify(order))
  }

  async #accept(tab: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const report = (await json(request)) as Report
    response.end()
    this.#reports.get(tab)?.(report)
  }
}
