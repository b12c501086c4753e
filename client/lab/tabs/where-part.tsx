import { labView } from '../../language/lab-view.ts'
import { publicOriginNow } from '../../share/others-origin.ts'
import { Qr } from '../../share/view/link-tools.tsx'
import { Button, Said } from '../../share/view/parts.tsx'
import { CopyLink } from '../controls.tsx'
import type { Lab } from '../lab.ts'
import { Input } from '../setup/fields.tsx'
import type { Controller } from './controller.ts'
import { MAX_DILATION } from './tabs-setup.ts'

const TABS_AT_ONCE = 5

export function WherePart({ lab }: { lab: Lab }) {
  const controller = lab.tabs.controller.value
  const texts = labView.texts.where
  return (
    <fieldset class="where">
      <legend>{texts.title}</legend>
      <div class="where-choice">
        <label>
          <input
            type="radio"
            name="where"
            checked={!controller}
            onChange={() => lab.runIn('virtual time')}
          />
          {texts.virtual}
        </label>
        <label>
          <input
            type="radio"
            name="where"
            checked={controller !== undefined}
            onChange={() => lab.runIn('tabs')}
          />
          {texts.tabs}
        </label>
      </div>
      {controller && <ControllerPart lab={lab} controller={controller} />}
    </fieldset>
  )
}

function ControllerPart({ lab, controller }: { lab: Lab; controller: Controller }) {
  const { tabs, here, trouble } = controller
  const texts = labView.texts.where
  const browsers = [...new Set(tabs.value.map(({ browser }) => browser))].join(', ')
  return (
    <div class="tabs stack">
      {trouble.value && (
        <p class="cannot trouble-line">
          <Said what={trouble.value()} />
        </p>
      )}
      <p role="status">
        {texts.places({
          peers: controller.places.value,
          tabs: tabs.value.length,
          browsers,
          here: here.value,
        })}
      </p>
      <Button onClick={() => controller.openTabs(TABS_AT_ONCE)}>{texts.open(TABS_AT_ONCE)}</Button>
      <Button onClick={() => controller.addHere(TABS_AT_ONCE)}>{texts.add(TABS_AT_ONCE)}</Button>
      {here.value > 0 && (
        <Button class="quiet" onClick={() => controller.clearHere()}>
          {texts.clear}
        </Button>
      )}
      <Dilation lab={lab} />
      <TabLink lab={lab} link={controller.linkAt(publicOriginNow())} />
    </div>
  )
}

const Dilation = ({ lab }: { lab: Lab }) => (
  <Input
    label={labView.texts.where.dilation}
    type="number"
    min={1}
    max={MAX_DILATION}
    placeholder={labView.texts.where.asNeeded}
    value={String(lab.tabs.dilation.value ?? '')}
    onText={text => {
      const typed = Number(text)
      lab.tabs.dilation.value = typed >= 1 && typed <= MAX_DILATION ? typed : undefined
    }}
  />
)

/** For other tabs, browsers and phones: whoever opens the link becomes a peer. */
const TabLink = ({ lab, link }: { lab: Lab; link: string }) => (
  <details>
    <summary>{labView.texts.where.link}</summary>
    <div class="tab-link stack">
      <p class="hint-line">{labView.texts.where.linkAbout}</p>
      <CopyLink
        lab={lab}
        label={labView.texts.where.linkLabel}
        button={labView.texts.where.copyLink}
        link={() => link}
        shown={link}
      />
      <Qr link={link} />
    </div>
  </details>
)
