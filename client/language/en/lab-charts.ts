/** What the lab says of a run's figures: charts, results, and runs side by side. */
import { number, plural } from '../format.ts'
import settings from './lab-settings.ts'

const texts = {
  ...settings,

  charts: {
    title: 'What happened',
    runFirst: 'Run the scenario, and its charts are drawn here as it goes.',
    /** A built-in scenario, with other settings. */
    changed: (name: string) => `${name} (changed)`,
    brief: ({ name, seed }: RunOf) => `${name}, seed ${seed}`,
    /** `kind`: how it was made. */
    source: ({ name, seed, kind }: RunOf & { kind: string }) => `${name}, seed ${seed}, ${kind}`,
    proven: ({ name, seed, kind, fingerprint }: RunOf & { kind: string; fingerprint: string }) =>
      `${name}, seed ${seed}, ${kind}, fingerprint ${fingerprint}`,
    stale: 'The set-up has changed since: run it, and the charts show it.',
    before: 'before the set-up was changed',
    tools: 'Numbers and files',
    numbers: (title: string) => `Numbers of ${title}`,
    noPng: 'This browser cannot make a PNG of the chart. Take the SVG instead.',
    at: (time: string) => `at ${time}`,
    seconds: 'seconds',
    time: 'time (s)',
    pieces: 'pieces',
    copies: 'copies',
    /** `value`: at the end of the run, or of it all. */
    atEnd: (value: string) => `${value} at the end`,
    overRun: (value: string) => `${value} on average over the run`,
    inAll: (value: string) => `${value} over the run`,
    wholeAfter: (time: string) => `100 % after ${time}`,
    best: (time: string) => `best possible: ${time}`,
    ofPeer: ({ name, value }: { name: string; value: string }) => `${name}: ${value}`,
  },

  titles: {
    completion: 'Swarm completion',
    pieces: 'Pieces of each peer',
    rates: 'Download rate of each peer',
    utilisation: 'Upload utilisation',
    seeders: "Seeders' share",
    rarest: 'Copies of the rarest piece',
    redundancy: 'Redundancy',
  },

  abouts: {
    completion: 'Of all the pieces that leechers are to get, those they hold.',
    pieces: 'A line for each leecher; choose one and it stands out.',
    rates: 'Payload only; headers come on top.',
    utilisation: 'Of what all present peers together could send, what they do send: payload only.',
    seeders: 'Of all that is sent, what comes from those who had everything from the start.',
    rarest: 'At 0 nobody present could finish.',
    redundancy:
      'Received although it was there already, for each 100 bytes that were of use, so far.',
  },

  lines: {
    leechers: 'all leechers',
    peers: 'all peers',
    seeders: 'seeders',
    'so-far': 'so far',
    average: 'average of all pieces',
    rarest: 'rarest piece',
    median: 'median',
    slowest: 'slowest',
    fastest: 'fastest',
    runs: (count: number) => plural(count, { one: 'mean of # run', other: 'mean of # runs' }),
  },

  /** Between two ends. */
  bands: {
    quartiles: 'half of all peers',
    interval: '95 % interval',
  },
  lows: {
    quartiles: 'lower quartile',
    interval: '95 % interval, lower end',
  },
  highs: {
    quartiles: 'upper quartile',
    interval: '95 % interval, upper end',
  },

  result: {
    title: 'Result',
    simulating: (share: string) => `Simulating: ${share}`,
    running: (share: string) => `Running in tabs: ${share}`,
    never: 'never',
    doneAfter: 'Everyone done after',
    timesBest: 'Times the best possible',
    averagePeer: 'A peer on average',
    rounds: 'Rounds of gossip',
    redundant: 'Redundant for each useful piece',
    fingerprint: (seed: number) => `Fingerprint, seed ${seed}`,
    inTabs: ({ tabs, dilation, lateMs }: { tabs: number; dilation: number; lateMs: string }) =>
      `${plural(tabs, { one: '# tab', other: '# tabs' })}, ${dilation === 1 ? 'in real time' : `${number(dilation)} times slower than real`}. Of 100 messages, 99 were at most ${lateMs} ms late.`,
    invalid: 'This run is invalid.',
    simulates: 'The simulator runs the same ten times.',
    notAllSimulated: 'In the simulator not everyone finished in all of ten runs.',
    /** `seconds`: perhaps with its interval. */
    simulated: (seconds: string) => `The simulator says ${seconds} s (95 %, ten runs).`,
    compared: ({ seconds, times }: { seconds: string; times: string }) =>
      `The simulator says ${seconds} s (95 %, ten runs): the tabs took ${times} times that.`,
    runs: ({ runs, seconds, times }: Repeated) =>
      `${number(runs)} runs: ${seconds} s on average, ${times} times the best possible (95 %).`,
    runsSoFar: ({ runs, all, seconds, times }: Repeated & { all: number }) =>
      `${number(runs)} of ${number(all)} runs so far: ${seconds} s on average, ${times} times the best possible (95 %).`,
    runsUnfinished: (runs: number) => `${number(runs)} runs: not everyone finished in all of them.`,
    runsUnfinishedSoFar: ({ runs, all }: { runs: number; all: number }) =>
      `${number(runs)} of ${number(all)} runs so far: not everyone finished in all of them.`,
    link: 'Link to this run',
    events: 'Events',
    writing: 'Writing the log',
    isFull: (most: number) => `${number(most)} runs are kept already. Drop one first.`,
    keep: 'Keep to compare',
    kept: 'Kept',
  },

  compare: {
    title: 'Side by side',
    of: ({ count, most }: { count: number; most: number }) => `${number(count)} of ${number(most)}`,
    chart: 'Chart',
    table: 'Results side by side',
    run: 'Run',
    setUp: 'Set-up',
    runs: 'Runs',
    doneAfter: 'Done after',
    timesBest: 'Times the best',
    averagePeer: 'Average peer',
    beside: (letter: string) => `Beside ${letter}`,
    fingerprint: 'Fingerprint',
    actions: 'What to do with it',
    watch: 'Watch',
    drop: 'Drop',
    same: (letter: string) => `the same as ${letter}`,
    everyoneIn: ({ finished, runs }: { finished: number; runs: number }) =>
      plural(runs, {
        one: `everyone in ${number(finished)} of # run only`,
        other: `everyone in ${number(finished)} of # runs only`,
      }),
    noSeed: (letter: string) => `no seed that ${letter} has, too`,
    unfinished: 'not everyone finished',
    ofOneRun: (times: string) => `${times} times as long, of one run each`,
    slower: (times: string) => `${times} times as long: slower`,
    faster: (times: string) => `${times} times as long: faster`,
    open: (times: string) => `${times} times as long: open which is slower`,
  },
}

interface RunOf {
  readonly name: string
  readonly seed: number
}
interface Repeated {
  readonly runs: number
  readonly seconds: string
  readonly times: string
}

export default texts
export type LabChartsTexts = typeof texts
