/** The tracker's handler: an announce in, a reply out, whatever came in. */
import { type AnnounceReply, parseAnnounceRequest } from '../shared/events.ts'
import type { SwarmRegistry } from '../shared/tracker/registry.ts'
import type { Tab } from './tab.ts'

export async function answerAnnounce(
  input: unknown,
  tab: Tab,
  registry: SwarmRegistry,
  now: number,
): Promise<AnnounceReply> {
  if (!tab.announces.take(now))
    return { failure: 'This tab announces too often. It may again in a few seconds.' }
  const request = parseAnnounceRequest(input)
  if (!request.ok) return { failure: `The announce is not valid: ${request.problem}.` }
  return registry.announce(request.value, tab.key, now)
}
