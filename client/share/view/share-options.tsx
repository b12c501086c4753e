import type { GossipStyle, ShareOptions as Options } from '../../host/api.ts'
import { DEFAULT_GOSSIP } from '../../host/session/exchange-settings.ts'
import { technical } from '../../language/technical.ts'
import type { Page } from '../page.ts'
import { Amount, Choice, type Option, Switch } from './fields.tsx'

/** UTF-16 units: the same limit holds for comments that are read. */
const MAX_COMMENT_LENGTH = 1000

export function ShareOptionFields({ page: { sharing } }: { page: Page }) {
  const { comment = '', private: isPrivate = false, gossip } = sharing.value
  const set = (change: Partial<Options>) => {
    sharing.value = { ...sharing.value, ...change }
  }
  const texts = technical.texts.shareOptions
  return (
    <>
      <div class="field">
        <label for="comment">{texts.comment}</label>
        <input
          id="comment"
          type="text"
          maxLength={MAX_COMMENT_LENGTH}
          value={comment}
          onInput={event => set({ comment: event.currentTarget.value })}
        />
      </div>
      <Switch on={isPrivate} onChange={on => set({ private: on })}>
        {texts.private}
      </Switch>
      <Choice
        label={texts.how}
        options={[
          [BITTORRENT, texts.bitTorrent],
          ...GOSSIP_MODES.map((mode): Option<typeof mode> => [mode, texts.modes[mode]]),
        ]}
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
const GOSSIP_MODES = ['push', 'pull', 'push-pull'] as const
const FIDELITIES = ['informed', 'intended', 'literal'] as const

interface GossipProps {
  readonly gossip: GossipStyle
  readonly onChange: (gossip: GossipStyle) => void
}

function GossipFields({ gossip, onChange }: GossipProps) {
  const texts = technical.texts.shareOptions
  return (
    <>
      <Choice
        label={texts.knowledge}
        options={FIDELITIES.map((each): Option<typeof each> => [each, texts.fidelities[each]])}
        value={gossip.fidelity}
        onChoose={fidelity => onChange({ ...gossip, fidelity })}
      />
      <div class="amounts">
        <Amount
          label={texts.roundEvery}
          unit="ms"
          value={gossip.roundMs}
          onChange={(roundMs = 0) => onChange({ ...gossip, roundMs })}
        />
        <Amount
          label={texts.spokenTo}
          unit={texts.others}
          value={gossip.fanOut}
          onChange={(fanOut = 0) => onChange({ ...gossip, fanOut })}
        />
      </div>
      <p class="hint-line">{texts.gossipMeans}</p>
    </>
  )
}
