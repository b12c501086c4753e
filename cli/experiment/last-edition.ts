/**
 * What docs/experiments.md said before the thesis's client was in the program, the exchange filled its lines
 * and verdicts were held to one error rate; and why each is another now. For the table that compares them.
 */

export interface Was {
  /** Its verdict and figure then. */
  readonly said: string
  readonly why: string
}

const NEW_CLIENT = 'the thesis’s own client is new'
const NEW_EXCHANGE = 'the exchange of tabs fills its lines now'
const NEW = 'not there'
const HOLM = 'several cases are held to one error rate'

/** By experiment, source and claim. */
const LAST: Readonly<Record<string, Was>> = {
  'file-size|Thesis, experiment 1, its client|The total time grows linearly with the size of the file.':
    {
      said: NEW,
      why: `${NEW_CLIENT}; the F test of lack of fit is new`,
    },
  'file-size|Thesis, experiment 1, its client|Rarest first is a little slower than random.': {
    said: 'does not hold, 0.96 to 0.98',
    why: `that was another client’s: ${NEW_CLIENT}, and in it the finding is true`,
  },
  'file-size|Thesis, experiment 1, its client|By the mean time of a peer rarest first is a little slower, too.':
    {
      said: NEW,
      why: 'the thesis says so, and it had not been tested',
    },
  'file-size|Thesis, experiment 1, in tabs|The total time grows linearly with the size of the file.':
    {
      said: 'holds, at most 6.0 % off',
      why: 'means alone decided, which a square root would have passed, too: the F test of lack of fit is new; blocks are of 4 KiB',
    },
  'file-size|Thesis, experiment 1, in tabs|Rarest first is a little slower than random.': {
    said: 'does not hold, 0.96 to 0.98',
    why: `three of five points were undecided then; ${NEW_EXCHANGE}; blocks are of 4 KiB`,
  },
  'file-size|Thesis, experiment 1, in tabs|By the mean time of a peer rarest first is a little slower, too.':
    {
      said: NEW,
      why: 'the thesis says so, and it had not been tested',
    },
  'seeders|Thesis, experiment 2, its client|The total time falls with the number of initial seeders.':
    {
      said: NEW,
      why: NEW_CLIENT,
    },
  'seeders|Thesis, experiment 2, in tabs|The total time falls with the number of initial seeders.':
    {
      said: 'holds, 0.57',
      why: `${NEW_EXCHANGE}; blocks are of 4 KiB; each step is tested`,
    },
  'peer-rate|Thesis, experiment 3, its client|The total time is proportional to 1/rate.': {
    said: NEW,
    why: NEW_CLIENT,
  },
  'peer-rate|Thesis, experiment 3, in tabs|The total time is proportional to 1/rate.': {
    said: 'holds, power -0.99',
    why: `${NEW_EXCHANGE}; blocks are of 4 KiB; the product of time and rate is tested for being constant`,
  },
  'peers-and-pieces|Thesis, experiment 4, its client|The mean time of a peer grows far slower than the number of peers.':
    {
      said: NEW,
      why: NEW_CLIENT,
    },
  'peers-and-pieces|Beyond the thesis, its client|The time until the last peer has everything grows far slower than the peers, too.':
    {
      said: NEW,
      why: NEW_CLIENT,
    },
  'peers-and-pieces|Thesis, experiment 4, in tabs|The mean time of a peer grows far slower than the number of peers.':
    {
      said: 'holds, 0.09',
      why: `${NEW_EXCHANGE}; blocks are of 4 KiB`,
    },
  'peers-and-pieces|Beyond the thesis, in tabs|The time until the last peer has everything grows far slower than the peers, too.':
    {
      said: 'holds, 0.09 to 0.10',
      why: `${NEW_EXCHANGE}; blocks are of 4 KiB`,
    },
  'sample-run|Thesis, sample run|Its one time tells the length of a block.': {
    said: NEW,
    why: NEW_CLIENT,
  },
  'sample-run|Thesis, sample run|Its one time tells how its client asks.': {
    said: NEW,
    why: NEW_CLIENT,
  },
  'churn|Beyond the thesis|When the seeder leaves early, more peers finish by rarest first than by random choice.':
    {
      said: 'holds in part, -1.7 to 19 %',
      why: `${NEW_EXCHANGE}; ${HOLM}`,
    },
  'churn|Beyond the thesis|When the seeder leaves early, more peers finish by random than by sequential choice.':
    {
      said: 'holds, 4.8 to 41 %',
      why: `${NEW_EXCHANGE}; ${HOLM}`,
    },
  'free-riders|Cohen 2003|Tit-for-tat makes free riders wait longer than those who give.': {
    said: 'holds, 1.12 to 1.75',
    why: NEW_EXCHANGE,
  },
  'free-riders|Control|With everyone unchoked free riders wait no longer than those who give.': {
    said: NEW,
    why: 'without this control choking was not shown to be the cause',
  },
  'seed-box|Beyond the thesis|A seed box of 100 Mbps more than halves the time.': {
    said: 'holds, 0.37 (slots by rate)',
    why: 'slots follow the line now, within seconds',
  },
  'seed-box|Beyond the thesis|A fast seed box needs more uploads side by side than an ordinary peer.':
    {
      said: 'holds, 1.16',
      why: 'the slots of all peers were varied then; now those of the box alone',
    },
  'loss|Beyond the thesis|One packet lost in a hundred costs less than a tenth of the time.': {
    said: 'holds in part, 1.02 to 1.09',
    why: `${NEW_EXCHANGE}; what the model leaves out is said beside it`,
  },
  'loss|Beyond the thesis|Lost packets cost no more than it takes to send them again.': {
    said: 'does not hold, 1.09 to 3.76',
    why: `${NEW_EXCHANGE}; what the model leaves out is said beside it; cases that are undecided are told`,
  },
  'super-seeding|BEP 16|A super-seeder sends less than an ordinary one before another peer is a seeder.':
    {
      said: 'holds, 0.81 to 0.83 of what was sent in all',
      why: 'what was sent in all is the makespan over again, as the seeder’s line is full: BEP 16’s own measure is new, with 100 pieces; and an ordinary seeder names pieces now',
    },
  'super-seeding|Beyond BEP 16|A super-seeder sends less than an ordinary one until every piece has left it once.':
    {
      said: NEW,
      why: 'the measure is new',
    },
  'super-seeding|Beyond BEP 16|With super-seeding the swarm is done sooner.': {
    said: 'holds, 0.84 to 0.86',
    why: 'an ordinary seeder names pieces now, and sends hardly any twice; 100 pieces, not 25',
  },
  'half-duplex|Theory: Mundinger, Weber and Weiss 2008, and 2 N F over all lines|One common channel takes as many times as long as the bounds of the two say.':
    {
      said: '“about twice as long” does not hold, 1.28 to 1.48',
      why: 'no theory says twice: each case has its own two bounds',
    },
  'half-duplex|Beyond the thesis|With one common channel a swarm comes nearer to its bound.': {
    said: NEW,
    why: 'each case has its own two bounds',
  },
  'diversity|Legout et al. 2006|By rarest first nearly every peer is nearly always interested in nearly every other.':
    {
      said: NEW,
      why: 'the experiment is new',
    },
  'diversity|Legout et al. 2006|Rarest first keeps pieces more diverse than random choice does.': {
    said: NEW,
    why: 'the experiment is new',
  },
  'diversity|Legout et al. 2006|By rarest first the last pieces and blocks take no longer than the others.':
    {
      said: NEW,
      why: 'the experiment is new',
    },
  'diversity|Legout et al. 2006|By rarest first the first pieces and blocks take longer than the others.':
    {
      said: NEW,
      why: 'the experiment is new',
    },
  'gossip-modes|Gossip report, charts|Push is fast at first and slow at the end.': {
    said: 'holds, 24 to 25 %',
    why: 'ten times as many runs',
  },
  'gossip-modes|Gossip report, charts|Pull is slow at first and fast at the end.': {
    said: 'holds in part, 47 to 63 %',
    why: 'literal pull never finishes: half of what came by then was compared with half of all. It is left out',
  },
  'gossip-modes|Gossip report, charts|Push-pull is close to linear.': {
    said: 'holds in part, 26 to 52 %',
    why: 'ten times as many runs',
  },
  'gossip-modes|Gossip report, text|Push and pull are about equally efficient.': {
    said: NEW,
    why: 'the report says so, and it had not been tested',
  },
  'gossip-modes|Gossip report, conclusion|Push and pull together are sooner than either alone.': {
    said: NEW,
    why: 'the report says so, and it had not been tested',
  },
  'gossip-modes|Gossip report, its question of push|Many messages are redundant.': {
    said: 'holds in part, 0 to 9.8',
    why: 'the report asks it of push alone, where it holds; pull had been mixed in',
  },
  'gossip-modes|Beyond the report|With pull fewer are redundant than by push alone.': {
    said: NEW,
    why: 'it was part of the finding before',
  },
  'gossip-modes|Beyond the report|Peers that know what others hold send nothing in vain.': {
    said: 'holds, 0 (and done sooner, 0.01 to 0.04)',
    why: '“done sooner” was for want of rounds as well as for knowing: it is a finding of its own now',
  },
  'gossip-rounds|Beyond the report|Peers that know what others hold need fewer rounds, where a line carries one piece a round.':
    {
      said: '0.01 to 0.04 times as long',
      why: 'who knows waited for no rounds then; now both have lines that carry one piece a round',
    },
  'gossip-fan-out|Beyond the report|The wider a round, the sooner everyone has everything.': {
    said: 'holds, 0.16 to 0.21',
    why: 'nothing has',
  },
  'gossip-fan-out|Beyond the report|The wider a round, the more is sent in vain.': {
    said: 'holds in part, 0.01 to 0.82',
    why: HOLM,
  },
  'gossip-bittorrent|Beyond the report|BitTorrent is sooner than the report’s gossip by push-pull.':
    {
      said: 'holds, 0.31 to 0.33',
      why: NEW_EXCHANGE,
    },
  'gossip-bittorrent|Beyond the report|Gossip that knows what others hold is sooner than BitTorrent.':
    {
      said: 'holds, 0.60 to 0.61',
      why: NEW_EXCHANGE,
    },
}

export const lastOf = (experiment: string, source: string, claim: string): Was | undefined =>
  LAST[`${experiment}|${source}|${claim}`]

export const LAST_KEYS: readonly string[] = Object.keys(LAST)

/** Findings of the last edition that are tested no more. */
export const RETIRED: readonly (Was & { readonly claim: string; readonly source: string })[] = [
  {
    claim: 'Pieces sent one at a time, each to one peer, come nearer to the bound.',
    source: 'Theory: Mundinger, Weber and Weiss 2008',
    said: 'holds, 1.44 beside 1.60 to 2.01',
    why: 'it held up to 150 pieces only, was equal at 200 and reversed from 300; serving by turns is gone, see [simulation](simulation.md#serving-by-turns-a-retired-experiment)',
  },
  {
    claim: 'Gossip that knows what others hold is sooner than BitTorrent in turns.',
    source: 'Beyond the report',
    said: 'holds, 0.82 to 0.83',
    why: 'serving by turns is gone',
  },
]
