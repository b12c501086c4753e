/** Sentences about what goes on: for the screen, the title and those who listen. */
import { percent } from '../format.ts'

const keepOpen = 'Keep this tab open: it goes on by itself.'
const helpUdp =
  'A setting, an extension or a VPN of the browser forbids it, or its device is on no network: change that, or use another browser.'
const unreached = (why: string) =>
  `Somebody with this link is online, but no connection between you gets through: ${why}`

const texts = {
  /** What a peer is doing, from where this tab stands. */
  peer: {
    exchanges: 'sends to you and gets from you',
    gives: 'sends to you',
    takes: 'gets from you',
    slow: 'slow to answer',
    arrived: 'just arrived',
    willSend: 'will send when it is your turn',
    waits: 'waits for a turn',
    hasAll: 'has everything',
    hasChosen: 'has what they chose',
    opened: 'has opened the link',
    idle: 'nothing to exchange right now',
  },

  /** Others are there, and no connection leads to them: why, what helps, and what a relay does. */
  unreached: {
    udpOff: unreached(`this browser does not let a page connect directly. ${helpUdp}`),
    theirUdpOff: unreached(
      `their browser does not let a page connect directly. They have to act: ${helpUdp}`,
    ),
    networkClosed: unreached(
      'this network lets no direct connection out. Try another network, such as that of a phone.',
    ),
    onlyOwnNetwork: unreached(
      'this tab knows only its own network. Both have to be on it, or the server has to be opened by an address that others reach, and has to tell tabs their own (STUN_PORT).',
    ),
    bothClosed: unreached('your networks let nobody in. It works when both are on one network.'),
    relay: {
      none: 'A relay helps too: whoever runs this server can add one (TURN_URLS).',
      unknown: 'The relay has not answered yet.',
      unreached:
        'The relay of this server does not answer: whoever runs it should see that it runs, and that its ports are open.',
      reached:
        'The relay of this server answers, but leads to nobody: perhaps they do not reach it.',
    },
    triesAgain: 'Keep this tab open: it tries again.',
  },

  alone: {
    connecting: 'Somebody else has this link open. Connecting to them.',
    notOpened: 'Nobody has opened the link yet. Keep this tab open: they get it from you.',
    nobodyElse: 'Nobody else is here right now.',
    nobodyYet: 'Nobody else yet.',
  },

  /** Why nothing arrives yet, and what to do about it. */
  waiting: {
    askingNames: 'Somebody is here. Asking for the names and sizes.',
    nothingArrives: `Others are here who have it, but nothing arrives right now. ${keepOpen}`,
    missingHere: `Others are here, but nobody has the missing pieces right now. ${keepOpen}`,
    connecting: 'Connecting to somebody who has opened this link.',
    private:
      'It is private: only the servers that it names may bring people together, and none of them answers this page.',
    serverAway:
      'The server that introduces tabs to each other cannot be reached. Keep this tab open: it tries again by itself.',
    refused: (reason: string) => `The server refuses this link: ${reason}.`,
    looking: 'Looking for others with this link.',
    connectingToFile: 'Somebody with this file is online. Connecting to them.',
    othersLack: `Others have this link open, but nobody who has the missing pieces. ${keepOpen}`,
    othersLackOffered:
      'Others have this link open, but nobody who has the missing pieces. Keep this tab open: it is offered to you here as soon as somebody is, and the title of the tab says so.',
    allLeft:
      'Everybody who has the missing pieces has left. Keep this tab open: it goes on when one comes back.',
    nobody: 'Nobody with this file is online yet. Keep this tab open: it starts by itself.',
    nobodyOffered:
      'Nobody with this file is online yet. Keep this tab open: it is offered to you here as soon as somebody is, and the title of the tab says so.',
  },

  /** Why a download does not begin. */
  shortage: {
    memory: ({ needed, room }: { needed: string; room: string }) =>
      `This does not fit: it needs ${needed}, and without the disk this page can hold ${room} more. Open the link in a normal (not private) window.`,
    memoryMany: ({ needed, room }: { needed: string; room: string }) =>
      `This does not fit: it needs ${needed}, and without the disk this page can hold ${room} more. Open the link in a normal (not private) window, or choose fewer files.`,
    disk: ({ needed, room }: { needed: string; room: string }) =>
      `This may not fit: it needs ${needed}, and this browser says that it can store ${room} more. Free space on this disk, or delete what this browser keeps.`,
    diskMany: ({ needed, room }: { needed: string; room: string }) =>
      `This may not fit: it needs ${needed}, and this browser says that it can store ${room} more. Free space on this disk, or delete what this browser keeps, or choose fewer files.`,
  },

  /** Said aloud by screen readers, each turning point once. */
  spoken: {
    downloading: ({ name, share }: { name: string; share: number }) =>
      `Downloading ${name}: ${share} percent`,
    percent: (share: number) => `${share} percent`,
    done: (name: string) => `${name}: 100 percent. Every piece is verified.`,
    sharing: (name: string) => `The link to ${name} is ready.`,
    offered: (name: string) => `${name} is ready to download.`,
    waiting: (name: string) => `${name}: waiting for somebody who has it.`,
    stuck: (name: string) => `${name}: the download has stopped.`,
    broken: (name: string) => `${name}: ended by a fault of this page.`,
    promised: (name: string) => `${name} downloads by itself as soon as it is here.`,
    notPromised: (name: string) => `${name} does not download by itself.`,
  },

  /** Of the browser's tab. */
  title: {
    waiting: ({ share, name }: { share: number; name: string }) =>
      `${percent(share)}, waiting: ${name}`,
    paused: ({ share, name }: { share: number; name: string }) =>
      `${percent(share)}, paused: ${name}`,
    joining: (name: string) => `Waiting: ${name}`,
    ready: (name: string) => `Ready: ${name}`,
  },

  /** Files in a sentence: “a”, “b” and 2 more. */
  names: {
    quoted: (name: string) => `“${name}”`,
    more: (count: string) => `${count} more`,
  },

  /** What has become of a share meanwhile, said aloud. `who`: 'Eager Seal', or 'Eager Seal and 2 more'. */
  news: {
    andMore: ({ name, more }: { name: string; more: string }) => `${name} and ${more} more`,
    opened: ({ who, count, name }: News) =>
      `${who} ${count === 1 ? 'has' : 'have'} opened the link to ${name}.`,
    hasAll: ({ who, count, name }: News) =>
      `${who} ${count === 1 ? 'has' : 'have'} all of ${name}.`,
    hasChosen: ({ who, count, name }: News) =>
      `${who} ${count === 1 ? 'has' : 'have'} what they chose of ${name}.`,
    leftWithAll: ({ who, count, name }: News) =>
      `${who} ${count === 1 ? 'has' : 'have'} left with all of ${name}.`,
    leftWithChosen: ({ who, count, name }: News) =>
      `${who} ${count === 1 ? 'has' : 'have'} left with what they chose of ${name}.`,
    leftWithout: ({ who, count, name }: News) =>
      `${who} ${count === 1 ? 'has' : 'have'} left without all of ${name}.`,
  },
}
export default texts
export type SentenceTexts = typeof texts

interface News {
  readonly who: string
  /** Of whom it is said. */
  readonly count: number
  readonly name: string
}
