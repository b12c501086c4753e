import { useEffect, useRef } from 'preact/hooks'
import type { Shaping } from '../../../host/api.ts'
import { UNSHAPED } from '../../../host/session/shaping.ts'
import { SHAPING_PRESETS } from '../../../host/session/shaping-presets.ts'
import type { TechnicalTexts } from '../../../language/en/technical.ts'
import { technical } from '../../../language/technical.ts'
import type { Page } from '../../page.ts'
import { Amount, Choice, LimitFields, type Option, SeedingGoalFields, Switch } from '../fields.tsx'
import { Button } from '../parts.tsx'
import { Policies } from './policies.tsx'

/** All that can be set for the tab. A change takes effect at once: there is nothing to confirm. */
export function SettingsDialog({ page, onClose }: { page: Page; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const { settings, session } = page
  useEffect(() => {
    settings.refusal.say = undefined
    dialog.current?.showModal()
  }, [settings])
  // Read, so that changed values are drawn with the next snapshot.
  page.snapshot.value
  const texts = technical.texts.settings
  return (
    <dialog ref={dialog} class="ask settings" aria-labelledby="settings-title" onClose={onClose}>
      <h2 id="settings-title">{texts.title}</h2>
      <p class="trouble-line" role="alert" lang={settings.refusal.lang}>
        {settings.refusal.value}
      </p>
      <fieldset>
        <legend>{texts.downloads}</legend>
        <Switch
          on={settings.autoStart.value}
          onChange={autoStart => settings.setAutoStart(autoStart)}
        >
          {texts.autoStart}
        </Switch>
        <p class="hint-line">{texts.autoStartMeans}</p>
      </fieldset>
      <fieldset>
        <legend>{texts.stopAfter}</legend>
        <SeedingGoalFields
          goal={session.seedingGoal}
          onChange={goal => settings.setSeedingGoal(goal)}
        />
        <p class="hint-line">{texts.stopAfterMeans}</p>
      </fieldset>
      <OwnLine shaping={session.shaping} onChange={shaping => settings.setShaping(shaping)} />
      <Policies policies={session.policies} onChange={policies => settings.setPolicies(policies)} />
      <div class="row">
        <Button class="main" onClick={() => dialog.current?.close()}>
          {texts.done}
        </Button>
      </div>
    </dialog>
  )
}

interface OwnLineProps {
  readonly shaping: Shaping
  readonly onChange: (shaping: Shaping) => void
}

const CUSTOM = 'custom'
const PLAIN = 'plain'

const linesIn = ({ ownLine, lines }: TechnicalTexts['settings']): readonly Option[] => [
  [PLAIN, ownLine],
  ...SHAPING_PRESETS.map(({ name }): Option => [name, lines[name]]),
]

/** Makes this tab's line slower on purpose: limits for everyday use, delay and loss for experiments. */
function OwnLine({ shaping, onChange }: OwnLineProps) {
  const preset = nameOf(shaping)
  const texts = technical.texts.settings
  const lines = linesIn(texts)
  return (
    <fieldset>
      <legend>{texts.line}</legend>
      <Choice
        label={texts.behavesLike}
        options={preset === CUSTOM ? [...lines, [CUSTOM, texts.figuresBelow]] : lines}
        value={preset}
        onChoose={name => onChange(shapingOf(name) ?? shaping)}
      />
      <div class="amounts">
        <LimitFields
          unit="Mbit/s"
          scale={1e6}
          down={shaping.downloadBitsPerSec}
          up={shaping.uploadBitsPerSec}
          onDown={downloadBitsPerSec => onChange({ ...shaping, downloadBitsPerSec })}
          onUp={uploadBitsPerSec => onChange({ ...shaping, uploadBitsPerSec })}
        />
        <Amount
          label={texts.delay}
          unit={texts.delayUnit}
          none={texts.none}
          value={shaping.delayMs || undefined}
          onChange={(delayMs = 0) => onChange({ ...shaping, delayMs })}
        />
        <Amount
          label={texts.loss}
          unit="%"
          none={texts.none}
          value={shaping.lossShare ? 100 * shaping.lossShare : undefined}
          onChange={(percent = 0) => onChange({ ...shaping, lossShare: percent / 100 })}
        />
      </div>
      <p class="hint-line">{texts.lineMeans}</p>
    </fieldset>
  )
}

function nameOf(shaping: Shaping): string {
  if (isSame(shaping, UNSHAPED)) return PLAIN
  return SHAPING_PRESETS.find(preset => isSame(preset.shaping, shaping))?.name ?? CUSTOM
}

const shapingOf = (name: string): Shaping | undefined =>
  name === PLAIN ? UNSHAPED : SHAPING_PRESETS.find(preset => preset.name === name)?.shaping

const isSame = (a: Shaping, b: Shaping): boolean =>
  a.uploadBitsPerSec === b.uploadBitsPerSec &&
  a.downloadBitsPerSec === b.downloadBitsPerSec &&
  a.delayMs === b.delayMs &&
  a.lossShare === b.lossShare
