/** One TCP connection before it is a socket, or if it never is one: what its requests cost. */
import type { Socket } from 'node:net'
import type { Address, Source } from './addresses.ts'
import type { WorkMeter } from './work-meter.ts'

/**
 * Node's parser stops at nothing before the end of what it is given: further requests in one packet are
 * made and aborted, each some 10 microseconds, though the first has closed the connection.
 */
const PIECE_BYTES = 512

export class Asker implements Source {
  /** Node keeps little of a request: its limits on headers bound it. */
  readonly heldBytes = 0
  readonly #socket: Socket
  readonly #address: Address
  readonly #meter: WorkMeter
  readonly #now: () => number
  /** Those of Node's server. */
  readonly #readers: readonly ((piece: Buffer) => void)[]
  /** Of the chunk that is being read. */
  #rest: Buffer | undefined
  #isPaused = false

  /** `socket` is in the hands of Node's server already. */
  constructor(address: Address, socket: Socket, meter: WorkMeter, now: () => number) {
    this.#socket = socket
    this.#address = address
    this.#meter = meter
    this.#now = now
    this.#readers = socket.listeners('data') as ((piece: Buffer) => void)[]
    for (const reader of this.#readers) socket.removeListener('data', reader)
    socket.on('data', this.#onData)
    address.add(this)
    socket.once('close', () => this.leave())
  }

  /** It is a socket from now on, or gone. Who reads it then finds the rest. */
  leave(): void {
    this.#socket.removeListener('data', this.#onData)
    this.#address.delete(this)
    this.#giveBack()
  }

  recount(): void {}

  setPaused(paused: boolean): void {
    this.#isPaused = paused
    if (paused) this.#socket.pause()
    else this.#socket.resume()
  }

  end(): void {
    this.#socket.destroy()
  }

  readonly #onData = (chunk: Buffer) => {
    this.#rest = chunk
    while (this.#rest && !this.#isPaused && !this.#socket.destroyed) {
      this.#meter.begin(this.#address)
      const piece: Buffer = this.#rest.subarray(0, PIECE_BYTES)
      this.#rest = piece.length < this.#rest.length ? this.#rest.subarray(PIECE_BYTES) : undefined
      for (const reader of this.#readers) reader.call(this.#socket, piece)
      this.#address.received(piece.length, this.#now())
      this.#meter.settle()
    }
    this.#giveBack()
  }

  #giveBack(): void {
    const rest = this.#rest
    this.#rest = undefined
    if (!rest || this.#socket.destroyed) return
    // Node's server resumes a connection of its own accord when an answer has ended. While the socket
    // flows, `unshift` hands the rest to `#onData` before it returns, again and again.
    if (this.#isPaused) this.#socket.pause()
    this.#socket.unshift(rest)
  }
}
