/** One TCP connection before it is a socket, or if it never is one: what its requests cost. */
import type { Socket } from 'node:net'
import { type Address, type Source, workedMs } from './addresses.ts'

/** For a request that is parsed and not answered, until Node has forgotten it: measured. */
const DROPPED_REQUEST_MS = 0.01

export class Asker implements Source {
  /** Node keeps little of a request: its limits on headers bound it. */
  readonly heldBytes = 0
  readonly #socket: Socket
  readonly #address: Address
  readonly #now: () => number
  #startedAt = 0

  constructor(address: Address, socket: Socket, now: () => number) {
    this.#socket = socket
    this.#address = address
    this.#now = now
    // Around the listener of Node's server. With one of our own it does not read past us.
    socket.prependListener('data', this.#onRead)
    socket.on('data', this.#onDone)
    address.add(this)
    socket.once('close', () => this.leave())
  }

  /** It is a socket from now on, or gone. */
  leave(): void {
    this.#socket.removeListener('data', this.#onRead)
    this.#socket.removeListener('data', this.#onDone)
    this.#address.delete(this)
  }

  /** It has sent a request after one for which it was closed. */
  dropped(): void {
    this.#address.worked(DROPPED_REQUEST_MS)
  }

  recount(): void {}

  setPaused(paused: boolean): void {
    if (paused) this.#socket.pause()
    else this.#socket.resume()
  }

  end(): void {
    this.#socket.destroy()
  }

  readonly #onRead = () => {
    this.#startedAt = workedMs()
  }

  readonly #onDone = (chunk: Buffer) => {
    this.#address.received(chunk.length, this.#now())
    this.#address.worked(workedMs() - this.#startedAt)
  }
}
