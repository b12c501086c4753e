import type { BitTorrentPolicies } from '../../../host/api.ts'
import { POLICY_CHOICES } from '../../../host/session/exchange-settings.ts'
import { Amount, Choice, Switch } from '../fields.tsx'

interface PoliciesProps {
  readonly policies: BitTorrentPolicies
  readonly onChange: (policies: BitTorrentPolicies) => void
}

const QUESTIONS: Readonly<Record<keyof typeof POLICY_CHOICES, string>> = {
  fidelity: 'Whose ways',
  askBy: 'Whom to ask',
  seeding: 'Whom to serve when complete',
  slotRule: 'How many at once',
  picking: 'Which piece next',
}

type Question = keyof typeof QUESTIONS

const isLiteral = ({ fidelity }: BitTorrentPolicies): boolean => fidelity === 'literal'

/** The thesis's client serves everybody; only it asks for whole pieces. */
const isAsked =
  (policies: BitTorrentPolicies) =>
  (name: Question): boolean =>
    isLiteral(policies) ? name !== 'seeding' && name !== 'slotRule' : name !== 'askBy'

/** Policies that are on or off, in words; one that is missing here is shown by its name. */
const SWITCHES: Readonly<Record<string, string>> = {
  superSeeding: 'Show each one piece at a time while nobody else has them all (super-seeding)',
  allowedFast: 'Let newcomers have a few pieces out of turn (allowed fast)',
}

export const Policies = ({ policies, onChange }: PoliciesProps) => (
  <details class="protocol-settings">
    <summary>Protocol</summary>
    {(Object.keys(QUESTIONS) as Question[]).filter(isAsked(policies)).map(name => (
      <Choice<string>
        key={name}
        label={QUESTIONS[name]}
        options={Object.entries(POLICY_CHOICES[name])}
        value={policies[name]}
        onChoose={answer => onChange({ ...policies, [name]: answer })}
      />
    ))}
    <div class="amounts">
      {isLiteral(policies) ? (
        <Amount
          label="Pieces at once"
          unit=""
          value={policies.piecesAtOnce}
          onChange={(piecesAtOnce = 0) => onChange({ ...policies, piecesAtOnce })}
        />
      ) : (
        <Amount
          label="Served at once"
          unit="others"
          value={policies.uploadSlots}
          onChange={(uploadSlots = 0) => onChange({ ...policies, uploadSlots })}
        />
      )}
      <Amount
        label="Blocks of"
        unit="bytes"
        value={policies.blockBytes}
        onChange={(blockBytes = 0) => onChange({ ...policies, blockBytes })}
      />
      {policies.picking === 'random-first' && (
        <Amount
          label="First pieces by chance"
          unit="then the rarest"
          value={policies.randomFirst}
          onChange={(randomFirst = 0) => onChange({ ...policies, randomFirst })}
        />
      )}
      {policies.picking === 'deadline' && (
        <Amount
          label="Played at"
          unit="kB/s"
          scale={1000}
          value={policies.playRateBytesPerSec}
          onChange={(playRateBytesPerSec = 0) => onChange({ ...policies, playRateBytesPerSec })}
        />
      )}
    </div>
    {Object.entries(policies).map(
      ([name, value]) =>
        typeof value === 'boolean' &&
        !isLiteral(policies) && (
          <Switch key={name} on={value} onChange={on => onChange({ ...policies, [name]: on })}>
            {SWITCHES[name] ?? name}
          </Switch>
        ),
    )}
    <p class="hint-line">Torrents that run connect anew with what is changed here.</p>
  </details>
)
