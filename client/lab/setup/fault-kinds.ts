/** What can be made to go wrong, in words, and what has to be said of it. The parser knows the rules. */
import type { Document } from '../draft.ts'

export interface FaultField {
  readonly key: string
  readonly label: string
  readonly is: 'peer' | 'text' | 'choice'
  readonly usual: string
  readonly options: readonly string[]
  /** Names, set apart by commas. */
  readonly isList: boolean
}

interface FaultKind {
  readonly kind: string
  readonly title: string
  readonly fields: readonly FaultField[]
}

const text = (key: string, label: string, usual: string): FaultField => ({
  key,
  label,
  is: 'text',
  usual,
  options: [],
  isList: false,
})

const choice = (key: string, label: string, options: readonly string[]): FaultField => ({
  key,
  label,
  is: 'choice',
  usual: options[0] ?? '',
  options,
  isList: false,
})

const PEER: FaultField = {
  key: 'peer',
  label: 'Peer',
  is: 'peer',
  usual: '',
  options: [],
  isList: false,
}
const PEERS: FaultField = { ...text('peers', 'Peers, by name', ''), isList: true }
const AT = text('at', 'At', '1s')
const FOR = text('for', 'For so long (empty: to the end)', '2s')
const SHARE = text('share', 'Share', '10%')
const BY = text('by', 'By', '1s')

export const FAULT_KINDS: readonly FaultKind[] = [
  {
    kind: 'crash',
    title: 'a peer dies without a word',
    fields: [
      PEER,
      AT,
      text('back', 'Back after (empty: never)', ''),
      choice('store', 'Its store is', ['kept', 'lost']),
    ],
  },
  { kind: 'freeze', title: 'a peer stops for a while', fields: [PEER, AT, FOR] },
  { kind: 'breakLink', title: 'a link of a peer breaks', fields: [PEER, AT] },
  { kind: 'loss', title: 'a line loses packets', fields: [PEER, SHARE, AT, FOR] },
  { kind: 'clog', title: 'a line is clogged', fields: [PEER, AT, FOR] },
  {
    kind: 'oneWay',
    title: 'a line works one way only',
    fields: [PEER, choice('blocked', 'Blocked', ['up', 'down']), AT, FOR],
  },
  { kind: 'partition', title: 'some are cut off from the others', fields: [PEERS, AT, FOR] },
  { kind: 'liar', title: 'a peer spoils blocks', fields: [PEER, SHARE] },
  { kind: 'boaster', title: 'a peer claims to have everything', fields: [PEER] },
  { kind: 'staller', title: 'a peer promises and sends nothing', fields: [PEER] },
  { kind: 'stutterer', title: 'a peer sends every block twice', fields: [PEER] },
  { kind: 'withholder', title: 'a peer answers no offers', fields: [PEER] },
  { kind: 'flooder', title: 'a peer brings offers of nobody', fields: [PEER, SHARE] },
  { kind: 'impostor', title: 'a peer offers under others’ names', fields: [PEER, SHARE] },
  { kind: 'diskFull', title: 'a disk is full', fields: [PEER, AT, FOR] },
  { kind: 'diskSlow', title: 'a disk is slow', fields: [PEER, BY, AT, FOR] },
  { kind: 'trackerDown', title: 'the tracker is down', fields: [AT, FOR] },
  {
    kind: 'trackerFlaps',
    title: 'the tracker comes and goes',
    fields: [text('every', 'Once in', '20s'), AT, FOR],
  },
  { kind: 'trackerSlow', title: 'the tracker is slow', fields: [BY, AT, FOR] },
  { kind: 'trackerForgets', title: 'the tracker forgets everybody', fields: [AT] },
]

/** 'client3: a peer dies without a word, at 5s' */
export function faultInWords({ kind, ...rest }: Document): string {
  const title = FAULT_KINDS.find(known => known.kind === kind)?.title ?? String(kind)
  const more = Object.entries(rest).map(([key, value]) =>
    key === 'peer' || key === 'peers' ? String(value) : `${key} ${String(value)}`,
  )
  return [title, ...more].join(', ')
}
