/** One flood of the server, measured: its memory, somebody else's answers, a transfer of two tabs. */
import { cleanedUp } from '../../command.ts'
import {
  atLeast,
  atMost,
  besideSink,
  type Figure,
  mustBe,
  type Run,
  type ServerAttack,
} from '../attack.ts'
import { AttackChild } from '../attack-child.ts'
import { percentile } from '../percentile.ts'
import { Transfer } from '../transfer.ts'
import { inTurns, pause, totalSeconds, type WindowKind } from '../windows.ts'
import type { Flooded } from './flood.ts'
import type { Answers } from './honest.ts'
import { residentMb, ServerProcess } from './process.ts'

const MAX_GROWTH_MB = 200
/** What it was to show is shown then: the machine is not to be brought down with it. */
const ENOUGH_GROWTH_MB = 1_000
const MAX_P99_MS = 100
const MIN_RATE_SHARE = 0.8
/** No address of this machine that anybody else uses. */
export const ATTACKER = '127.0.0.2'

export interface ServerRun extends Run {
  /** Two real tabs beside it: left out where there is no time. */
  readonly transfer: boolean
  readonly turns?: readonly WindowKind[]
}

export function floodServer(attack: ServerAttack, run: ServerRun): Promise<Figure[]> {
  return cleanedUp(run.signal, async cleanup => {
    const server = await ServerProcess.start(run)
    cleanup.add(() => server.close())
    const started = <Closable extends { close(): Promise<void> }>(child: Closable): Closable => {
      cleanup.add(() => child.close())
      return child
    }
    const attacker = started(new AttackChild('attacker'))
    const honest = started(new AttackChild('honest'))
    const hasSink = run.turns?.includes('sink') ?? true
    const sinkPort = hasSink ? await started(new AttackChild('sink')).call('listen', null) : 0
    const transfer = run.transfer
      ? await Transfer.begin(server.origin, { seconds: totalSeconds(run.seconds) }, cleanup)
      : undefined
    await honest.call('ask', { port: server.port, durationMs: 1_000 }) // warm before it is weighed
    const seen = new Seen(attack, await residentMb(server.pid))

    const rateShare = await inTurns({
      ...run,
      async sample(kind) {
        if (kind === 'attack') {
          if (seen.weighs(await residentMb(server.pid))) await attacker.call('stop', null)
          if (attack.maxMembers !== undefined) seen.counts(await server.members())
        }
        return transfer?.bytes()
      },
      async rest() {
        if (!(await honest.call('calm', { port: server.port }))) seen.isCalmAfter = false
      },
      async window(kind, durationMs, isLast) {
        const bytesPerSec = kind === 'sink' ? (seen.bytes * 1000) / durationMs : undefined
        const port = kind === 'sink' ? sinkPort : server.port
        const window = { port, from: [ATTACKER], durationMs, bytesPerSec }
        const arriving =
          kind === 'attack' && isLast
            ? pause(durationMs / 2).then(() => honest.call('arrive', { port: server.port }))
            : undefined
        const [flooded, answers, turnedAway] = await Promise.all([
          attacker.call('flood', { name: attack.name, window }),
          honest.call('ask', { port: server.port, durationMs }),
          arriving,
        ])
        seen.turnedAway ??= turnedAway
        seen.note(kind, flooded, answers)
      },
    })
    return seen.figures(server.exit, rateShare)
  })
}

class Seen {
  readonly #attack: ServerAttack
  readonly #restMb: number
  #members = 0
  #peakMb = 0
  readonly #answers: Record<WindowKind, { health: Answers; announces: Answers }[]> = {
    attack: [],
    sink: [],
  }
  #flooded = { bytes: 0, opened: 0 }
  /** Of the latest attack. */
  bytes = 0
  turnedAway: string | undefined
  /** In time, after each window. If not, what is beside a sink is still the attack's doing. */
  isCalmAfter = true

  constructor(attack: ServerAttack, restMb: number) {
    this.#attack = attack
    this.#restMb = restMb
  }

  /** True if it is enough. */
  weighs(mb: number): boolean {
    this.#peakMb = Math.max(this.#peakMb, mb)
    return mb - this.#restMb > ENOUGH_GROWTH_MB
  }

  counts(members: number | undefined): void {
    this.#members = Math.max(this.#members, members ?? 0)
  }

  note(kind: WindowKind, flooded: Flooded, answers: { health: Answers; announces: Answers }): void {
    this.#answers[kind].push(answers)
    if (kind === 'sink') return
    this.bytes = flooded.bytes
    this.#flooded.bytes += flooded.bytes
    this.#flooded.opened += flooded.opened
  }

  figures(exit: string | undefined, rateShare: number | undefined): Figure[] {
    const sent = `${Math.round(this.#flooded.bytes / 1e6)} MB by ${this.#flooded.opened} connections`
    const p99 = (what: 'health' | 'announces', name: string): Figure => {
      const of = (kind: WindowKind) =>
        percentile(
          this.#answers[kind].flatMap(each => each[what].times),
          0.99,
        )
      const figure = besideSink(
        `p99 of ${name}`,
        of('attack'),
        this.isCalmAfter ? of('sink') : Number.NaN,
        MAX_P99_MS,
      )
      const failure = this.#answers.attack.map(each => each[what].failure).find(text => text)
      return failure
        ? { ...figure, measured: `${figure.measured}, ${failure}`, held: false }
        : figure
    }
    return [
      { what: 'sent', limit: '', measured: sent, held: true },
      mustBe('the server lives', exit && `ended by ${exit}`),
      atMost('memory of the server grows by', this.#peakMb - this.#restMb, MAX_GROWTH_MB, 'MB'),
      ...(this.#attack.maxMembers === undefined
        ? []
        : [atMost('members of swarms', this.#members, this.#attack.maxMembers, '')]),
      p99('health', 'another’s /healthz'),
      p99('announces', 'another’s announces'),
      mustBe('a newcomer is served', this.turnedAway),
      mustBe('answers quickly again after it', this.isCalmAfter ? undefined : 'no'),
      ...(rateShare === undefined
        ? []
        : [atLeast('of the transfer’s rate beside a sink', rateShare, MIN_RATE_SHARE)]),
    ]
  }
}
