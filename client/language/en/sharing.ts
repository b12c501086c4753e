/** What the share page says of files that are shared, or that are here: chosen, saved and sent on. */
import { number, percent, plural } from '../format.ts'

const texts = {
  sharing: {
    pausedAtGoal:
      'It has shared as much as you set, and has stopped. Nobody gets it from here now.',
    paused: 'Sharing is paused: nobody gets it from here until you share again.',
    pause: 'Pause sharing',
    resume: 'Share again',
    stop: 'Stop sharing',
    stopAndRemove: 'Stop sharing and remove',
    goesOnNeeded: (count: number) =>
      plural(count, {
        one: 'This tab keeps sharing. # other still needs it: leave it open if you can.',
        other: 'This tab keeps sharing. # others still need it: leave it open if you can.',
      }),
    goesOnAllHave: 'This tab keeps sharing. Everybody here has all of it.',
    goesOnIdle: 'This tab keeps sharing. Nobody here needs more of it right now.',
    goesOnAlone: 'This tab keeps sharing while it is open. Nobody needs it right now.',
    here: 'Here',
    others: (count: number) => plural(count, { one: '# other', other: '# others' }),
    up: '↑ Up',
    sent: 'Sent',
    copiesSent: 'Copies sent',
  },

  complete: {
    all: 'Complete. Every piece verified.',
    chosen: 'All you chose is here. Every piece verified.',
    cameFrom: (count: number) =>
      plural(count, {
        one: 'It came from # other, each giving a part.',
        other: 'It came from # others, each giving a part.',
      }),
    save: 'Save',
    saveAll: 'Save all',
    saveFiles: (count: number) => plural(count, { one: 'Save # file', other: 'Save # files' }),
    open: 'Open',
    saved: 'Saved.',
    savedBar: 'Saved',
    saving: (share: number) => `Saving: ${percent(share)}`,
    sendOn: 'Pass the link on',
    toAnApp: 'Send to an app',
    ready: 'Ready: send to an app',
    appRefused:
      'This browser does not hand these files to an app: they are too many, too large or of a kind that it keeps back. Save them instead, or hand them over one by one.',
  },

  sendLink: {
    label: 'Send this link',
    withApp: 'Send with an app',
    copy: 'Copy',
    copied: 'Copied',
    isCopied: 'The link is copied.',
    copyByKeys: 'Press Ctrl+C (or Command+C) to copy the selected link.',
    onNetwork: (host: string) =>
      `This link opens on your network: it has this computer’s address there, because “${host}” opens on this computer only.`,
    onlyHere:
      'This link opens on this computer only: it seems to be on no network that others could reach it by.',
  },

  /** What became of a share. */
  receivers: {
    keepOpen: 'Keep this tab open: the others get it from here.',
    /** `have`: 'one person has everything'. */
    keepOpenFor: ({ have, count }: { have: string; count: number }) =>
      plural(count, {
        one: `Keep this tab open: ${have}, and # other still needs it.`,
        other: `Keep this tab open: ${have}, and # others still need it.`,
      }),
    mayClose: (have: string) => `${have}. You may close this tab.`,
    mayCloseUnless: (have: string) =>
      `${have}. You may close this tab, unless somebody else is to get it.`,
    haveEverything: (count: number) =>
      plural(count, { one: '# person has everything', other: '# people have everything' }),
    haveChosen: (count: number) =>
      plural(count, {
        one: '# person has what they chose',
        other: '# people have what they chose',
      }),
    haveBoth: ({ everything, count }: { everything: string; count: number }) =>
      plural(count, {
        one: `${everything} and # has what they chose`,
        other: `${everything} and # have what they chose`,
      }),
    title: 'Who was here',
    left: (time: string) => `left at ${time}`,
    lastSeen: (time: string) => `last seen at ${time}`,
    hasEverything: (when: string) => `has everything, ${when}`,
    hasChosen: (when: string) => `has what they chose, ${when}`,
    gotNothing: (when: string) => `opened the link and got nothing, ${when}`,
    hasPart: ({ share, when }: { share: number; when: string }) => `has ${percent(share)}, ${when}`,
  },

  files: {
    title: 'Files',
    find: 'Find files by name or folder',
    all: 'All',
    none: 'None',
    first: 'First',
    showFolder: (name: string) => `${name}: Show its files`,
    hideFolder: (name: string) => `${name}: Hide its files`,
    nothingFound: 'No file has that in its name or folder. A comma means “or”: 12, 45.',
    anyKind: 'All kinds',
    kinds: {
      pictures: 'Pictures',
      films: 'Films',
      sound: 'Sound',
      documents: 'Documents',
      others: 'Others',
    },
    /** On the buttons that choose among those found. */
    chooseFound: (count: number) =>
      plural(count, { one: 'Choose this one', other: 'Choose these #' }),
    onlyFound: (count: number) => plural(count, { one: 'Only this one', other: 'Only these #' }),
    dropFound: (count: number) =>
      plural(count, { one: 'Leave this one out', other: 'Leave these # out' }),
    found: ({ found, all }: { found: number; all: number }) =>
      plural(all, {
        one: `${number(found)} of # file found.`,
        other: `${number(found)} of # files found.`,
      }),
    noneChosen: (all: number) => plural(all, { one: 'None of # file', other: 'None of # files' }),
    allChosen: ({ all, size }: { all: number; size: string }) =>
      plural(all, { one: `All # file, ${size}`, other: `All # files, ${size}` }),
    someChosen: ({ chosen, all, size }: { chosen: number; all: number; size: string }) =>
      plural(all, {
        one: `${number(chosen)} of # file, ${size}`,
        other: `${number(chosen)} of # files, ${size}`,
      }),
    /** Of a folder. */
    count: ({ all, size }: { all: number; size: string }) =>
      plural(all, { one: `# file, ${size}`, other: `# files, ${size}` }),
    partOf: ({ share, size }: { share: number; size: string }) => `${percent(share)} of ${size}`,
    /** What the box before a file does. */
    download: (name: string) => `Download ${name}`,
    pick: (name: string) => `Pick ${name}`,
    pickToShare: 'Take some out to get a link to the others alone.',
    pickToSave: 'Take some out to save the others, or to get a link to them alone.',
    nothingPicked: 'Pick at least one file.',
    linkOfPicked: 'Make a link to these alone',
    otherLinkStays: (name: string) =>
      `The link to all of ${name} goes on working as long as it is shared in this tab. Stop sharing it if nobody is to get the rest.`,
  },

  /** Files of this person that have changed or gone since they were shared. */
  lost: {
    all: 'This tab no longer has what you shared. Choose it again: then the others can get it from here.',
    one: (name: string) =>
      `${name} was moved, changed or deleted after you shared it. Choose it again: then the others can get it.`,
    some: ({ count, names }: { count: number; names: string }) =>
      plural(count, {
        other: `# files were moved, changed or deleted after you shared them: ${names}. Choose them again: then the others can get them.`,
      }),
    chooseAgain: 'Choose again',
    files: 'The files to choose again',
    checking: 'Checking whether these are the files that you shared.',
    isBack: (name: string) => `${name} is here again, and the others can get it.`,
    areBack: (count: number) =>
      plural(count, { other: '# files are here again, and the others can get them.' }),
    isAnother: (name: string) => `${name} is not the file that you shared`,
    isAnotherMeans:
      'Its bytes are others, so it does not fit the link that you sent. Shared as new, it gets a link of its own.',
    notNow: 'Not now',
    shareAsNew: 'Share as new',
  },

  /** What of the files that somebody handed over cannot be shared. */
  leftBehind: {
    busy: 'One moment: the files before these are still being prepared.',
    tooMany: (most: number) =>
      `These are more than ${number(most)} files. Put them into one archive (a ZIP file) and share that.`,
    emptyFolder: (names: string) =>
      `There is no file in ${names}, and a folder without files cannot be shared. Choose another.`,
    unreadable: ({ names, count }: { names: string; count: number }) =>
      plural(count, { other: `${names} cannot be read` }),
    unreadableOnly: ({ names, count }: { names: string; count: number }) =>
      plural(count, {
        one: `${names} cannot be read. Check that you may open it, then share again.`,
        other: `${names} cannot be read. Check that you may open them, then share again.`,
      }),
    checkOne: 'Check that it is still there and that you may open it.',
    checkSome: 'Check that they are still there and that you may open them.',
    restWithoutOne: (count: number) =>
      plural(count, {
        one: '# other file can be shared without it.',
        other: '# other files can be shared without it.',
      }),
    restWithoutSome: (count: number) =>
      plural(count, {
        one: '# other file can be shared without them.',
        other: '# other files can be shared without them.',
      }),
    shareRest: 'Share the rest',
    emptyLeftOut: ({ names, count }: { names: string; count: number }) =>
      plural(count, {
        one: `A folder without files cannot be shared: ${names} was left out.`,
        other: `Folders without files cannot be shared: ${names} were left out.`,
      }),
    leftOut: ({ names, count }: { names: string; count: number }) =>
      plural(count, { one: `${names} was left out.`, other: `${names} were left out.` }),
  },

  saving: {
    renamedPair: ({ name, savedAs }: { name: string; savedAs: string }) =>
      `“${name}” as “${savedAs}”`,
    renamed: (pairs: string) =>
      `Saved under a near name, as this browser or another system does not take its own: ${pairs}.`,
    several: ({ count, names }: { count: number; names: string }) =>
      plural(count, { one: `# file (${names})`, other: `# files (${names})` }),
    diskFull: (what: string) =>
      `The disk is full, and ${what} could not be saved. Free some space, then save again: nothing has to be downloaded twice.`,
    failed: ({ what, why }: { what: string; why: string }) => `${what} could not be saved: ${why}.`,
    restSaved: 'Everything else is saved.',
    reload: 'Reload the page: what is missing is fetched again. Then save it.',
    allow: 'Save again, and allow it when the browser asks: nothing has to be downloaded twice.',
    elsewhere: 'Save again, to another folder or disk: nothing has to be downloaded twice.',
  },

  /** What was left out of a link, or could not be read of it. */
  link: {
    parts: {
      dn: 'The name',
      tr: 'The address of a server',
      ws: 'The address of a web server',
      so: 'The choice of files',
      xl: 'The size',
      other: 'A part',
    },
    several: (count: number) =>
      plural(count, {
        other: 'This text has # links: each is opened, and the last is shown.',
      }),
    tooMany: (count: number) =>
      plural(count, {
        one: '# more link in it was not opened: paste the rest by itself.',
        other: '# more links in it were not opened: paste the rest by itself.',
      }),
    bareCode:
      'This text has only a code, no whole link: the name and where others are found are not known.',
    damaged: (part: string) => `${part} in this link is damaged, and was read as well as could be.`,
    leftOut: (part: string) => `${part} in this link is damaged, and was left out.`,
    refused: (why: string) => `Another link in this text was not opened. ${why}`,
    symlinks: (count: number) =>
      plural(count, {
        one: '# symbolic link was left out: they lead to other places on a disk.',
        other: '# symbolic links were left out: they lead to other places on a disk.',
      }),
    noSuchFiles: 'The link asks for files that do not exist, so all of them are chosen.',
    someNoSuchFiles: (count: number) =>
      plural(count, {
        one: 'The link asks for # file that does not exist. The others are chosen.',
        other: 'The link asks for # files that do not exist. The others are chosen.',
      }),
  },

  webServers: {
    caption: 'Web servers, and what they have sent',
    title: 'Web server',
    sent: 'Sent',
    rate: 'Rate',
    gives: 'sends to you',
    idle: 'asked when something is missing',
    paused: (why: string) => `${why}; asked again by itself`,
    never: (why: string) => `not asked: ${why}`,
    noMore: (why: string) => `not asked any more: ${why}`,
    troubles: {
      network: 'it cannot be reached, or does not allow pages of other sites to read it (CORS)',
      short: 'it stopped in the middle of an answer',
      redirect: 'it sends on to another address, which a page cannot check',
      'no-ranges': 'it sends whole files only, not parts of them',
      'wrong-range': 'it sent another part than was asked for, or has another file',
      packed: 'it sends the file compressed',
      'not-http': 'its address is not one of the web',
      credentials: 'its address has a name or a password in it',
      'private-address': 'its address is of this machine or a private network',
      insecure: 'its address is http, and this page came by https',
      'too-many': 'enough others are asked',
    },
    status: (code: number) => `it answered ${code}`,
    wrongPieces: (count: number) =>
      plural(count, { one: 'it sent # wrong piece', other: 'it sent # wrong pieces' }),
  },
}

export default texts
export type SharingTexts = typeof texts
