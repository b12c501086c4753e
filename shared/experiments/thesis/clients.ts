/**
 * Who takes part in the thesis's experiments: its own client, in the two ways that its log leaves open, and
 * ours. All share the same file, in pieces of 5 blocks of 4 KiB: the thesis does not say how long a block
 * is, and this length fits its sample run (see sample-run.ts).
 */
import type { Settings } from '../experiment.ts'

export const IN_BLOCKS: Settings = { 'exchange.kind': 'bittorrent', 'torrent.blockBytes': 4096 }

const LITERAL = { 'exchange.fidelity': 'literal' }

export const CLIENTS = {
  literal: { ...LITERAL, 'exchange.askBy': 'piece' },
  'literal, by block': { ...LITERAL, 'exchange.askBy': 'block' },
  'as in a tab': {},
} as const satisfies Readonly<Record<string, Settings>>
export type Client = keyof typeof CLIENTS

/** For findings: the thesis's client, and ours. */
export const SIDES: readonly { readonly source: string; readonly clients: readonly Client[] }[] = [
  { source: 'its client', clients: ['literal', 'literal, by block'] },
  { source: 'in tabs', clients: ['as in a tab'] },
]
