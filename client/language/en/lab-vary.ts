/** Studies in the lab: a setting over several values, what came of it, and what follows. */
import { number, plural } from '../format.ts'

/** `at`: 'torrent.pieces=15'; `from`: the value that it is compared with. */
interface Beside {
  readonly at: string
  readonly from: string
  readonly times: string
}

const texts = {
  part: {
    title: 'Vary',
    hint: 'A setting over a list, 13,25,50, or a range with its step, 10..50:10. Each point has as many runs as are set under Runs.',
    first: 'Vary: setting',
    second: 'and: setting',
    values: (setting: string) => `Values of ${setting}`,
    runAll: 'Run all',
    cancel: 'Cancel',
  },

  /** Of the thesis and of the gossip report, one click each. */
  studies: {
    title: 'Studies',
    now: (count: number) => `${number(count)} of the thesis and the report`,
    titles: {
      'file-size': 'Thesis 1: file size and piece choice',
      seeders: 'Thesis 2: initial seeders',
      'peer-rate': 'Thesis 3: rate of the peers’ lines',
      'peers-and-pieces': 'Thesis 4: number of peers and pieces',
      'gossip-modes': 'Gossip 1: push, pull and push-pull',
      'gossip-rounds': 'Gossip 2: pieces and knowing',
      'gossip-fan-out': 'Gossip 3: fan-out',
    },
    abouts: {
      'file-size': 'How does the time grow with the file, and does it matter which piece is next?',
      seeders: 'How much sooner is it if more have everything from the start?',
      'peer-rate': 'How does the time depend on the rate at which peers are connected?',
      'peers-and-pieces': 'How much longer does a peer wait in a larger swarm?',
      'gossip-modes':
        'Which mode has everything everywhere first, as coded, as written, and informed?',
      'gossip-rounds':
        'How does the time grow with the pieces, with and without knowing what others hold?',
      'gossip-fan-out': 'Who speaks to more peers in a round: is it done sooner?',
    },
  },

  study: {
    title: 'Varied',
    bar: 'Runs done',
    progress: ({ done, runs }: { done: number; runs: number }) =>
      plural(runs, { one: `${number(done)} of # run`, other: `${number(done)} of # runs` }),
    cancelled: ({ done, runs }: { done: number; runs: number }) =>
      plural(runs, {
        one: `${number(done)} of # run: cancelled`,
        other: `${number(done)} of # runs: cancelled`,
      }),
    link: 'Link to this study',
    copyLink: 'Copy link',
    table: 'Means of each point',
    runs: 'Runs',
    finished: 'Finished',
    bound: 'Bound (s)',
    makespan: 'Makespan (s)',
    timesBound: 'Times the bound',
    meanPeer: 'Mean of a peer (s)',
    never: 'never',
  },

  chart: {
    label: (setting: string) =>
      `Makespan in seconds over ${setting}; the same figures are in the table.`,
    makespan: 'makespan (s)',
    mean: 'mean and 95 % interval',
    meanOf: (setting: string) => `${setting}: mean and 95 % interval`,
    bound: 'best possible',
  },

  conclusions: {
    none: 'none',
    slower: ({ at, from, times }: Beside) =>
      `At ${at} the makespan is ${times} times that at ${from} (95 %): slower.`,
    faster: ({ at, from, times }: Beside) =>
      `At ${at} the makespan is ${times} times that at ${from} (95 %): faster.`,
    open: ({ at, from, times }: Beside) =>
      `At ${at} the makespan is ${times} times that at ${from} (95 %): which is slower is open, and more seeds would narrow it.`,
    oneRun: ({ at, from, times }: Beside) =>
      `At ${at} the makespan is ${times} times that at ${from} in one run: nothing follows without more seeds.`,
    unfinished: ({ at, finished, runs }: { at: string; finished: number; runs: number }) =>
      plural(runs, {
        one: `At ${at} everyone finished in ${number(finished)} of # run only.`,
        other: `At ${at} everyone finished in ${number(finished)} of # runs only.`,
      }),
    alone: (at: string) => `There is nothing to compare ${at} with.`,
  },
}

export default texts
export type LabVaryTexts = typeof texts
