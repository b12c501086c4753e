/** The form of the lab: what is set up for the next run. Names of the scenario's file stay as they are. */
import type { ComponentChildren as Part } from 'preact'
import { number, plural } from '../format.ts'
import faults from './lab-faults.ts'
import files from './lab-files.ts'

const texts = {
  form: {
    title: 'Set up',
    scenario: 'Scenario',
    own: 'your own',
    changed: 'Changed.',
    asItWas: 'Reset',
    run: 'Run',
    runAgain: 'Run again',
    stop: 'Stop',
    close: 'Close',
  },

  /** What the scenarios of the list are about. */
  scenarios: {
    asymmetric:
      'Homes with cable: five times as much down as up, so the swarm’s upload is what everyone waits for.',
    backbone:
      'Fast lines behind a tree of routers: the links they share decide, each packet on its own.',
    churn:
      'Peers join at random, a new one every two seconds on average, and leave five seconds after they have finished.',
    'far-apart':
      'One seeder and three leechers, 100 ms apart, where one packet in 200 is lost: congestion windows as browsers have them, and links of several connections that make up for it.',
    'free-riders':
      'Homes with cable, of which three in ten take and never give: tit for tat makes them wait.',
    'half-duplex':
      'The thesis’s words taken literally: each peer’s upload and download share one common channel.',
    'one-flow':
      'One seeder, one leecher, one router between them: how near a single download comes to its line’s rate.',
    report:
      'The gossip report’s swarm as its code has it: 5 peers and 1 seed, 9 pieces, each second random pieces to and from 3 random members.',
    'ten-thousand':
      '10,000 peers on a random network of routers, 50 pieces: patience and 6 GB of memory, please.',
    'thesis-20':
      'The thesis’s smallest network: 20 peers on 17 routers, one of them the seeder, 25 pieces of 5 blocks.',
    'thesis-30':
      'The thesis’s middle network: 30 peers on 17 routers, one of them the seeder, 25 pieces of 5 blocks.',
    'thesis-46':
      'The thesis’s sample run: 46 peers on 17 routers, one of them the seeder, 25 pieces of 5 blocks.',
    'thesis-46-100':
      'The thesis’s largest network with a file four times as long: 100 pieces of 5 blocks.',
    thousand: '1,000 peers on a random network of routers, 100 pieces: what a large swarm does.',
  },

  network: {
    title: 'Network',
    now: ({ network, peers }: { network: string; peers: number }) =>
      plural(peers, { one: `${network}, # peer`, other: `${network}, # peers` }),
    topology: 'Topology',
    peers: 'Peers',
    access: 'Lines of peers',
    accessRate: 'Rate of each peer’s line',
    seed: 'Seed of the network',
    halfDuplex: 'Up and down share one channel',
    change: 'Change it by hand',
    changed: 'Done changing it',
    open: 'Open a topology',
    drop: 'Or drop it onto the page: ours, NED of OMNeT++, or GraphML.',
    saveAs: (format: string) => `Save as ${format}`,
  },

  torrent: {
    title: 'Torrent',
    now: ({ size, pieces }: { size: string; pieces: number }) =>
      plural(pieces, { one: `${size} in # piece`, other: `${size} in # pieces` }),
    describedBy: 'Described by',
    ways: { blocks: 'pieces of blocks', bytes: 'its size' },
    pieces: 'Pieces',
    blocksPerPiece: 'Blocks in each',
    length: 'Size',
    pieceLength: 'Size of a piece',
    blockBytes: 'Bytes of a block',
    joinWith: 'Who joins has',
    joiners: { torrent: 'the .torrent file', link: 'only the link' },
    asLargeAs: 'As large as a file',
  },

  exchange: {
    title: 'Exchange',
    travelBy: 'Pieces travel by',
    kinds: { bittorrent: 'BitTorrent', gossip: 'Gossip' },
    questions: {
      fidelity: 'Whose client',
      askBy: 'Whom it asks',
      seeding: 'By those who have everything',
      slotRule: 'How many uploads side by side',
      picking: 'Which piece is next',
      mode: 'Who begins',
      gossipFidelity: 'True to',
    },
    /** Of what can be chosen; sentences explain them. */
    names: {
      fidelity: { standard: 'standard', literal: 'literal' },
      askBy: { piece: 'piece', block: 'block' },
      seeding: {
        'fastest-upload': 'fastest upload',
        'round-robin': 'round robin',
        'anti-leech': 'anti-leech',
      },
      slotRule: { 'by-line': 'by line', fixed: 'fixed', 'by-rate': 'by rate' },
      picking: {
        'random-first': 'random first',
        'rarest-first': 'rarest first',
        random: 'random',
        sequential: 'sequential',
        deadline: 'deadline',
      },
      mode: { push: 'push', pull: 'pull', 'push-pull': 'push-pull' },
      gossipFidelity: { literal: 'literal', intended: 'intended', informed: 'informed' },
    },
    modes: {
      push: 'Each round, give a piece to some members.',
      pull: 'Each round, ask some members for a piece.',
      'push-pull': 'Each round, both, with the same members.',
    },
    gossipFidelities: {
      literal: 'As the code of the gossip report behaves, its oddities included.',
      intended: 'As its text says.',
      informed: 'Peers know what the others hold, and agree before anything is sent.',
    },
    maxLinks: 'Links of a peer, at most',
    randomFirst: 'Pieces picked at random',
    playRate: 'It plays at',
    uploadSlots: 'Upload slots',
    allowedFast: 'Newcomers may fetch a little while choked',
    piecesAtOnce: 'Pieces under way at once',
    superSeeding: 'An only seeder shows one piece at a time',
    fanOut: 'Members spoken to in a round (fan-out)',
    roundMs: 'A round, in ms',
    servedPerRound: 'Pieces a peer begins to send in a round, at most',
  },

  churn: {
    title: 'Who comes and goes',
    now: ({ seeders, arrivals }: { seeders: number; arrivals: string }) =>
      plural(seeders, { one: `# seeder, ${arrivals}`, other: `# seeders, ${arrivals}` }),
    seeders: 'Seeders',
    namedSeeders: (names: string) => `Seeders: ${names}.`,
    firstInstead: (count: number) =>
      plural(count, { one: 'The first one instead', other: 'The first # instead' }),
    freeRiders: 'Leechers that never give, in %',
    leechersCome: 'Leechers come',
    arrivals: {
      together: 'all together',
      every: 'one after the other',
      poissonPerSec: 'at random',
    },
    asInFile: 'as in the file',
    every: 'Every',
    perSecond: 'In a second, on average',
    leaves: 'Who has everything leaves',
    leavesAfter: 'After another',
    ownTimes: (count: number) =>
      plural(count, {
        one: '# leaves at a time of its own.',
        other: '# leave at times of their own.',
      }),
    limit: 'The run ends after',
  },

  faults,
  files,

  model: {
    title: 'Model',
    congestion: 'Congestion',
    congestions: { none: 'none', sctp: 'of SCTP, as browsers' },
    lanes: 'Links of several connections, where they pay',
    granularity: 'Lines carry',
    granularities: {
      message: 'whole messages, as the thesis',
      packet: 'packets',
      fluid: 'fluid, fair shares',
    },
    overhead: 'Headers of',
    overheads: { tcp: 'TCP/IP', webrtc: 'WebRTC', none: 'none' },
    delays: 'Time that tabs take themselves:',
    connect: 'To open a link',
    tracker: 'Of the tracker, each time',
    hash: 'To hash a piece',
    read: 'To read a block',
    write: 'To write a piece',
  },

  runs: {
    title: 'Runs',
    oneNow: (seed: number) => `seed ${seed}`,
    severalNow: ({ runs, seed }: { runs: number; seed: number }) =>
      `${number(runs)} from seed ${seed}`,
    seed: 'Seed: the same seed, the same run',
    repetitions: 'Runs, each with the next seed',
  },

  file: {
    title: 'As a file',
    asText: 'The scenario as text',
    noJson: 'This is no JSON object: look for a comma or a brace too many, or too few.',
    /** `why`: as the parser says it, in English. */
    trouble: ({ line, why }: { line: number; why: Part }): Part => [`Line ${line}: `, why],
    save: 'Save it',
    openAnother: 'Open another',
  },

  /** Files that are opened, and dropped onto the page. */
  opened: {
    one: 'The lab takes one file at a time: drop only one.',
    tooLarge: (name: string) => `“${name}” has more than 8 MiB. Choose a smaller file.`,
    unreadable: (name: string) => `“${name}” cannot be read. Choose it again.`,
    noScenario: 'This file holds no scenario: it is not a JSON object. Choose another one.',
    partly: (name: string) =>
      `“${name}” is set up, but not all of it could be taken over as it is.`,
  },

  /** Why a link cannot be followed. */
  link: {
    tooLong: 'This link is too long to be one of ours.',
    noSuchScenario: (name: string) =>
      `This link asks for a scenario named “${name}”, which does not exist here. Choose one from the list.`,
    noCount: ({ name, min, max }: { name: string; min: number; max: number }) =>
      `In this link “${name}” must be a whole number from ${number(min)} to ${number(max)}. Correct it, or choose a scenario.`,
    damaged: 'This link is damaged. Copy all of it, or choose a scenario.',
    tooLarge: 'The scenario in this link is too large.',
  },
}

export default texts
export type LabSetupTexts = typeof texts
