import type { BitTorrentPolicies } from '../../../host/api.ts'
import { technical } from '../../../language/technical.ts'
import { Amount, Choice, Switch } from '../fields.tsx'

interface PoliciesProps {
  readonly policies: BitTorrentPolicies
  readonly onChange: (policies: BitTorrentPolicies) => void
}

const QUESTIONS = ['fidelity', 'askBy', 'seeding', 'slotRule', 'picking'] as const

type Question = (typeof QUESTIONS)[number]

/** Each policy that there is has a text. */
type Answers = { readonly [Name in Question]: Readonly<Record<BitTorrentPolicies[Name], string>> }

const isLiteral = ({ fidelity }: BitTorrentPolicies): boolean => fidelity === 'literal'

/** The thesis's client serves everybody; only it asks for whole pieces. */
const isAsked =
  (policies: BitTorrentPolicies) =>
  (name: Question): boolean =>
    isLiteral(policies) ? name !== 'seeding' && name !== 'slotRule' : name !== 'askBy'

const SWITCHES = ['superSeeding', 'allowedFast'] as const

export function Policies({ policies, onChange }: PoliciesProps) {
  const texts = technical.texts.protocol
  const answers: Answers = texts.answers
  return (
    <details class="protocol-settings">
      <summary>{texts.title}</summary>
      {QUESTIONS.filter(isAsked(policies)).map(name => (
        <Choice<string>
          key={name}
          label={texts.questions[name]}
          options={Object.entries<string>(answers[name])}
          value={policies[name]}
          onChoose={answer => onChange({ ...policies, [name]: answer })}
        />
      ))}
      <div class="amounts">
        {isLiteral(policies) ? (
          <Amount
            label={texts.piecesAtOnce}
            unit=""
            value={policies.piecesAtOnce}
            onChange={(piecesAtOnce = 0) => onChange({ ...policies, piecesAtOnce })}
          />
        ) : (
          <Amount
            label={texts.servedAtOnce}
            unit={texts.others}
            value={policies.uploadSlots}
            onChange={(uploadSlots = 0) => onChange({ ...policies, uploadSlots })}
          />
        )}
        <Amount
          label={texts.blocksOf}
          unit={texts.bytes}
          value={policies.blockBytes}
          onChange={(blockBytes = 0) => onChange({ ...policies, blockBytes })}
        />
        {policies.picking === 'random-first' && (
          <Amount
            label={texts.randomFirst}
            unit={texts.thenRarest}
            value={policies.randomFirst}
            onChange={(randomFirst = 0) => onChange({ ...policies, randomFirst })}
          />
        )}
        {policies.picking === 'deadline' && (
          <Amount
            label={texts.playedAt}
            unit="kB/s"
            scale={1000}
            value={policies.playRateBytesPerSec}
            onChange={(playRateBytesPerSec = 0) => onChange({ ...policies, playRateBytesPerSec })}
          />
        )}
      </div>
      {!isLiteral(policies) &&
        SWITCHES.map(name => (
          <Switch
            key={name}
            on={policies[name]}
            onChange={on => onChange({ ...policies, [name]: on })}
          >
            {texts[name]}
          </Switch>
        ))}
      <p class="hint-line">{texts.means}</p>
    </details>
  )
}
