/** What the share page says to those who ask how it works: details, settings, options, gossip. */
import { number, plural } from '../format.ts'

const texts = {
  details: {
    infoHash: 'Info hash',
    pieces: 'Pieces',
    piecesOf: ({ count, size }: { count: number; size: string }) =>
      plural(count, { one: `# piece of ${size}`, other: `# pieces of ${size}` }),
    private: 'private: its members come from its trackers alone',
    exchange: 'Exchange',
    gossip: (mode: string) => `gossip, ${mode}`,
    bitTorrent: 'as BitTorrent has it',
    comment: 'Comment',
    tracker: 'Tracker',
    trackerUp: ({ seeders, leechers }: { seeders: string; leechers: string }) =>
      `reached; it lists ${seeders} and ${leechers}`,
    seeders: (count: number) => plural(count, { one: '# seeder', other: '# seeders' }),
    leechers: (count: number) => plural(count, { one: '# leecher', other: '# leechers' }),
    trackerDown: 'not reached; trying again by itself',
    trackerUnknown: 'not asked yet',
    itsTrackers: 'Its trackers',
    kept: 'Kept',
    keptOn: {
      disk: 'on disk, in this browser: a reload goes on where it was',
      memory: 'in memory only: lost when this tab closes or reloads',
      files: 'read straight from your own files',
    },
    received: 'Received',
    wasted: ({ size, wasted }: { size: string; wasted: string }) =>
      `${size}, and ${wasted} thrown away`,
    sent: 'Sent',
    sharedFor: ({ size, time }: { size: string; time: string }) => `${size}, sharing for ${time}`,
    connections: 'Connections',
    connectionCount: ({ up, connecting }: { up: number; connecting: number }) =>
      `${number(up)} up, ${number(connecting)} being made`,
    otherPrograms: 'For other programs',
    saveTorrentFile: 'Save the .torrent file',
    stored: 'What is stored',
    verifyAgain: 'Verify every piece again',
    protocol: 'Peers in the protocol’s words',
    peer: 'Peer',
    they: 'They',
    you: 'You',
    requests: 'Requests',
    requestCount: ({ out, into }: { out: number; into: number }) =>
      `${number(out)} out, ${number(into)} in`,
    snubbed: 'snubbed',
    choking: 'choking',
    notChoking: 'not choking',
    interested: 'interested',
    notInterested: 'not interested',
  },

  own: {
    title: 'For this torrent alone',
    goal: 'Its own end of sharing, not that of the settings',
  },

  logTools: {
    title: 'Log',
    with: 'With',
    everybody: 'everybody',
    about: 'About',
    everything: 'everything',
    export: 'Export',
    events: (count: number) => plural(count, { one: '# event', other: '# events' }),
    lines: 'Events, newest first',
    newest: ({ shown, all }: { shown: number; all: string }) =>
      `The newest ${number(shown)} of ${all}; the export has them all.`,
  },

  settings: {
    title: 'Settings',
    done: 'Done',
    downloads: 'Downloads',
    autoStart: 'Start by themselves when a link is opened',
    autoStartMeans:
      'Then any page that opens a link here makes this browser download what it names, and pass it on.',
    stopAfter: 'Stop sharing after',
    stopAfterMeans: 'Whichever comes first. In its details each may have its own.',
    line: 'This tab’s line',
    behavesLike: 'Behaves like',
    ownLine: 'my own line',
    figuresBelow: 'the figures below',
    lines: {
      thesis: 'Thesis (6 Mbps)',
      fibre: 'Fibre',
      cable: 'Cable',
      dsl: 'DSL',
      vdsl: 'VDSL',
      '4g': 'Mobile 4G',
      '5g': 'Mobile 5G',
    },
    delay: 'Added delay',
    delayUnit: 'ms each way',
    loss: 'Lost packets',
    none: 'none',
    lineMeans:
      'On top of your real line, shared by everything in this tab. Lost packets are sent again.',
    down: '↓ Down, at most',
    up: '↑ Up, at most',
    noLimit: 'no limit',
    copiesSent: 'Copies sent',
    timesItsSize: 'times its size',
    timeShared: 'Time shared',
    hours: 'hours',
    noEnd: 'no end',
  },

  protocol: {
    title: 'Protocol',
    questions: {
      fidelity: 'Whose ways',
      askBy: 'Whom to ask',
      seeding: 'Whom to serve when complete',
      slotRule: 'How many at once',
      picking: 'Which piece next',
    },
    answers: {
      fidelity: {
        standard: 'As BitTorrent clients do it: tit for tat, a queue of requests for each link.',
        literal:
          'As the program of the thesis does it: everybody is served, a piece is asked for whole.',
      },
      askBy: {
        piece: 'All blocks of a piece come from one of those who hold it, drawn by lot.',
        block: 'Each block comes from one of those who hold its piece, drawn by lot.',
      },
      seeding: {
        'fastest-upload': 'Once finished, give to those who take fastest.',
        'round-robin': 'Once finished, give to everyone in turn, twenty pieces each.',
        'anti-leech': 'Once finished, give to those who have just begun or are nearly done.',
      },
      slotRule: {
        'by-line': 'As many uploads side by side as fill the line.',
        fixed: 'A fixed number of uploads side by side.',
        'by-rate': 'As many uploads side by side as the line is worth.',
      },
      picking: {
        'random-first':
          'The first pieces at random, to have something to give; then the rarest first.',
        'rarest-first': 'Always the rarest first.',
        random: 'Always any piece, at random.',
        sequential: 'One after the other, from the beginning.',
        deadline: 'What a player needs next in order, the rest rarest first.',
      },
    },
    piecesAtOnce: 'Pieces at once',
    servedAtOnce: 'Served at once',
    others: 'others',
    blocksOf: 'Blocks of',
    bytes: 'bytes',
    randomFirst: 'First pieces by chance',
    thenRarest: 'then the rarest',
    playedAt: 'Played at',
    superSeeding: 'Show each one piece at a time while nobody else has them all (super-seeding)',
    allowedFast: 'Let newcomers have a few pieces out of turn (allowed fast)',
    means: 'Torrents that run connect anew with what is changed here.',
  },

  shareOptions: {
    comment: 'Comment in its .torrent file',
    private: 'Private: other programs look for members at its trackers alone',
    how: 'How pieces travel',
    bitTorrent: 'BitTorrent: each asks those who have it.',
    modes: {
      push: 'Gossip, push: in every round each gives a piece to some others.',
      pull: 'Gossip, pull: in every round each asks some others for a piece.',
      'push-pull': 'Gossip, push-pull: both in every round.',
    },
    knowledge: 'What peers know of each other',
    fidelities: {
      informed: 'Informed: they say what they hold, and agree before they send.',
      intended: 'Intended: blindly, as the gossip report describes it.',
      literal: 'Literal: as the code of that report behaves, its oddities included.',
    },
    roundEvery: 'A round every',
    spokenTo: 'Spoken to in a round',
    others: 'others',
    gossipMeans:
      'The link says so to every tab that opens it. Other BitTorrent programs cannot take part.',
  },

  gossip: {
    title: 'Gossip',
    style: ({
      mode,
      fidelity,
      time,
      count,
    }: {
      mode: string
      fidelity: string
      time: string
      count: number
    }) =>
      plural(count, {
        one: `By ${mode}, ${fidelity}: a round every ${time}, # other spoken to in each.`,
        other: `By ${mode}, ${fidelity}: a round every ${time}, # others spoken to in each.`,
      }),
    fidelities: { informed: 'informed', intended: 'intended', literal: 'literal' },
    nobodyYet: 'The chart of who holds what begins when somebody else is here.',
    you: 'You',
    round: 'Round',
    piecesReceived: 'Pieces received',
    inVain: 'In vain',
    piecesSent: 'Pieces sent',
    talkSent: 'Talk sent',
    eachHolds: (count: number) =>
      plural(count, { one: 'Of # piece, each holds', other: 'Of # pieces, each holds' }),
    peer: 'Peer',
    pieces: 'Pieces',
    allAfter: 'All after',
    hasLeft: 'has left',
    hadIt: 'had it',
    chart: 'Pieces held by each since others came; of the others, as they last told',
    chartInWords: ({ pieces, peers }: { pieces: string; peers: string }) =>
      `Chart: how many of ${pieces} each of ${peers} held over time. The table says the same in figures.`,
    pieceCount: (count: number) => plural(count, { one: '# piece', other: '# pieces' }),
    peerCount: (count: number) => plural(count, { one: '# peer', other: '# peers' }),
  },
}

export default texts
export type TechnicalTexts = typeof texts
