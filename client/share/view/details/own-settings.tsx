import { useMemo } from 'preact/hooks'
import type { Limits, SeedingGoal } from '../../../host/api.ts'
import { technical } from '../../../language/technical.ts'
import { Saying } from '../../saying.ts'
import { refusalOf } from '../../settings.ts'
import type { Item } from '../../snapshot.ts'
import { LimitFields, SeedingGoalFields, Switch } from '../fields.tsx'

const NO_GOAL: SeedingGoal = { ratio: undefined, seedingMs: undefined }

export function OwnSettings({ item: { torrent, view } }: { item: Item }) {
  const refusal = useMemo(() => new Saying(), [])
  const texts = technical.texts.own
  const { limits, seedingGoal } = view
  const set = (change: () => void) => {
    refusal.say = refusalOf(change)
  }
  const limit = (change: Partial<Limits>) => set(() => torrent.setLimits({ ...limits, ...change }))
  return (
    <section class="own-settings" aria-labelledby="own-settings-title">
      <h3 id="own-settings-title">{texts.title}</h3>
      <p class="trouble-line" role="alert" lang={refusal.lang}>
        {refusal.value}
      </p>
      {/* Gossip has no such limits: its rounds set its rate. */}
      {!torrent.gossip && (
        <div class="amounts">
          <LimitFields
            unit="kB/s"
            scale={1000}
            down={limits.downBytesPerSec}
            up={limits.upBytesPerSec}
            onDown={downBytesPerSec => limit({ downBytesPerSec })}
            onUp={upBytesPerSec => limit({ upBytesPerSec })}
          />
        </div>
      )}
      <Switch
        on={seedingGoal !== undefined}
        onChange={own => set(() => torrent.setSeedingGoal(own ? NO_GOAL : undefined))}
      >
        {texts.goal}
      </Switch>
      {seedingGoal && (
        <SeedingGoalFields
          goal={seedingGoal}
          onChange={goal => set(() => torrent.setSeedingGoal(goal))}
        />
      )}
    </section>
  )
}
