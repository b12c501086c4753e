/** The two policies that make a client: whom it asks for what, and whom it serves. By its fidelity. */
import type { Millis } from '../base/ids.ts'
import type { Random } from '../base/random.ts'
import { type Choker, type ChokerOutput, SlotChoker } from './choker.ts'
import type { ExchangeContext } from './context.ts'
import { EveryoneChoker } from './everyone-choker.ts'
import { LiteralRequester } from './literal-requester.ts'
import type { BitTorrentPolicies } from './policies.ts'
import { AdaptiveRequester, type Requester, type RequesterParts } from './requester.ts'

export const createRequester = (
  policies: BitTorrentPolicies,
  parts: RequesterParts,
  random: Random,
): Requester =>
  policies.fidelity === 'literal'
    ? new LiteralRequester(parts, policies, random)
    : new AdaptiveRequester(parts)

export const createChoker = (
  policies: BitTorrentPolicies,
  context: ExchangeContext,
  random: Random,
  output: ChokerOutput,
  now: Millis,
): Choker =>
  policies.fidelity === 'literal'
    ? new EveryoneChoker(output)
    : new SlotChoker(context, policies, random, output, now)
