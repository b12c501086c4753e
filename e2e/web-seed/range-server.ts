/** A web server with ranges and CORS, on a line of a certain rate; or one that is up to something. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface RangeServerOptions {
  /** By path. */
  readonly files: Readonly<Record<string, Uint8Array>>
  /** Of the line that all answers share. */
  readonly bytesPerSec?: number
  /** Where it sends all who ask. */
  readonly redirect?: string
  readonly cors?: boolean
  /** What it sends in place of what it has. */
  readonly alter?: (bytes: Uint8Array) => Uint8Array
}

const same = (bytes: Uint8Array): Uint8Array => bytes

/** What a line of 10 MB/s sends in 1.6 ms. */
const CHUNK_BYTES = 16 * 1024

export class RangeServer {
  readonly #options: RangeServerOptions
  readonly #server = createServer((request, response) => void this.#answer(request, response))
  /** When the line is free again. */
  #freeAtMs = 0
  asked: { readonly path: string; readonly headers: IncomingMessage['headers'] }[] = []
  sentBytes = 0

  private constructor(options: RangeServerOptions) {
    this.#options = options
  }

  static async start(options: RangeServerOptions): Promise<RangeServer> {
    const server = new RangeServer(options)
    await new Promise<void>(resolve => server.#server.listen(0, '127.0.0.1', resolve))
    return server
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** What was asked and sent so far. */
  forget(): void {
    this.asked = []
    this.sentBytes = 0
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise(resolve => this.#server.close(resolve))
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { files, redirect, cors = true, alter = same } = this.#options
    const path = request.url ?? ''
    this.asked.push({ path, headers: request.headers })
    if (cors) response.setHeader('Access-Control-Allow-Origin', '*')
    if (redirect !== undefined) return void response.writeHead(302, { Location: redirect }).end()
    const file = files[path]
    if (file === undefined) return void response.writeHead(404).end()
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? []
    const from = Number(first ?? 0)
    const bytes = alter(file.subarray(from, Number(last ?? file.length - 1) + 1))
    response.writeHead(first === undefined ? 200 : 206, {
      'Content-Length': bytes.length,
      'Content-Range': `bytes ${from}-${from + bytes.length - 1}/${file.length}`,
    })
    for (let sent = 0; sent < bytes.length && !response.destroyed; sent += CHUNK_BYTES) {
      const chunk = bytes.subarray(sent, sent + CHUNK_BYTES)
      await this.#line(chunk.length)
      if (!response.write(chunk)) await writable(response)
      this.sentBytes += chunk.length
    }
    response.end()
  }

  /** Waits for its turn on the line. */
  async #line(bytes: number): Promise<void> {
    const { bytesPerSec } = this.#options
    if (bytesPerSec === undefined) return
    const now = performance.now()
    this.#freeAtMs = Math.max(this.#freeAtMs, now) + (1_000 * bytes) / bytesPerSec
    const waitMs = this.#freeAtMs - now
    if (waitMs > 1) await new Promise(resolve => setTimeout(resolve, waitMs))
  }
}

const writable = (response: ServerResponse): Promise<void> =>
  new Promise(resolve => {
    const go = () => {
      response.off('drain', go).off('close', go)
      resolve()
    }
    response.on('drain', go).on('close', go)
  })
