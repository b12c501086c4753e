/** What every page of the lab says: its frame, its troubles, and a tab that takes part in another page's swarm. */
import { number, plural } from '../format.ts'

const texts = {
  page: {
    title: 'tabswarm lab',
    room: 'lab',
    shareFile: 'Share a file',
    heading: 'Lab: form a swarm and watch it',
    parts: 'Parts of the lab',
    network: 'Network',
    setup: 'Set up',
    peers: 'Peers',
    charts: 'Charts',
    notHere: 'This does not work here',
  },

  trouble: {
    tryAgain: 'Try again',
    close: 'Close',
    notLoaded: 'A part of this page could not be loaded: the server is away. Reload the page.',
    noStart:
      'The lab could not start. Reload the page; if that does not help, open it in another browser.',
    /** A run failed, or a scenario cannot run, and what to do about it. */
    why: {
      'only-seeders':
        'Every peer is a seeder, so nobody has anything to fetch. Take fewer seeders, or more peers.',
      'too-many-pieces':
        'So many peers with so many pieces are too much for a tab. Take fewer or larger pieces, or run the scenario with “npm run sim”.',
      'too-few-places': 'A swarm needs two peers at least. Open tabs, or add peers in this tab.',
      'virtual-time-only':
        'Faults, free riders, other trackers, and peers that leave without a goodbye exist in virtual time only.',
      'lanes-virtual-time-only':
        'Links of several connections exist in virtual time only: switch them off in the set-up.',
      'classes-virtual-time-only':
        'Classes of peers with policies or free riders of their own exist in virtual time only.',
      'log-too-large':
        'The log of this run has more than 1 GiB, too much for a tab. “npm run sim” writes it with --log.',
      'out-of-memory':
        'The tab has not enough memory for this run. Take fewer peers or a smaller torrent, or run it with “npm run sim”.',
      unloaded: 'The simulator could not be loaded: the server is away.',
      'tab-left': 'A tab left before it began. Press Run again.',
    },
    torrentTooLarge: ({ size, most }: { size: string; most: string }) =>
      `A torrent of ${size} is too much for a tab. Take ${most} at most, or run the scenario with “npm run sim”.`,
    limitTooShort: ({ least, limit }: { least: string; limit: string }) =>
      `Even the best of swarms needs ${least}, and the run ends after ${limit}. Raise the limit, or take a smaller torrent.`,
    lastTooLate: ({ last, limit }: { last: string; limit: string }) =>
      `The last peer would come after ${last}, and the run ends after ${limit}. Raise the limit, or let them come sooner.`,
    tooManyPeers: ({ peers, most }: { peers: number; most: number }) =>
      `Tabs take ${number(most)} peers at most; this topology has ${number(peers)}.`,
    /** `reason` is in English. */
    stopped: (reason: string) =>
      `The simulation stopped (${reason}). Reload the page and run it again.`,
  },

  /** The page of a tab that runs a peer for another page's swarm. */
  join: {
    looking: 'Looking for the swarm',
    isPeer: 'This tab is a peer',
    question: 'Take part in a swarm?',
    takePart: 'Take part',
    whatItDoes:
      'Whoever gave you this link has this tab send made-up pieces to other tabs and get theirs, over your line.',
    asksFirst: 'It asks you before it takes part.',
    begins: 'It begins by itself when the page that gave the link is there.',
    nextRun: 'Keep it open: it takes part in the next run.',
    takesPart: 'It takes part: keep it open until the run is over.',
    came: (pieces: number) => plural(pieces, { one: '# piece came', other: '# pieces came' }),
    cameAll: (pieces: number) =>
      plural(pieces, {
        one: '# piece came and it has everything',
        other: '# pieces came and it has everything',
      }),
    noAnswer: 'The page that gave this link does not answer. Keep this tab open: it tries again.',
    otherVersion: 'The page that leads is of another version. Reload both pages.',
    gone: 'The page that leads is gone. Keep this tab open: it tries again.',
  },
}

export default texts
export type LabTexts = typeof texts
