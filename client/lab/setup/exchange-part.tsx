import type { Lab } from '../lab.ts'
import { type Document, valueAt } from './draft.ts'
import { Choice, ChoiceField, CountField, Part, QuantityField, TickField } from './fields.tsx'

/** What policies are called; what they do, the catalogue says. */
const TITLES: Readonly<Record<string, string>> = {
  choking: 'Who is given to',
  seeding: 'By those who have everything',
  slotRule: 'How many uploads side by side',
  picking: 'Which piece is next',
}

const KINDS = [
  { value: 'bittorrent', title: 'BitTorrent' },
  { value: 'gossip', title: 'gossip' },
]

/** How pieces travel. */
export function ExchangePart({ lab }: { lab: Lab }) {
  const { document } = lab.draft.value
  const isGossip = valueAt(document, 'exchange.kind') === 'gossip'
  return (
    <Part title="Exchange" now={isGossip ? gossipNow(document) : bitTorrentNow(lab, document)}>
      <Choice
        label="Pieces travel by"
        options={KINDS}
        value={isGossip ? 'gossip' : 'bittorrent'}
        // The one knows nothing of the other's policies.
        onChoose={kind => lab.set('exchange', { kind })}
      />
      {isGossip ? <GossipFields lab={lab} /> : <BitTorrentFields lab={lab} />}
      <CountField lab={lab} path="maxLinks" label="Links of a peer, at most" min={1} max={1000} />
    </Part>
  )
}

const bitTorrentNow = (lab: Lab, document: Document): string =>
  `BitTorrent, ${chosen(lab, document, 'choking')}, ${chosen(lab, document, 'picking')}`

function BitTorrentFields({ lab }: { lab: Lab }) {
  const { document } = lab.draft.value
  const now = (policy: string): string => chosen(lab, document, policy)
  const bySlots = now('choking') === 'slots'
  const shown = Object.keys(lab.catalogue.policies).filter(
    policy => bySlots || !['seeding', 'slotRule'].includes(policy),
  )
  return (
    <>
      {shown.map(policy => (
        <Policy key={policy} lab={lab} policy={policy} value={now(policy)} />
      ))}
      {now('picking') === 'random-first' && (
        <CountField
          lab={lab}
          path="exchange.randomFirst"
          label="Pieces picked at random"
          min={0}
          max={100_000}
          usual={4}
        />
      )}
      {now('picking') === 'deadline' && (
        <QuantityField lab={lab} path="exchange.playRate" label="It plays at" usual="2Mbps" />
      )}
      {bySlots && (
        <>
          <CountField
            lab={lab}
            path="exchange.uploadSlots"
            label="Upload slots"
            min={1}
            max={1000}
            usual={4}
          />
          <TickField
            lab={lab}
            path="exchange.allowedFast"
            label="Newcomers may fetch a little while choked"
            on={true}
            off={undefined}
          />
        </>
      )}
      <TickField
        lab={lab}
        path="exchange.superSeeding"
        label="An only seeder shows one piece at a time"
        on={true}
        off={undefined}
      />
    </>
  )
}

/** The first of the catalogue is what peers do by themselves. */
function chosen({ catalogue }: Lab, document: Document, policy: string): string {
  const value = valueAt(document, `exchange.${policy}`)
  return typeof value === 'string'
    ? value
    : (Object.keys(catalogue.policies[policy] ?? {})[0] ?? '')
}

function Policy({ lab, policy, value }: { lab: Lab; policy: string; value: string }) {
  const words = lab.catalogue.policies[policy] ?? {}
  const usual = Object.keys(words)[0] ?? ''
  return (
    <>
      <ChoiceField
        lab={lab}
        path={`exchange.${policy}`}
        label={TITLES[policy] ?? policy}
        usual={usual}
        options={Object.keys(words).map(name => ({
          value: name,
          title: name.replaceAll('-', ' '),
        }))}
      />
      <p class="part-note">{words[value]}</p>
    </>
  )
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
/** What peers do by themselves. */
const USUAL = { mode: 'push-pull', fidelity: 'informed' }

/** 'Gossip, push, literal' */
const gossipNow = (document: Document): string =>
  `Gossip, ${now(document, 'mode')}, ${now(document, 'fidelity')}`

const now = (document: Document, field: keyof typeof USUAL): string => {
  const value = valueAt(document, `exchange.${field}`)
  return typeof value === 'string' ? value : USUAL[field]
}

/** How peers gossip. */
function GossipFields({ lab }: { lab: Lab }) {
  const { document } = lab.draft.value
  return (
    <>
      <Worded lab={lab} field="mode" label="Who begins" words={MODES} document={document} />
      <Worded lab={lab} field="fidelity" label="True to" words={FIDELITIES} document={document} />
      <CountField
        lab={lab}
        path="exchange.fanOut"
        label="Members spoken to in a round (fan-out)"
        min={1}
        max={100}
        usual={3}
      />
      <CountField
        lab={lab}
        path="exchange.roundMs"
        label="A round, in ms"
        min={50}
        max={60_000}
        usual={1000}
      />
      <CountField
        lab={lab}
        path="exchange.servedPerRound"
        label="Pieces a peer begins to send in a round, at most"
        min={1}
        max={100}
      />
    </>
  )
}

interface WordedProps {
  readonly lab: Lab
  readonly document: Document
  readonly field: keyof typeof USUAL
  readonly label: string
  readonly words: Readonly<Record<string, string>>
}

const Worded = ({ lab, document, field, label, words }: WordedProps) => (
  <>
    <ChoiceField
      lab={lab}
      path={`exchange.${field}`}
      label={label}
      usual={USUAL[field]}
      options={Object.keys(words).map(value => ({ value, title: value }))}
    />
    <p class="part-note">{words[now(document, field)]}</p>
  </>
)
