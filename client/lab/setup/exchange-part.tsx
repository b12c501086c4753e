import { type Document, valueAt } from '../draft.ts'
import type { Lab } from '../lab.ts'
import { Choice, ChoiceField, CountField, Part, QuantityField, TickField } from './fields.tsx'
import { GossipFields, gossipNow } from './gossip-fields.tsx'

/** What policies are called; what they do, the catalogue says. */
const TITLES: Readonly<Record<string, string>> = {
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
        onChoose={kind => void lab.set('exchange', { kind })}
      />
      {isGossip ? <GossipFields lab={lab} /> : <BitTorrentFields lab={lab} />}
      <CountField lab={lab} path="maxLinks" label="Links of a peer, at most" min={1} max={1000} />
    </Part>
  )
}

const bitTorrentNow = (lab: Lab, document: Document): string =>
  `BitTorrent, ${chosen(lab, document, 'picking')}`

function BitTorrentFields({ lab }: { lab: Lab }) {
  const { document } = lab.draft.value
  const now = (policy: string): string => chosen(lab, document, policy)
  return (
    <>
      {Object.keys(lab.catalogue.policies).map(policy => (
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
