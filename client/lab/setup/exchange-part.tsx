import { Choice, type Option } from '../../share/view/fields.tsx'
import type { Lab } from '../lab.ts'
import { type Document, valueAt } from './draft.ts'
import { count, Fields, Part, quantity, tick } from './fields.tsx'

/** The catalogue explains the choices. */
const TITLES: Readonly<Record<string, string>> = {
  fidelity: 'Whose client',
  askBy: 'Whom it asks',
  seeding: 'By those who have everything',
  slotRule: 'How many uploads side by side',
  picking: 'Which piece is next',
}

const KINDS: readonly Option[] = [
  ['bittorrent', 'BitTorrent'],
  ['gossip', 'gossip'],
]

const LINKS = [count('maxLinks', 'Links of a peer, at most', [1, 1000])]
const RANDOM_FIRST = [count('exchange.randomFirst', 'Pieces picked at random', [0, 100_000], 4)]
const PLAY_RATE = [quantity('exchange.playRate', 'It plays at', '2Mbps')]
const SLOTS = [
  count('exchange.uploadSlots', 'Upload slots', [1, 1000], 4),
  tick('exchange.allowedFast', 'Newcomers may fetch a little while choked'),
]
const PIECES_AT_ONCE = [count('exchange.piecesAtOnce', 'Pieces under way at once', [1, 1000], 1)]
/** Of who has slots. */
const SLOT_POLICIES = ['seeding', 'slotRule']
/** What both clients ask. */
const SHARED = ['picking', 'randomFirst', 'playRate', 'maxBegunBytes']
const SUPER_SEEDING = [tick('exchange.superSeeding', 'An only seeder shows one piece at a time')]
const GOSSIP = [
  count('exchange.fanOut', 'Members spoken to in a round (fan-out)', [1, 100], 3),
  count('exchange.roundMs', 'A round, in ms', [50, 60_000], 1000),
  count('exchange.servedPerRound', 'Pieces a peer begins to send in a round, at most', [1, 100]),
]

export function ExchangePart({ lab }: { lab: Lab }) {
  const { document } = lab.draft.value
  const isGossip = valueAt(document, 'exchange.kind') === 'gossip'
  return (
    <Part title="Exchange" now={isGossip ? gossipNow(document) : bitTorrentNow(lab, document)}>
      <Choice
        label="Pieces travel by"
        options={KINDS}
        value={isGossip ? 'gossip' : 'bittorrent'}
        // Policies of the other exchange do not apply.
        onChoose={kind => lab.set('exchange', { kind })}
      />
      {isGossip ? <GossipFields lab={lab} /> : <BitTorrentFields lab={lab} />}
      <Fields lab={lab} of={LINKS} />
    </Part>
  )
}

const bitTorrentNow = (lab: Lab, document: Document): string =>
  chosen(lab, document, 'fidelity') === 'literal'
    ? `BitTorrent, literal, ${chosen(lab, document, 'picking')}`
    : `BitTorrent, ${chosen(lab, document, 'picking')}`

function BitTorrentFields({ lab }: { lab: Lab }) {
  const { document } = lab.draft.value
  const now = (policy: string): string => chosen(lab, document, policy)
  const isLiteral = now('fidelity') === 'literal'
  const isAsked = (policy: string): boolean =>
    isLiteral ? !SLOT_POLICIES.includes(policy) : policy !== 'askBy'
  const changeClient = (fidelity: string): void => {
    const kept = SHARED.map(field => [field, valueAt(document, `exchange.${field}`)])
    const fields = Object.fromEntries(kept.filter(([, value]) => value !== undefined))
    lab.set('exchange', { kind: 'bittorrent', fidelity, ...fields })
  }
  return (
    <>
      {Object.keys(lab.catalogue.policies)
        .filter(isAsked)
        .map(policy => (
          <PolicyField
            key={policy}
            lab={lab}
            policy={policy}
            label={TITLES[policy] ?? policy}
            words={lab.catalogue.policies[policy] ?? {}}
            value={now(policy)}
            // What only the other client asks is refused of this one.
            {...(policy === 'fidelity' && { onChoose: changeClient })}
          />
        ))}
      {now('picking') === 'random-first' && <Fields lab={lab} of={RANDOM_FIRST} />}
      {now('picking') === 'deadline' && <Fields lab={lab} of={PLAY_RATE} />}
      <Fields lab={lab} of={isLiteral ? PIECES_AT_ONCE : [...SLOTS, ...SUPER_SEEDING]} />
    </>
  )
}

/** The catalogue's first choice is the default. */
function chosen({ catalogue }: Lab, document: Document, policy: string): string {
  const value = valueAt(document, `exchange.${policy}`)
  return typeof value === 'string'
    ? value
    : (Object.keys(catalogue.policies[policy] ?? {})[0] ?? '')
}

const MODES = {
  push: 'Each round, give a piece to some members.',
  pull: 'Each round, ask some members for a piece.',
  'push-pull': 'Each round, both, with the same members.',
}
const FIDELITIES = {
  literal: 'As the code of the gossip report behaves, its oddities included.',
  intended: 'As its text says.',
  informed: 'Peers know what the others hold, and agree before anything is sent.',
}
const USUAL = { mode: 'push-pull', fidelity: 'informed' }

/** 'Gossip, push, literal' */
const gossipNow = (document: Document): string =>
  `Gossip, ${now(document, 'mode')}, ${now(document, 'fidelity')}`

const now = (document: Document, field: keyof typeof USUAL): string => {
  const value = valueAt(document, `exchange.${field}`)
  return typeof value === 'string' ? value : USUAL[field]
}

function GossipFields({ lab }: { lab: Lab }) {
  const { document } = lab.draft.value
  return (
    <>
      <PolicyField
        lab={lab}
        policy="mode"
        label="Who begins"
        words={MODES}
        value={now(document, 'mode')}
      />
      <PolicyField
        lab={lab}
        policy="fidelity"
        label="True to"
        words={FIDELITIES}
        value={now(document, 'fidelity')}
      />
      <Fields lab={lab} of={GOSSIP} />
    </>
  )
}

interface PolicyProps {
  readonly lab: Lab
  readonly policy: string
  readonly label: string
  /** The choices, each with its explanation. */
  readonly words: Readonly<Record<string, string>>
  readonly value: string
  readonly onChoose?: (chosen: string) => void
}

const PolicyField = ({
  lab,
  policy,
  label,
  words,
  value,
  onChoose = chosen => lab.set(`exchange.${policy}`, chosen),
}: PolicyProps) => (
  <>
    <Choice
      label={label}
      options={Object.keys(words).map(name => [name, name.replaceAll('-', ' ')])}
      value={value}
      onChoose={onChoose}
    />
    <p class="hint-line">{words[value]}</p>
  </>
)
