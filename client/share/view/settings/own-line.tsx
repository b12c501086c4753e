import type { Shaping } from '../../../host/api.ts'
import { SHAPING_PRESETS, UNSHAPED } from '../../../host/session/shaping.ts'
import { Amount } from '../amount.tsx'

interface OwnLineProps {
  readonly shaping: Shaping
  readonly onChange: (shaping: Shaping) => void
}

const CUSTOM = 'custom'
const PLAIN = 'plain'

/** A slower line on purpose: limits for every day, delay and loss for whoever studies them. */
export function OwnLine({ shaping, onChange }: OwnLineProps) {
  const preset = nameOf(shaping)
  return (
    <fieldset>
      <legend>This tab’s line</legend>
      <p class="amount">
        <label for="line">Behaves like</label>
        <select
          id="line"
          value={preset}
          onChange={event => onChange(shapingOf(event.currentTarget.value) ?? shaping)}
        >
          <option value={PLAIN}>my own line</option>
          {SHAPING_PRESETS.map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
          <option value={CUSTOM} hidden={preset !== CUSTOM}>
            the figures below
          </option>
        </select>
      </p>
      <div class="amounts">
        <Amount
          label="↓ Down, at most"
          unit="Mbit/s"
          none="no limit"
          value={perMega(shaping.downloadBitsPerSec)}
          onChange={mbit => onChange({ ...shaping, downloadBitsPerSec: mega(mbit) })}
        />
        <Amount
          label="↑ Up, at most"
          unit="Mbit/s"
          none="no limit"
          value={perMega(shaping.uploadBitsPerSec)}
          onChange={mbit => onChange({ ...shaping, uploadBitsPerSec: mega(mbit) })}
        />
        <Amount
          label="Added delay"
          unit="ms each way"
          none="none"
          value={shaping.delayMs || undefined}
          onChange={delayMs => onChange({ ...shaping, delayMs: delayMs ?? 0 })}
        />
        <Amount
          label="Lost packets"
          unit="%"
          none="none"
          value={shaping.lossShare ? 100 * shaping.lossShare : undefined}
          onChange={percent => onChange({ ...shaping, lossShare: (percent ?? 0) / 100 })}
        />
      </div>
      <p class="hint-line">
        On top of your real line, shared by everything in this tab. Lost packets are sent again.
      </p>
    </fieldset>
  )
}

const mega = (amount: number | undefined) => amount && amount * 1e6
const perMega = (amount: number | undefined) => amount && amount / 1e6

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
