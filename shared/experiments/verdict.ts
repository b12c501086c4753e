/** What became of a finding. */

/** `open`: the intervals are too wide to say, or there was one run only. */
export type Holds = 'yes' | 'partly' | 'no' | 'open'

export interface Verdict {
  readonly holds: Holds
  /** One sentence, with the numbers that decided. */
  readonly words: string
}

export const HOLDS_WORDS: { readonly [Name in Holds]: string } = {
  yes: 'holds',
  partly: 'holds in part',
  no: 'does not hold',
  open: 'undecided',
}
