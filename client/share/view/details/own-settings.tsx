import { useSignal } from '@preact/signals'
import { HostError, type Limits, type SeedingGoal } from '../../../host/api.ts'
import type { Item } from '../../snapshot.ts'
import { Amount } from '../amount.tsx'
import { SeedingGoalFields } from '../seeding-goal.tsx'

const NO_GOAL: SeedingGoal = { ratio: undefined, seedingMs: undefined }

/** What holds for this torrent alone. */
export function OwnSettings({ item: { torrent, view } }: { item: Item }) {
  const refusal = useSignal<string | undefined>(undefined)
  const { limits, seedingGoal } = view
  const set = (change: () => void) => {
    refusal.value = undefined
    try {
      change()
    } catch (error) {
      if (!(error instanceof HostError)) throw error
      refusal.value = error.message
    }
  }
  const limit = (change: Partial<Limits>) => set(() => torrent.setLimits({ ...limits, ...change }))
  return (
    <section class="own-settings" aria-labelledby="own-settings-title">
      <h3 id="own-settings-title">For this torrent alone</h3>
      <p class="trouble-line" role="alert">
        {refusal.value}
      </p>
      {/* Gossip goes at a pace of its own. */}
      {!torrent.gossip && (
        <div class="amounts">
          <Amount
            label="↓ Down, at most"
            unit="kB/s"
            none="no limit"
            value={perKilo(limits.downBytesPerSec)}
            onChange={kilobytes => limit({ downBytesPerSec: kilo(kilobytes) })}
          />
          <Amount
            label="↑ Up, at most"
            unit="kB/s"
            none="no limit"
            value={perKilo(limits.upBytesPerSec)}
            onChange={kilobytes => limit({ upBytesPerSec: kilo(kilobytes) })}
          />
        </div>
      )}
      <label class="check">
        <input
          type="checkbox"
          checked={seedingGoal !== undefined}
          onChange={event => {
            const own = event.currentTarget.checked
            set(() => torrent.setSeedingGoal(own ? NO_GOAL : undefined))
          }}
        />
        Its own end of sharing, not that of the settings
      </label>
      {seedingGoal && (
        <SeedingGoalFields
          goal={seedingGoal}
          onChange={goal => set(() => torrent.setSeedingGoal(goal))}
        />
      )}
    </section>
  )
}

const kilo = (amount: number | undefined) => amount && amount * 1000
const perKilo = (amount: number | undefined) => amount && amount / 1000
