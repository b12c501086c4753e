import { useId } from 'preact/hooks'
import type { BitTorrentPolicies } from '../../../host/api.ts'
import { POLICY_CHOICES } from '../../../host/session/exchange-settings.ts'
import { Amount } from '../amount.tsx'

interface PoliciesProps {
  readonly policies: BitTorrentPolicies
  readonly onChange: (policies: BitTorrentPolicies) => void
}

const QUESTIONS: Readonly<Record<keyof typeof POLICY_CHOICES, string>> = {
  choking: 'Whom to serve',
  seeding: 'Whom to serve when complete',
  slotRule: 'How many at once',
  picking: 'Which piece next',
}

/** What stands in none is shown by its own name. */
const SWITCHES: Readonly<Record<string, string>> = {
  superSeeding: 'Show each one piece at a time while nobody else has them all (super-seeding)',
  allowedFast: 'Let newcomers have a few pieces out of turn (allowed fast)',
}

/** Whom to serve and what to fetch first: the protocol's own questions, for whoever studies them. */
export const Policies = ({ policies, onChange }: PoliciesProps) => (
  <details class="protocol-settings">
    <summary>Protocol</summary>
    {Object.entries(QUESTIONS).map(([name, question]) => (
      <Choice
        key={name}
        question={question}
        name={name as keyof typeof QUESTIONS}
        policies={policies}
        onChange={onChange}
      />
    ))}
    <div class="amounts">
      <Amount
        label="Served at once"
        unit="others"
        none=""
        value={policies.uploadSlots}
        onChange={uploadSlots => onChange({ ...policies, uploadSlots: uploadSlots ?? 0 })}
      />
      {policies.picking === 'random-first' && (
        <Amount
          label="First pieces by chance"
          unit="then the rarest"
          none=""
          value={policies.randomFirst}
          onChange={randomFirst => onChange({ ...policies, randomFirst: randomFirst ?? 0 })}
        />
      )}
      {policies.picking === 'deadline' && (
        <Amount
          label="Played at"
          unit="kB/s"
          none=""
          value={policies.playRateBytesPerSec / 1000}
          onChange={(kilobytes = 0) =>
            onChange({ ...policies, playRateBytesPerSec: 1000 * kilobytes })
          }
        />
      )}
    </div>
    {Object.entries(policies).map(
      ([name, value]) =>
        typeof value === 'boolean' && (
          <label key={name} class="check">
            <input
              type="checkbox"
              checked={value}
              onChange={event => onChange({ ...policies, [name]: event.currentTarget.checked })}
            />
            {SWITCHES[name] ?? name}
          </label>
        ),
    )}
    <p class="hint-line">Torrents that run connect anew with what is changed here.</p>
  </details>
)

interface ChoiceProps extends PoliciesProps {
  readonly question: string
  readonly name: keyof typeof QUESTIONS
}

function Choice({ question, name, policies, onChange }: ChoiceProps) {
  const id = useId()
  return (
    <p class="amount">
      <label for={id}>{question}</label>
      <select
        id={id}
        value={policies[name]}
        onChange={event => onChange({ ...policies, [name]: event.currentTarget.value })}
      >
        {Object.entries(POLICY_CHOICES[name]).map(([answer, words]) => (
          <option key={answer} value={answer}>
            {words}
          </option>
        ))}
      </select>
    </p>
  )
}
