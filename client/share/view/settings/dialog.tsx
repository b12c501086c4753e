import { useEffect, useRef } from 'preact/hooks'
import type { Page } from '../../page.ts'
import { SeedingGoalFields } from '../seeding-goal.tsx'
import { OwnLine } from './own-line.tsx'
import { Policies } from './policies.tsx'

/** All that can be set for the tab. Everything holds at once: there is nothing to confirm. */
export function SettingsDialog({ page, onClose }: { page: Page; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const { settings, session } = page
  useEffect(() => {
    settings.refusal.value = undefined
    dialog.current?.showModal()
  }, [settings])
  // Changed values show with the next snapshot.
  page.snapshot.value
  return (
    <dialog ref={dialog} class="ask settings" aria-labelledby="settings-title" onClose={onClose}>
      <h2 id="settings-title">Settings</h2>
      <p class="trouble-line" role="alert">
        {settings.refusal.value}
      </p>
      <fieldset>
        <legend>Downloads</legend>
        <AutoStart page={page} />
      </fieldset>
      <fieldset>
        <legend>Stop sharing after</legend>
        <SeedingGoalFields
          goal={session.seedingGoal}
          onChange={goal => settings.setSeedingGoal(goal)}
        />
        <p class="hint-line">Whichever comes first. A torrent may have its own, in its details.</p>
      </fieldset>
      <OwnLine shaping={session.shaping} onChange={shaping => settings.setShaping(shaping)} />
      <Policies policies={session.policies} onChange={policies => settings.setPolicies(policies)} />
      <div class="row">
        <button type="button" class="main" onClick={() => dialog.current?.close()}>
          Done
        </button>
      </div>
    </dialog>
  )
}

const AutoStart = ({ page: { settings } }: { page: Page }) => (
  <label class="check">
    <input
      type="checkbox"
      checked={settings.autoStart.value}
      onChange={event => settings.setAutoStart(event.currentTarget.checked)}
    />
    Start by themselves when a link is opened
  </label>
)
