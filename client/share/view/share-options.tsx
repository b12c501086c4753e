import type { GossipStyle, ShareOptions as Options } from '../../host/api.ts'
import { DEFAULT_GOSSIP, GOSSIP_WORDS } from '../../host/session/exchange-settings.ts'
import type { Page } from '../page.ts'
import { Amount, Choice, type Option, Switch } from './fields.tsx'

/** UTF-16 units: the same limit holds for comments that are read. */
const MAX_COMMENT_LENGTH = 1000

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
      <Switch on={isPrivate} onChange={on => set({ private: on })}>
        Private: other programs look for members at its trackers alone
      </Switch>
      <Choice
        label="How pieces travel"
        options={[[BITTORRENT, 'BitTorrent: each asks those who have it.'], ...MODES]}
        value={gossip?.mode ?? BITTORRENT}
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
const MODES = Object.entries(GOSSIP_WORDS.mode) as Option<GossipStyle['mode']>[]
const FIDELITIES = Object.entries(GOSSIP_WORDS.fidelity) as Option<GossipStyle['fidelity']>[]

interface GossipProps {
  readonly gossip: GossipStyle
  readonly onChange: (gossip: GossipStyle) => void
}

const GossipFields = ({ gossip, onChange }: GossipProps) => (
  <>
    <Choice
      label="What peers know of each other"
      options={FIDELITIES}
      value={gossip.fidelity}
      onChoose={fidelity => onChange({ ...gossip, fidelity })}
    />
    <div class="amounts">
      <Amount
        label="A round every"
        unit="ms"
        value={gossip.roundMs}
        onChange={(roundMs = 0) => onChange({ ...gossip, roundMs })}
      />
      <Amount
        label="Spoken to in a round"
        unit="others"
        value={gossip.fanOut}
        onChange={(fanOut = 0) => onChange({ ...gossip, fanOut })}
      />
    </div>
    <p class="hint-line">
      The link says so to every tab that opens it. Other BitTorrent programs cannot take part.
    </p>
  </>
)
