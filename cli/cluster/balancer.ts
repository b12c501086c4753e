/**
 * Stands in front of the nodes of one machine: each request, and each socket for as long as it is open, goes to a
 * node that is ready. It tells the visitor's address in X-Forwarded-For, in place of what the visitor says.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'

const CHECK_INTERVAL_MS = 500
/** A node that takes longer to say that it is ready is not. */
const CHECK_TIMEOUT_MS = 2_000

/** What it alone may say. */
const FORWARDED = [
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-request-id',
  'forwarded',
  'via',
]

interface Target {
  readonly port: number
  isReady: boolean
  sockets: number
}

export class Balancer {
  readonly #http = createServer((request, response) => this.#ask(request, response))
  readonly #open = new Set<Socket>()
  #targets: readonly Target[] = []
  #checks: NodeJS.Timeout | undefined

  /** On all interfaces. */
  static async listen(port: number): Promise<Balancer> {
    const balancer = new Balancer()
    const http = balancer.#http
    http.on('connection', socket => balancer.#keep(socket))
    http.on('upgrade', (request, socket: Socket, head) => balancer.#upgrade(request, socket, head))
    http.listen(port)
    await once(http, 'listening')
    balancer.#checks = setInterval(() => void balancer.#check(), CHECK_INTERVAL_MS)
    return balancer
  }

  get port(): number {
    return (this.#http.address() as AddressInfo).port
  }

  /** The ports of the nodes. Resolves when they have been looked at. */
  async use(ports: readonly number[]): Promise<void> {
    const known = new Map(this.#targets.map(target => [target.port, target]))
    this.#targets = ports.map(port => known.get(port) ?? { port, isReady: false, sockets: 0 })
    await this.#check()
  }

  async close(): Promise<void> {
    clearInterval(this.#checks)
    const closed = once(this.#http, 'close')
    this.#http.close()
    for (const socket of this.#open) socket.destroy()
    await closed
  }

  async #check(): Promise<void> {
    await Promise.all(
      this.#targets.map(async target => {
        const signal = AbortSignal.timeout(CHECK_TIMEOUT_MS)
        const ready = fetch(`http://localhost:${target.port}/readyz`, { signal })
        target.isReady = await ready.then(({ ok }) => ok).catch(() => false)
      }),
    )
  }

  /** The ready one with the fewest sockets. */
  #choose(): Target | undefined {
    return this.#targets
      .filter(({ isReady }) => isReady)
      .reduce<Target | undefined>(
        (best, target) => (best && best.sockets <= target.sockets ? best : target),
        undefined,
      )
  }

  #ask(request: IncomingMessage, response: ServerResponse): void {
    const target = this.#choose()
    if (!target) return void response.writeHead(503).end('No server is ready. Try again soon.')
    const { method, url, socket } = request
    const headers: IncomingMessage['headers'] = { ...request.headers }
    for (const name of FORWARDED) delete headers[name]
    headers['x-forwarded-for'] = socket.remoteAddress
    const asked = send({ port: target.port, method, path: url, headers, agent: false }, answer => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
      answer.pipe(response)
    })
    asked.on('error', () => {
      target.isReady = false
      if (response.headersSent) return response.destroy()
      // It has died since the last look at it. What has a body is not sent twice.
      if (method === 'GET' || method === 'HEAD') return this.#ask(request, response)
      response.writeHead(502).end()
    })
    request.pipe(asked)
  }

  #upgrade(request: IncomingMessage, near: Socket, head: Buffer): void {
    const target = this.#choose()
    if (!target)
      return void near.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n')
    const far = connect(target.port)
    this.#keep(far)
    let isOpen = false
    far.once('connect', () => {
      isOpen = true
      target.sockets++
      far.once('close', () => target.sockets--)
      far.write(headOf(request))
      far.write(head)
      near.pipe(far).pipe(near)
    })
    far.on('error', () => {
      target.isReady = false
      if (isOpen) near.destroy()
      else this.#upgrade(request, near, head)
    })
    far.once('close', () => isOpen && near.destroy())
    near.once('close', () => far.destroy())
  }

  #keep(socket: Socket): void {
    this.#open.add(socket)
    // After an upgrade Node hears of its errors no more; 'close' follows.
    socket.on('error', () => socket.destroy())
    socket.once('close', () => this.#open.delete(socket))
  }
}

function headOf({ method, url, rawHeaders, socket }: IncomingMessage): string {
  const lines = [`${method} ${url} HTTP/1.1`]
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const [name = '', value = ''] = rawHeaders.slice(i, i + 2)
    if (!FORWARDED.includes(name.toLowerCase())) lines.push(`${name}: ${value}`)
  }
  return [...lines, `X-Forwarded-For: ${socket.remoteAddress}`, '', ''].join('\r\n')
}
