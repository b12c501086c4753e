/** Peers that take and never give: who they are, and what they leave unsaid. */
import { seededStream, shuffle } from '../base/random.ts'
import type { Message } from '../wire/message.ts'
import type { Scenario } from './scenarios/scenario.ts'

/** Drawn anew with each seed, so that no place in the network has the blame. */
export function freeRidersOf(
  { freeRiders }: Scenario,
  leechers: readonly string[],
  seed: number,
): ReadonlySet<string> {
  const drawn = shuffle(seededStream(seed, 'free riders'), [...leechers])
  return new Set(drawn.slice(0, Math.round(freeRiders * leechers.length)))
}

/** For `SimulatedPeer.tamper`: all it says but that anybody may ask it for something. */
export const unchokeNobody = (message: Message): readonly Message[] =>
  message.type === 'unchoke' || message.type === 'allowedFast' ? [] : [message]
