/** How a peer spends its uplink: several uploads side by side, or one whole piece after the other. */
import { type Experiment, estimateOf, numbers, type Results, type Verdict } from '../experiment.ts'
import { makespan, timesTheBound } from '../measures.ts'
import { isBelow, overall, ratio } from '../rules.ts'
import { amount, list } from '../words.ts'

const CHOKING = { slots: 'side by side', turns: 'one at a time' } as const

export const slotsOrTurns: Experiment = {
  name: 'slots-or-turns',
  title: 'Slots or turns',
  question: 'Where all lines are alike, how near to the bound can a swarm come?',
  base: 'thesis-46',
  set: { 'exchange.kind': 'bittorrent' },
  x: numbers('Pieces', [25, 50, 100], pieces => ({ 'torrent.pieces': pieces })),
  lines: {
    name: 'Uploads',
    values: [
      { label: CHOKING.slots, set: { 'exchange.choking': 'slots' } },
      { label: CHOKING.turns, set: { 'exchange.choking': 'turns' } },
    ],
  },
  measures: [timesTheBound, makespan],
  findings: [
    {
      source: 'Theory: Mundinger, Weber and Weiss 2008',
      claim: 'Pieces sent one at a time, each to one peer, come nearer to the bound.',
      decide: isNearer,
    },
  ],
}

function isNearer(results: Results): Verdict {
  const compared = slotsOrTurns.x.values.map(({ label }) => ({
    label,
    slots: results.values(timesTheBound, CHOKING.slots, label),
    turns: results.values(timesTheBound, CHOKING.turns, label),
  }))
  const words = compared.map(
    ({ label, slots, turns }) =>
      `${amount(estimateOf(turns))} and not ${amount(estimateOf(slots))} times the bound with ${label} pieces`,
  )
  return {
    holds: overall(compared.map(({ slots, turns }) => isBelow(ratio(turns, slots), 1))),
    words: `One at a time takes ${list(words)}.`,
  }
}
