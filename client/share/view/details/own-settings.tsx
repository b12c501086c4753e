import { useSignal } from '@preact/signals'
import type { Limits, SeedingGoal } from '../../../host/api.ts'
import { refusalOf } from '../../settings.ts'
import type { Item } from '../../snapshot.ts'
import { LimitFields, SeedingGoalFields, Switch } from '../fields.tsx'

const NO_GOAL: SeedingGoal = { ratio: undefined, seedingMs: undefined }

export function OwnSettings({ item: { torrent, view } }: { item: Item }) {
  const refusal = useSignal<string | undefined>(undefined)
  const { limits, seedingGoal } = view
  const set = (change: () => void) => {
    refusal.value = refusalOf(change)
  }
  const limit = (change: Partial<Limits>) => set(() => torrent.setLimits({ ...limits, ...change }))
  return (
    <section class="own-settings" aria-labelledby="own-settings-title">
      <h3 id="own-settings-title">For this torrent alone</h3>
      <p class="trouble-line" role="alert">
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
        Its own end of sharing, not that of the settings
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
