import { useId } from 'preact/hooks'
import type { GossipStyle, ShareOptions as Options } from '../../host/api.ts'
import { DEFAULT_GOSSIP, GOSSIP_WORDS } from '../../host/session/exchange-settings.ts'
import type { Page } from '../page.ts'
import { Amount } from './amount.tsx'

/** UTF-16 units: a paragraph, as much as is read of others' comments. */
const MAX_COMMENT_LENGTH = 1000

/** For those who know what they are for. */
export function ShareOptionFields({ page: { sharing } }: { page: Page }) {
  const { comment = '', private: isPrivate = false, gossip } = sharing.value
  const set = (change: Partial<Options>) => {
    sharing.value = { ...sharing.value, ...change }
  }
  return (
    <>
      <div class="field">
        <label for="comment">Comment in its .torrent file</label>
        <input
          id="comment"
          type="text"
          maxLength={MAX_COMMENT_LENGTH}
          value={comment}
          onInput={event => set({ comment: event.currentTarget.value })}
        />
      </div>
      <label class="check">
        <input
          type="checkbox"
          checked={isPrivate}
          onChange={event => set({ private: event.currentTarget.checked })}
        />
        Private: other programs look for members at its trackers alone
      </label>
      <Choice
        question="How pieces travel"
        answers={{ [BITTORRENT]: 'BitTorrent: each asks those who have it.', ...GOSSIP_WORDS.mode }}
        chosen={gossip?.mode ?? BITTORRENT}
        onChoose={answer =>
          set({
            gossip:
              answer === BITTORRENT ? undefined : { ...(gossip ?? DEFAULT_GOSSIP), mode: answer },
          })
        }
      />
      {gossip && <GossipFields gossip={gossip} onChange={changed => set({ gossip: changed })} />}
    </>
  )
}

const BITTORRENT = 'bittorrent'

interface GossipProps {
  readonly gossip: GossipStyle
  readonly onChange: (gossip: GossipStyle) => void
}

const GossipFields = ({ gossip, onChange }: GossipProps) => (
  <>
    <Choice
      question="What peers know of each other"
      answers={GOSSIP_WORDS.fidelity}
      chosen={gossip.fidelity}
      onChoose={fidelity => onChange({ ...gossip, fidelity })}
    />
    <div class="amounts">
      <Amount
        label="A round every"
        unit="ms"
        none=""
        value={gossip.roundMs}
        onChange={(roundMs = 0) => onChange({ ...gossip, roundMs })}
      />
      <Amount
        label="Spoken to in a round"
        unit="others"
        none=""
        value={gossip.fanOut}
        onChange={(fanOut = 0) => onChange({ ...gossip, fanOut })}
      />
    </div>
    <p class="hint-line">
      The link says so to every tab that opens it. Other BitTorrent programs cannot take part.
    </p>
  </>
)

interface ChoiceProps<Answer extends string> {
  readonly question: string
  /** What each answer means, in a sentence. */
  readonly answers: Readonly<Record<Answer, string>>
  readonly chosen: Answer
  readonly onChoose: (answer: Answer) => void
}

function Choice<Answer extends string>(props: ChoiceProps<Answer>) {
  const { question, answers, chosen, onChoose } = props
  const id = useId()
  return (
    <p class="amount">
      <label for={id}>{question}</label>
      <select
        id={id}
        value={chosen}
        onChange={event => onChoose(event.currentTarget.value as Answer)}
      >
        {Object.entries<string>(answers).map(([answer, words]) => (
          <option key={answer} value={answer}>
            {words}
          </option>
        ))}
      </select>
    </p>
  )
}
