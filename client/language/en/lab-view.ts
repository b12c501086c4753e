/** What the lab says of a swarm that is watched: its playback, its network, its peers and what they do. */
import type { ComponentChildren as Part } from 'preact'
import { number, plural } from '../format.ts'
import tabs from './lab-tabs.ts'

const texts = {
  ...tabs,

  playback: {
    title: 'Playback',
    play: 'Play',
    pause: 'Pause',
    next: 'To the next piece',
    back: 'Back by one piece',
    of: (end: string) => `of ${end}`,
    ofSoFar: (end: string) => `of ${end} so far`,
    speed: 'Speed',
    moment: 'Moment shown',
  },

  copy: { link: 'Copy link', copied: 'Link copied' },

  units: {
    pieces: (count: number) => plural(count, { one: '# piece', other: '# pieces' }),
    copies: (count: number) => plural(count, { one: '# copy', other: '# copies' }),
  },

  roles: { router: 'router', tracker: 'tracker', seeder: 'seeder', leecher: 'leecher' },

  network: {
    title: 'Network',
    none: 'No network',
    run: 'Run',
    closer: 'Closer',
    farther: 'Farther',
    all: 'All of it',
    putBack: 'Put all nodes back',
    moveByKeys: (name: string) => `Move ${name} by the arrow keys`,
    /** `network`: 'Campus, ', or nothing. */
    changed: ({
      network,
      peers,
      routers,
      pieces,
    }: {
      network: string
      peers: number
      routers: number
      pieces: number
    }) =>
      `Changed: ${network}${plural(peers, { one: '# peer', other: '# peers' })} on ${plural(routers, { one: '# router', other: '# routers' })}, ${plural(pieces, { one: '# piece', other: '# pieces' })}.`,
    described: ({
      routers,
      seeders,
      leechers,
    }: {
      routers: number
      seeders: number
      leechers: number
    }) =>
      `Network of ${plural(routers, { one: '# router', other: '# routers' })} with ${plural(seeders, { one: '# seeder', other: '# seeders' })} and ${plural(leechers, { one: '# leecher', other: '# leechers' })}. The table of peers says who has what.`,
    haveAll: ({ finished, all }: { finished: number; all: number }) =>
      `${number(finished)} of ${number(all)} have everything`,
    whyLast: (name: string) => `Why was ${name} the last?`,
    invalid: 'This machine did not keep up: the run is invalid.',
    again: (times: number) => `Again, ${number(times)} times slower`,
    notBefore: (time: string) => `No swarm can be done before ${time}`,
    stopped: 'Stopped before the end.',
    notEveryone: 'Not everyone finished.',
    done: ({ time, times }: { time: string; times: Part }): Part => [
      `Done after ${time}: `,
      times,
      ' times the best that is possible',
    ],
    toTabs: 'To be run in real tabs',
    toSimulate: 'To be simulated in virtual time',
    /** `stride`: each block of this number is drawn. */
    shown: ({ kind, speed, stride }: { kind: string; speed: string; stride: number }) =>
      stride > 1
        ? `${kind}. Shown at ${speed} of its speed. One block in ${number(stride)} is drawn`
        : `${kind}. Shown at ${speed} of its speed`,
  },

  /** How a run is made, in the middle of a sentence or at its beginning. */
  kind: {
    simulated: 'simulated in virtual time',
    inTabs: ({ dilation, isInvalid }: { dilation: number; isInvalid: boolean }) =>
      `in real tabs over emulated links, ${dilation === 1 ? 'in real time' : `${number(dilation)} times slower than real`}${isInvalid ? ': invalid' : ''}`,
  },

  legend: {
    title: 'What is what',
    peer: 'A peer. Its ring fills with the pieces that it holds, and is lighter when one has come.',
    seeder: 'A seeder, which has everything from the start.',
    router: 'A router. It passes on what comes.',
    tracker: 'The tracker, which tells peers of each other.',
    line: 'A line, and beside it on the right of each way, how full that way is: the thicker, the fuller.',
    block: 'A block on its way.',
    rare: 'Under “Who holds what”: a piece of which there is one copy at most.',
    hint: 'Press anything to see what it is, from where to where and since when. Drag a node to move it.',
  },

  /** A line, a block, a router or an event that somebody looks at. */
  looked: {
    allPeers: 'All peers',
    line: 'line',
    lineBetween: ({ from, to }: Ends) => `The line between ${from} and ${to}.`,
    eventOf: (name: string) => `An event of ${name}.`,
    blockFrom: ({ piece, from, to }: Ends & { piece: number }) =>
      `A block of piece ${piece}, from ${from} to ${to}.`,
    oneChannel: 'One channel, which both ways share.',
    towards: 'Towards',
    carries: 'Carries at most',
    fullNow: 'Full now',
    noBlock: 'No block is on it at this moment.',
    pieceFrom: ({ piece, from, to }: Ends & { piece: number }) =>
      `piece ${piece}, from ${from} to ${to}`,
    more: (count: number) => `and ${number(count)} more`,
    piece: (piece: number) => `Piece ${piece}`,
    block: 'a block of it',
    from: 'From',
    to: 'To',
    left: 'Left',
    came: 'Came',
    comes: 'Comes',
    byWayOf: 'By way of',
    event: 'an event',
    at: 'At',
    goThere: 'Go to this moment',
    show: (name: string) => `Show ${name}`,
    routerDoes: 'It passes on what comes, along the shortest way.',
    trackerDoes: 'It tells peers of each other. No piece goes through it.',
  },

  edit: {
    title: 'Change the network',
    hint: 'Press a router, a peer or a line in the drawing, or choose one here.',
    done: 'Done',
    undo: 'Undo',
    save: 'Save as a file',
    choose: 'Router or peer',
    none: 'none',
    remove: 'Remove it',
    pressOther: 'Now press the other router.',
    addPeer: 'Add a peer here',
    addRouter: 'Add a router beside it',
    link: 'Link it with another',
    removeRouter: 'Remove it and its peers',
    seeder: 'Seeder',
    rate: 'Rate',
    rateBack: 'Rate back',
    delay: 'Delay',
    queue: 'Queue',
    loss: 'Loss',
    theSame: 'the same',
    unlimited: 'unlimited',
    line: ({ from, to }: Ends) => `Line from ${from} to ${to}`,
    oneChannel: 'One channel for both ways',
    removeLine: 'Remove this line',
  },

  peers: {
    title: 'Peers',
    caption: 'Peers, what they hold and how fast it comes',
    peer: 'Peer',
    holds: 'Holds',
    receives: 'Receives',
    sends: 'Sends',
    notYet: 'not here yet',
    gone: 'gone',
    done: (time: string) => `done ${time}`,
    neverCame: 'It never came.',
    runFirst: 'Run the scenario to see what it does.',
    soFar: (amount: string) => `${amount} so far`,
    comesAt: (time: string) => `Comes at ${time}.`,
    leftAt: (time: string) => `Left at ${time}.`,
    alwaysAll: 'Has had everything from the start.',
    allSince: (time: string) => `Has everything since ${time}.`,
    hereSince: (time: string) => `Here since ${time}.`,
    alwaysHere: 'Here from the start.',
    noLinks: 'Linked with nobody.',
    links: (count: number) => plural(count, { one: '# link', other: '# links' }),
    withWhom: 'With',
    gets: 'Gets from it',
    gives: 'Gives to it',
    noInterest: 'no interest',
    choked: 'choked',
    unchoked: 'unchoked',
    asked: (count: number) => `${number(count)} asked`,
    blocks: (count: number) => plural(count, { one: '# block', other: '# blocks' }),
    /** `up` and `down`: a rate and a delay. */
    line: ({ router, up, down }: LineOf) => `Its line leads to ${router}: ${up} up, ${down} down.`,
    sharedLine: ({ router, up, down }: LineOf) =>
      `Its line leads to ${router}: ${up} up, ${down} down, one channel for both.`,
    heldOf: ({ held, pieces }: { held: number; pieces: number }) =>
      plural(pieces, {
        one: `${number(held)} of # piece held`,
        other: `${number(held)} of # pieces held`,
      }),
    holdsOf: ({ held, pieces, arriving }: HoldsOf): Part => [
      'Holds ',
      held,
      ` of ${number(pieces)}${arriving > 0 ? `, ${number(arriving)} arriving` : ''}`,
    ],
  },

  /** Why a peer was as late as it was. */
  late: {
    last: (all: number) => `It was the last of ${number(all)}.`,
    place: ({ place, all }: { place: number; all: number }) =>
      `It was number ${number(place)} of ${number(all)}.`,
    line: (own: string) => `Its line was ${own} full of pieces while it fetched.`,
    lineBeside: ({ own, others }: { own: string; others: string }) =>
      `Its line was ${own} full of pieces while it fetched, those of the others ${others}.`,
    idle: (time: string) => `For ${time} of its time nothing came.`,
    lastPiece: ({ piece, time }: { piece: number; time: string }) =>
      `Piece ${piece} came last, at ${time}.`,
    lastPieceFrom: ({ piece, time, from }: { piece: number; time: string; from: string }) =>
      `Piece ${piece} came last, from ${from} at ${time}.`,
    firstAt: ({ time, holders }: { time: string; holders: number }) =>
      plural(holders, {
        one: `By then # peer had it, a leecher among them since ${time}.`,
        other: `By then # peers had it, the first leecher among them since ${time}.`,
      }),
    nobodyBefore: (holders: number) =>
      plural(holders, {
        one: 'No other leecher had it before; # peer held it then.',
        other: 'No other leecher had it before; # peers held it then.',
      }),
  },

  matrix: {
    title: 'Who holds what',
    about:
      'A row for each peer, a column for each piece; copies of each on top, in red where there is one at most.',
    described: 'Map of the pieces of all peers. The table of peers says how many each holds.',
  },

  sequence: {
    title: 'Messages between two',
    about:
      'Their last messages until the moment shown, time going down. An arrow that ends in the middle is still on its way.',
    one: 'One peer',
    other: 'The other',
    haves: 'Each piece that they tell of (have), too',
    nothing: 'Nothing has gone between them until this moment.',
    described: ({ count, one, other }: { count: number; one: string; other: string }) =>
      `The last ${number(count)} messages between ${one} and ${other}. The log lists them.`,
    /** `what`: a message as the protocol names it, and perhaps of which piece. */
    fromByte: ({ what, begin }: { what: string; begin: number }) => `${what} from byte ${begin}`,
  },

  log: {
    title: 'Log',
    of: 'Of',
    everybody: 'everybody',
    about: 'About',
    everything: 'everything',
    lines: 'Events until the moment shown, newest first',
    endsAt: (time: string) =>
      `From ${time} on not every event is kept here; the exported log has them all.`,
  },
}

interface Ends {
  readonly from: string
  readonly to: string
}
interface LineOf {
  readonly router: string
  readonly up: string
  readonly down: string
}
interface HoldsOf {
  readonly held: Part
  readonly pieces: number
  readonly arriving: number
}

export default texts
export type LabViewTexts = typeof texts
