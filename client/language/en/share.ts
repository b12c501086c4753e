/** What the share page says from a link to a whole file. */
import type { ComponentChildren as Part } from 'preact'
import { percent, plural } from '../format.ts'
import sentences from './share-sentences.ts'

const texts = {
  ...sentences,

  page: {
    newShare: 'New share',
    laboratory: 'Laboratory',
    settings: 'Settings',
    close: 'Close',
    cancel: 'Cancel',
    tryAgain: 'Try again',
    footer: 'Files go straight from tab to tab. The server introduces the tabs to each other.',
    serverAway:
      'The server cannot be reached. Transfers under way go on; new ones start when it is back. Trying again by itself.',
    notHere: 'This does not work here',
    openingLink: 'Opening the link',
    details: 'Details',
    noStart:
      'The page could not start. Reload it; if that does not help, open the link in another browser.',
    unexpected: (why: string) =>
      `Something went wrong in this tab (${why}). Reload it: what is stored is kept.`,
  },

  server: {
    title: 'What the server learns',
    told: 'It is told the fingerprint in each link that you share or open, your address, who meets whom and when, and how much each still lacks, has sent and has received. Names and contents are not sent to it.',
    couldDo:
      'Whoever runs it can do more: take part like anybody who has the link, stand between two tabs by changing what they are told of each other, or send you another page than this one. So trust a server before you send what must stay secret.',
  },

  start: {
    title: 'Send a file by sending a link',
    lead: 'Whoever opens the link gets the file straight from your tab, and passes it on to the next. No account, no upload: the file does not pass through the server.',
    drop: 'Drop files or folders here',
    letGo: 'Let go to share',
    /** On a phone, where nothing can be dropped. */
    choose: 'Choose files',
    orChoose: 'or choose files',
    files: 'Files to share',
    folder: 'A folder to share',
    chooseFolder: 'Choose a folder',
    options: 'Options',
    haveLink: 'Have a link?',
    pasteHere: 'Paste it here',
    open: 'Open',
    opening: 'Opening',
    orTorrentFile: 'or choose a .torrent file',
    torrentFile: 'A .torrent file to open',
  },

  preparing: {
    looking: 'Looking for files',
    found: (count: number) =>
      plural(count, { one: '# file found so far.', other: '# files found so far.' }),
    bar: 'Preparing',
    why: 'Preparing: every piece gets a fingerprint, so that nobody can receive a damaged one. Nothing is uploaded.',
  },

  /** Torrents of this tab, and those that earlier tabs left in this browser. */
  transfers: {
    inTab: 'In this tab',
    inTabLong: 'Transfers in this tab',
    kept: 'Kept in this browser',
    downloaded: (name: string) => `${name}, downloaded`,
    open: 'Open',
    delete: 'Delete',
    askToDelete: (name: string) => `Delete ${name}?`,
    deleting: 'This frees the space it takes in this browser. What was saved elsewhere stays.',
    states: {
      joining: 'looking',
      opening: 'opening',
      checking: 'verifying',
      offered: 'ready',
      paused: 'paused',
      waiting: 'waiting',
      downloading: 'downloading',
      sharing: 'sharing',
      done: 'done',
      stuck: 'stopped',
      left: 'gone',
      broken: 'broken',
    },
    byGossip: (state: string) => `${state} by gossip`,
    soFar: ({ share, state }: { share: string; state: string }) => `${share}, ${state}`,
  },

  torrent: {
    files: (count: number) => plural(count, { one: '# file', other: '# files' }),
    byGossip: (mode: string) => `by gossip (${mode})`,
    sizeUnknown: 'Size not known yet',
    sizeInLink: (size: string) => `${size}, as the link says`,
    unnamed: (code: string) => `Unnamed link ${code}`,
    left: 'This tab takes no part in it any more. Open the link again to come back.',
    ended: 'Something went wrong inside this tab, and this transfer was ended.',
    endedKept: 'Reload the page to go on; what is stored is kept.',
    endedInMemory: 'Reload the page to go on; it begins anew then.',
    saveLog: 'Save the log',
    pause: 'Pause',
    resume: 'Resume',
  },

  /** Until all of it is here. */
  download: {
    lookingUp: 'Looking up what this browser already holds.',
    pausedUnknown: 'Paused before anybody has said what it is.',
    noLongerHere:
      'This tab no longer has the file. Drop it here again to go on sharing, or wait for somebody who has it.',
    waitingFor: (time: string) => `Waiting for ${time}`,
    promised: 'It downloads by itself then, if it fits into this browser.',
    whenHere: 'Download as soon as it is here',
    askFirst: 'Ask me first',
    verifiedAgain: 'Verified again',
    verifying: 'Verifying every stored piece again. What is damaged is fetched anew.',
    verifyingLater: 'Waiting its turn: one is verified after the other.',
    download: 'Download',
    anyway: 'Download anyway',
    no: 'No, thanks',
    bar: 'Downloaded',
    timeLeft: 'Time left',
    down: '↓ Down',
    up: '↑ Up',
    received: 'Received',
    nothingChosen: 'No file is chosen, so nothing moves. Choose at least one: then it goes on.',
    paused: (size: string) =>
      `Paused: nothing moves. ${size} is here and verified; it goes on from there.`,
    keepAwake:
      'Keep this page open and the screen on until it is done: a phone that sleeps stops the download.',
    begunByItself: 'Started by itself, as this browser is set to do for every link that is opened.',
    askFromNow: 'Ask first from now on',
    giveUp: 'Give up',
    noRoom: 'The browser cannot store any more. Free some space on this disk, then try again.',
    partKept: (share: number) =>
      `${percent(share)} is here and verified. It is kept, and the rest goes on from there.`,
    memoryOnly:
      'This browser does not let the page use the disk, so everything stays in memory: it is lost when the tab is reloaded, and very large files may not fit. Save it as soon as it is complete.',
  },

  here: {
    title: 'Who is here',
    caption: 'Who is here, what they have and how fast they exchange',
    who: 'Who',
    has: 'Has',
    rates: 'Rates',
    gaveYou: (share: number) => `gave you ${percent(share)}`,
    theirChoice: 'their choice',
    down: 'down',
    up: 'up',
    ways: { 'same-network': 'same network', direct: 'direct', relayed: 'relayed' },
    seenAs: (name: Part): Part => ['Others see you as ', name, '.'],
    picture: (count: number) =>
      plural(count, {
        one: 'You and # other. The table below says the same in words.',
        other: 'You and # others. The table below says the same in words.',
      }),
    you: 'you',
    unknownProgram: 'unknown program',
  },

  pieces: {
    arriving: 'arriving',
    begun: 'begun',
    verified: (count: number) =>
      plural(count, { one: '# piece verified', other: '# pieces verified' }),
    missing: 'missing',
    leftOut: 'left out',
    map: ({
      held,
      all,
      count,
      begun,
    }: {
      held: string
      all: number
      count: string
      begun: string
    }) =>
      plural(all, {
        one: `Map of the pieces: ${held} of # piece here and verified, ${count} ${begun}`,
        other: `Map of the pieces: ${held} of # pieces here and verified, ${count} ${begun}`,
      }),
  },

  /** Asked before something is lost. */
  questions: {
    keepHere: 'Keep it here',
    keepSharing: 'Keep sharing',
    delete: 'Delete',
    offTheList: 'Take off the list',
    offTheListMeans:
      'Taken off the list, it stays in this browser, and its link goes on from there.',
    stopSharing: 'Stop sharing',
    othersNeedFile: (count: number) =>
      plural(count, {
        one: '# other still needs this file',
        other: '# others still need this file',
      }),
    ifYouStop: 'If you stop now, they may not get all of it.',
    remove: 'Stop sharing and remove it?',
    notSaved: 'You have not saved it yet',
    deletingFrees: 'Deleting frees the space.',
    deletingKeepsSaved: 'Deleting frees the space; what you saved stays.',
    othersNeed: (count: number) =>
      plural(count, { one: '# other still needs it.', other: '# others still need it.' }),
    giveUp: 'Give up this download?',
    partHere: (share: number) => `${percent(share)} of it is here.`,
  },
}

export default texts
export type ShareTexts = typeof texts
