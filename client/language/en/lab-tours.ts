/** Guided tours of the lab. Names of peers stay as they are. */
import { decimal, number, plural } from '../format.ts'

/** Of a tour's run, and of the one before it. */
export interface Facts {
  readonly bound: string
  readonly makespan: string
  /** The makespan of the run before. */
  readonly before: string
  /** Of the makespan and the bound; null if it never ended. */
  readonly ratio: number | null
  readonly ratioBefore: number | null
  readonly finished: number
  /** Pieces received, of use and in vain. */
  readonly useful: number
  readonly redundant: number
}

const timesOf = (ratio: number | null): string => (ratio === null ? 'countless' : decimal(ratio, 2))

const texts = {
  guided: 'Guided tours',
  label: (title: string) => `Tour: ${title}`,
  step: ({ step, steps }: { step: number; steps: number }) => `${number(step)} of ${number(steps)}`,
  watch: 'Watch.',
  back: 'Back',
  goOn: 'Go on',
  done: 'Done',
  leave: 'Leave the tour',
  never: 'never',

  /** By the name of the scenario that is played. */
  abouts: {
    'tour-tracker':
      'Six peers come one after the other; the seeder leaves before the last has everything.',
    'tour-one-piece': 'A file of 1 MiB in one piece, for nineteen peers.',
    'tour-many-pieces': 'The same file in 64 pieces.',
    'tour-random': 'Everyone picks at random, and the only seeder leaves after 2.6 seconds.',
    'tour-rarest-first': 'The same, and everyone picks the rarest first.',
    'tour-free-riders': 'Homes with cable, of which one in four takes and never gives.',
    'tour-push': 'Each second, everyone gives a random piece to three random others.',
    'tour-pull':
      'Each second, everyone asks three random others for a random piece that it misses.',
    'tour-push-pull': 'Each second both, with the same three others.',
    'tour-slots': 'Twenty peers of the thesis, who upload to several others side by side.',
    'tour-informed': 'The same, but they gossip, and each knows what its neighbours hold.',
  },

  tours: {
    tracker: {
      title: 'What a tracker does',
      question: 'Who brings the peers together, and who carries the file?',
      captions: {
        seeder:
          'One peer, peer1, has the whole file: it is the seeder. The square is the tracker. It has not a byte of the file, only a list of who is here.',
        announced:
          'peer2 has announced itself: here I am, this much is missing. The tracker answered with a few others of its list. That is all it ever does.',
        firstPiece:
          'Its first piece has come, straight from peer1. Watch the orange squares: they travel from peer to peer, none of them from the tracker.',
        newcomer:
          'peer4 was told of everyone who came before, not of the seeder alone. Whoever has a piece can give it, so newcomers find more givers, not a longer queue.',
        leaves:
          'The seeder says goodbye, and the tracker strikes it off its list. There are copies of every piece by now, so nobody has to wait for it.',
        end: 'All six have everything, without the one who began. A tracker brings people together; the rest they do among themselves.',
      },
    },

    pieces: {
      title: 'Why pieces',
      question: 'Why is a file cut up before it is shared?',
      captions: {
        whole:
          'A file of 1 MiB, all of it one piece. Only a whole piece can be checked, and only what is checked may be passed on.',
        first:
          'The first has it. The seeder shared its line among several, and until now nineteen uplinks did nothing: who has only a part of the piece cannot give it.',
        doubling:
          'Those who have it give it on, and each time that takes as long as the whole file again. The bound is five times over: 1, 2, 4, 8, 16, all.',
        onePiece: ({ makespan }: Facts) =>
          `${makespan} for nineteen peers. Now the same file in 64 pieces.`,
        already:
          'Already many have something that others lack, and give it while they fetch the rest.',
        sending:
          'Nearly everyone sends: receiving and giving overlap. That is what pieces are for.',
        manyPieces: ({ makespan, before }: Facts) =>
          `${makespan}, after ${before} in one piece. Nothing was faster; only fewer lines stood idle. Smaller is not always better: each piece must be announced, asked for and checked.`,
      },
    },

    'rarest-first': {
      title: 'Rarest first, and the missing piece',
      question: 'Which piece should a peer ask for next?',
      captions: {
        random:
          'Nineteen peers fetch 40 pieces, each picking at random. There is one seeder, client1, and it will not stay.',
        halfway:
          'Some pieces have many copies by now, others only the seeder’s own. By chance it has sent some of them twice and others never.',
        leaves: 'The seeder leaves. The rarest piece has no copy left: it was never given away.',
        missing: ({ finished }: Facts) =>
          `They share all that there is, and then they wait: ${number(finished)} of 19 have the whole file. This is the missing piece. Now the same swarm, and everyone asks for what is rarest among the others.`,
        rarest:
          'A piece that only the seeder has is the rarest of all, so it is asked for before any other.',
        leavesAgain:
          'The seeder leaves at the same moment. There is a copy of every piece in the swarm.',
        end: ({ finished }: Facts) =>
          `${number(finished)} of 19 have everything. Rarest first is not faster by itself; it is there for the day when somebody leaves.`,
      },
    },

    'free-riders': {
      title: 'Choking and free riders',
      question: 'What becomes of those who take and never give?',
      captions: {
        homes:
          'Homes with cable: they receive at 5 Mbit/s and send at 1. Sending is what is scarce. One in four of these peers will never send anything; nobody knows which.',
        choked:
          'Every link begins choked: nothing may be asked over it. A peer unchokes the few that give it most, and one more by chance, to find out who else might.',
        halfway:
          'Those who give have found each other. Those who do not are left with what is given by chance, and by seeders, who have nothing to get in return.',
        givers:
          'Most of those who gave are done, close together. The lines that lag behind belong to those who gave nothing.',
        end: 'Everyone got the file, free riders last. Nobody judged them: each peer only looked at what came over its own links. That is tit for tat.',
      },
    },

    gossip: {
      title: 'Push, pull, push-pull',
      question: 'How does a file spread when nobody plans anything?',
      captions: {
        push: 'Five peers want nine pieces, and nobody asks for any. Each second, everyone gives a random piece of its own to three random others: push.',
        fast: 'It began fast: where nobody has anything, every gift is welcome.',
        late: 'Now most gifts are of what the other has already. The last pieces take longest, and cost most.',
        pushed: ({ makespan, useful, redundant }: Facts) =>
          plural(useful, {
            one: `${makespan}; # piece was of use, ${number(redundant)} came for nothing. Now the same, and everyone asks instead.`,
            other: `${makespan}; # pieces were of use, ${number(redundant)} came for nothing. Now the same, and everyone asks instead.`,
          }),
        slow: 'Pull begins slowly: at first only one of the six has anything to give, and most questions go to the others.',
        pulled: ({ makespan, before, redundant }: Facts) =>
          plural(redundant, {
            one: `${makespan}, after ${before} by push. Who asks knows what it misses: # piece came for nothing. The end is quick, because whomever one asks is likely to have it.`,
            other: `${makespan}, after ${before} by push. Who asks knows what it misses: # pieces came for nothing. The end is quick, because whomever one asks is likely to have it.`,
          }),
        both: 'Both at once: push for the beginning, pull for the end. The lines rise almost straight.',
        end: ({ makespan, before, redundant }: Facts) =>
          plural(redundant, {
            one: `${makespan}, after ${before} by pull alone; # piece came for nothing. Set the fidelity to “informed” and run it again: peers who say what they hold waste next to nothing.`,
            other: `${makespan}, after ${before} by pull alone; # pieces came for nothing. Set the fidelity to “informed” and run it again: peers who say what they hold waste next to nothing.`,
          }),
      },
    },

    bound: {
      title: 'Where the time goes, against the bound',
      question: 'How close can a swarm come to the best that is possible?',
      captions: {
        bound: ({ bound }: Facts) =>
          `The seeder must send every piece once, and the last of them must still be doubled from one peer to all. No swarm on these lines is done before ${bound}: the thin line.`,
        beginning:
          'The beginning is lost: until a first whole piece has come, a peer has nothing to send. Each uplink is shared by five, so each piece takes five times as long.',
        middle:
          'The middle is better, but not full: who is unchoked may need nothing that is here, and who needs it may be choked.',
        slots: ({ makespan, ratio }: Facts) =>
          `${makespan}: ${timesOf(ratio)} times the bound. Now informed gossip: one whole piece to one peer at a time, and the next to another.`,
        early:
          'A piece is whole as soon as it can be, and goes on at once: the uplinks were busy from early on.',
        informed: ({ makespan, ratio, ratioBefore }: Facts) =>
          `${makespan}: ${timesOf(ratio)} times the bound, after ${timesOf(ratioBefore)} times. What is left is the price of not knowing: nobody sees the whole swarm, and each decides by what its neighbours told it.`,
      },
    },
  },
}

export default texts
export type LabToursTexts = typeof texts
