/** What this tab and the coordinator say to each other, over the line to the server. */
import type { Parsed } from '../../../shared/base/parsed.ts'
import {
  type EmulationEntry,
  type EmulationId,
  type EmulationPlan,
  type EnterEmulation,
  type FlowDeclaration,
  parseEnteredEmulation,
  parseOpenedEmulation,
  parseRateOrder,
  parseServerTime,
  parseStarted,
  type RateOrder,
} from '../../../shared/events/emulation.ts'
import type { ServerSocket } from '../tracker.ts'

/** A reply takes a round trip; a server that needs longer is as good as gone. */
const REPLY_TIMEOUT_MS = 10_000

/** This tab cannot take part. The message is a sentence for a person. */
export class EmulationError extends Error {
  override readonly name = 'EmulationError'
}

export interface CoordinatorLine {
  /** Rejects with an `EmulationError`: the server's sentence, or that it does not answer. */
  enter(request: EnterEmulation): Promise<EmulationEntry>
  /** The server's clock. Rejects with an `EmulationError`. */
  time(): Promise<number>
  start(): void
  /** Emulated time starts at the server's `epochMs`. */
  onStarted(listener: (epochMs: number) => void): void
  declare(declaration: FlowDeclaration): void
  follow(number: number): void
  /** Resolves with the echo; rejects without one. */
  beat(number: number): Promise<void>
  onRates(listener: (order: RateOrder) => void): void
}

export function coordinatorLine(socket: ServerSocket): CoordinatorLine {
  const patient = socket.timeout(REPLY_TIMEOUT_MS)
  return {
    enter: async request =>
      accepted(parseEnteredEmulation(await ask(patient.emitWithAck('enterEmulation', request)))),
    time: async () => accepted(parseServerTime(await ask(patient.emitWithAck('time')))).nowMs,
    start: () => socket.connected && socket.emit('startEmulation'),
    onStarted: listener =>
      socket.on(
        'started',
        heard(parseStarted, ({ epochMs }) => listener(epochMs)),
      ),
    // Dropped, not queued, while the line is down: the next line begins anew.
    declare: declaration => socket.connected && socket.emit('declareFlows', declaration),
    follow: number => socket.connected && socket.emit('followRates', { number }),
    beat: async number => void (await patient.emitWithAck('beat', { number })),
    onRates: listener => socket.on('rates', heard(parseRateOrder, listener)),
  }
}

/** What cannot be read is ignored. */
const heard =
  <T>(parse: (input: unknown) => Parsed<T>, listener: (said: T) => void) =>
  (input: unknown): void => {
    const said = parse(input)
    if (said.ok) listener(said.value)
  }

/** A new network, which tabs may enter. Rejects with an `EmulationError`. */
export async function openEmulation(
  socket: ServerSocket,
  plan: EmulationPlan,
): Promise<EmulationId> {
  const reply = ask(socket.timeout(REPLY_TIMEOUT_MS).emitWithAck('openEmulation', plan))
  return accepted(parseOpenedEmulation(await reply)).emulation
}

function ask<T>(reply: Promise<T>): Promise<T> {
  return reply.catch(cause => refuse('The server did not answer. Try again.', cause))
}

function accepted<T extends object>(reply: Parsed<T | { readonly failure: string }>): T {
  if (!reply.ok) refuse('The server gave an answer this page does not know. Reload the page.')
  if ('failure' in reply.value) refuse(reply.value.failure)
  return reply.value
}

function refuse(sentence: string, cause?: unknown): never {
  throw new EmulationError(sentence, { cause })
}
