/** Whose client a peer is, as written in files and on screens. */

export const FIDELITIES = [
  /** As BitTorrent's documents and its clients have it. */
  'standard',
  /** As the program of the thesis does it (see literal-requester.ts). */
  'literal',
] as const
export type Fidelity = (typeof FIDELITIES)[number]

export const ASK_BY = ['piece', 'block'] as const
export type AskBy = (typeof ASK_BY)[number]

/** The thesis has one piece under way; more than a torrent of this size has changes nothing. */
export const PIECES_AT_ONCE_LIMITS = { least: 1, most: 1_000 } as const

/** Shorter blocks would be all headers; longer ones many clients refuse (libtorrent: 16 KiB). */
export const BLOCK_BYTES_LIMITS = { least: 1_024, most: 16 * 1024 } as const
