/**
 * Peers with public addresses, each behind a line of its own, and an internet between them:
 *
 *   peer 203.0.113.(10 + N) == line == internet 203.0.113.1 == line == the next peer
 *
 * A line is a program between two TUN devices (`line.c`): not every kernel has netem.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { INTERNET, nameOf, removeLeftOvers } from './netlab.ts'
import { end, Place, untilItSays } from './place.ts'

/** One direction of a line. */
export interface Way {
  readonly bitsPerSec: number
  readonly delayMs: number
  /** The share of packets, 0 to 1. */
  readonly loss: number
  readonly queueBytes: number
}

export class Lines {
  readonly internet: Place
  readonly #places: Place[] = []
  readonly #programs: ChildProcess[] = []
  readonly #folder = mkdtempSync(join(tmpdir(), 'tabswarm-lines-'))

  constructor() {
    removeLeftOvers()
    const source = join(import.meta.dirname, 'line.c')
    const { status, stderr } = spawnSync('cc', ['-O2', '-o', this.#program, source])
    if (status !== 0) throw new Error(`The line did not compile: ${stderr}`)
    this.internet = new Place(nameOf('inet'))
    this.internet.ip(`addr add ${INTERNET.v4}/32 dev lo`)
    this.internet.run('sysctl', ['-qw', 'net.ipv4.ip_forward=1'])
  }

  /** `seed`: of the packets that are lost. */
  async peer(up: Way, down: Way, seed: number): Promise<{ place: Place; address: string }> {
    const number = this.#places.length + 1
    const place = new Place(nameOf(`p${number}`))
    this.#places.push(place)
    const ends = [place.namespace, 'up0', this.internet.namespace, `to${number}`]
    const args = [...ends, textOf(up), textOf(down), `${seed}`]
    const program = spawn(this.#program, args, { stdio: ['pipe', 'pipe', 'pipe'] })
    this.#programs.push(program)
    await untilItSays(program, 'ready')
    const address = `203.0.113.${10 + number}`
    place.ip(`addr add ${address}/32 dev up0`)
    place.ip('link set up0 up')
    place.ip('route add default dev up0')
    this.internet.ip(`link set to${number} up`)
    this.internet.ip(`route add ${address}/32 dev to${number}`)
    return { place, address }
  }

  /** An executable that starts the program in the place. */
  wrapper(place: Place, program: string): string {
    return place.wrapper(program, this.#folder)
  }

  async remove(): Promise<void> {
    for (const program of this.#programs) await end(program)
    for (const place of this.#places) place.remove()
    this.internet.remove()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  get #program(): string {
    return join(this.#folder, 'line')
  }
}

const textOf = ({ bitsPerSec, delayMs, loss, queueBytes }: Way): string =>
  [bitsPerSec, delayMs, loss, queueBytes].join(',')
