/** What `npm run swarm` is asked for of BitTorrent: whose client the tabs are. */
import {
  ASK_BY,
  BLOCK_BYTES_LIMITS,
  FIDELITIES,
  PIECES_AT_ONCE_LIMITS,
} from '../../shared/bittorrent/fidelity.ts'
import type { BitTorrentPolicies } from '../../shared/bittorrent/policies.ts'
import { parseCount, UsageError } from '../command.ts'

export const POLICY_FLAGS = ['ask-by', 'pieces-at-once', 'block-bytes'] as const

type PolicyFlags = { readonly [Flag in 'fidelity' | (typeof POLICY_FLAGS)[number]]?: string }

/** What is said; undefined if nothing is, and tabs do as ever. */
export function parsePolicies(values: PolicyFlags): Partial<BitTorrentPolicies> | undefined {
  const { 'ask-by': askBy, 'pieces-at-once': piecesAtOnce, 'block-bytes': blockBytes } = values
  const { fidelity = 'standard' } = values
  const of = FIDELITIES.find(name => name === fidelity)
  if (of === undefined)
    throw new UsageError(
      `--fidelity of bittorrent is ${FIDELITIES.join(' or ')}, not "${fidelity}"; for gossip say which with --mode push, pull or push-pull.`,
    )
  const literally = (['ask-by', 'pieces-at-once'] as const).find(flag => values[flag] !== undefined)
  if (literally !== undefined && of !== 'literal')
    throw new UsageError(`--${literally} is for the thesis's client: add --fidelity literal.`)
  const by = ASK_BY.find(way => way === (askBy ?? 'piece'))
  if (by === undefined)
    throw new UsageError(`--ask-by must be ${ASK_BY.join(' or ')}, not "${askBy}".`)
  const count = (flag: string, text: string, { least, most }: { least: number; most: number }) =>
    parseCount(flag, text, least, most)
  const said: Partial<BitTorrentPolicies> = {
    ...(of === 'literal' && { fidelity: of, askBy: by }),
    ...(piecesAtOnce !== undefined && {
      piecesAtOnce: count('--pieces-at-once', piecesAtOnce, PIECES_AT_ONCE_LIMITS),
    }),
    ...(blockBytes !== undefined && {
      blockBytes: count('--block-bytes', blockBytes, BLOCK_BYTES_LIMITS),
    }),
  }
  return Object.keys(said).length > 0 ? said : undefined
}
