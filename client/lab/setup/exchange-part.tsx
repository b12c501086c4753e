import { labSetup } from '../../language/lab-setup.ts'
import { technical } from '../../language/technical.ts'
import { Choice } from '../../share/view/fields.tsx'
import type { Lab } from '../lab.ts'
import { type Document, valueAt } from './draft.ts'
import { count, type Field, Fields, nameIn, Part, quantity, tick } from './fields.tsx'

/** Of who has slots. */
const SLOT_POLICIES = ['seeding', 'slotRule']
/** What both clients ask. */
const SHARED = ['picking', 'randomFirst', 'playRate', 'maxBegunBytes']

export function ExchangePart({ lab }: { lab: Lab }) {
  const texts = labSetup.texts.exchange
  const { document } = lab.draft.value
  const isGossip = valueAt(document, 'exchange.kind') === 'gossip'
  return (
    <Part
      title={texts.title}
      now={(isGossip ? gossipNow(document) : bitTorrentNow(lab)).join(', ')}
    >
      <Choice
        label={texts.travelBy}
        options={Object.entries(texts.kinds)}
        value={isGossip ? 'gossip' : 'bittorrent'}
        // Policies of the other exchange do not apply.
        onChoose={kind => lab.set('exchange', { kind })}
      />
      {isGossip ? <GossipFields lab={lab} /> : <BitTorrentFields lab={lab} />}
      <Fields lab={lab} of={[count('maxLinks', texts.maxLinks, [1, 1000])]} />
    </Part>
  )
}

/** What it is that is chosen, in a list. */
function bitTorrentNow(lab: Lab): string[] {
  const { kinds, names } = labSetup.texts.exchange
  const [fidelity, picking] = [chosen(lab, 'fidelity'), chosen(lab, 'picking')]
  return [
    kinds.bittorrent,
    ...(fidelity === 'literal' ? [names.fidelity.literal] : []),
    nameIn(names.picking, picking),
  ]
}

function BitTorrentFields({ lab }: { lab: Lab }) {
  const { questions, names } = labSetup.texts.exchange
  const { answers } = technical.texts.protocol
  const { document } = lab.draft.value
  const isLiteral = chosen(lab, 'fidelity') === 'literal'
  const isAsked = (policy: Policy): boolean =>
    isLiteral ? !SLOT_POLICIES.includes(policy) : policy !== 'askBy'
  const changeClient = (fidelity: string): void => {
    const kept = SHARED.map(field => [field, valueAt(document, `exchange.${field}`)])
    const fields = Object.fromEntries(kept.filter(([, value]) => value !== undefined))
    lab.set('exchange', { kind: 'bittorrent', fidelity, ...fields })
  }
  return (
    <>
      {POLICIES.filter(isAsked).map(policy => (
        <PolicyField
          key={policy}
          lab={lab}
          policy={policy}
          label={questions[policy]}
          names={names[policy]}
          meanings={answers[policy]}
          value={chosen(lab, policy)}
          // What only the other client asks is refused of this one.
          {...(policy === 'fidelity' && { onChoose: changeClient })}
        />
      ))}
      <Fields lab={lab} of={bitTorrentFields(chosen(lab, 'picking'), isLiteral)} />
    </>
  )
}

function bitTorrentFields(picking: string, isLiteral: boolean): readonly Field[] {
  const texts = labSetup.texts.exchange
  const ofPicking =
    picking === 'random-first'
      ? [count('exchange.randomFirst', texts.randomFirst, [0, 100_000], 4)]
      : picking === 'deadline'
        ? [quantity('exchange.playRate', texts.playRate, '2Mbps')]
        : []
  const ofClient = isLiteral
    ? [count('exchange.piecesAtOnce', texts.piecesAtOnce, [1, 1000], 1)]
    : [
        count('exchange.uploadSlots', texts.uploadSlots, [1, 1000], 4),
        tick('exchange.allowedFast', texts.allowedFast),
        tick('exchange.superSeeding', texts.superSeeding),
      ]
  return [...ofPicking, ...ofClient]
}

const POLICIES = ['fidelity', 'askBy', 'seeding', 'slotRule', 'picking'] as const
type Policy = (typeof POLICIES)[number]

/** The catalogue's first choice is the default. */
function chosen({ catalogue, draft }: Lab, policy: Policy): string {
  const value = valueAt(draft.value.document, `exchange.${policy}`)
  return typeof value === 'string' ? value : (catalogue.policies[policy][0] ?? '')
}

const USUAL = { mode: 'push-pull', fidelity: 'informed' }

/** 'Gossip, push, literal' */
function gossipNow(document: Document): string[] {
  const { kinds, names } = labSetup.texts.exchange
  return [
    kinds.gossip,
    nameIn(names.mode, now(document, 'mode')),
    nameIn(names.gossipFidelity, now(document, 'fidelity')),
  ]
}

const now = (document: Document, field: keyof typeof USUAL): string => {
  const value = valueAt(document, `exchange.${field}`)
  return typeof value === 'string' ? value : USUAL[field]
}

function GossipFields({ lab }: { lab: Lab }) {
  const texts = labSetup.texts.exchange
  const { document } = lab.draft.value
  const fields = [
    count('exchange.fanOut', texts.fanOut, [1, 100], 3),
    count('exchange.roundMs', texts.roundMs, [50, 60_000], 1000),
    count('exchange.servedPerRound', texts.servedPerRound, [1, 100]),
  ]
  return (
    <>
      <PolicyField
        lab={lab}
        policy="mode"
        label={texts.questions.mode}
        names={texts.names.mode}
        meanings={texts.modes}
        value={now(document, 'mode')}
      />
      <PolicyField
        lab={lab}
        policy="fidelity"
        label={texts.questions.gossipFidelity}
        names={texts.names.gossipFidelity}
        meanings={texts.gossipFidelities}
        value={now(document, 'fidelity')}
      />
      <Fields lab={lab} of={fields} />
    </>
  )
}

interface PolicyProps {
  readonly lab: Lab
  readonly policy: string
  readonly label: string
  /** Of the choices. */
  readonly names: Readonly<Record<string, string>>
  /** A sentence for each. */
  readonly meanings: Readonly<Record<string, string>>
  readonly value: string
  readonly onChoose?: (chosen: string) => void
}

const PolicyField = ({
  lab,
  policy,
  label,
  names,
  meanings,
  value,
  onChoose = chosen => lab.set(`exchange.${policy}`, chosen),
}: PolicyProps) => (
  <>
    <Choice label={label} options={Object.entries(names)} value={value} onChoose={onChoose} />
    <p class="hint-line">{meanings[value]}</p>
  </>
)
