import { countOf } from '../../share/format.ts'
import { publicOriginNow } from '../../share/others-origin.ts'
import { Qr } from '../../share/view/link-tools.tsx'
import { Button } from '../../share/view/parts.tsx'
import { CopyLink } from '../controls.tsx'
import type { Lab } from '../lab.ts'
import { Input } from '../setup/fields.tsx'
import type { Controller } from './controller.ts'
import { MAX_DILATION } from './tabs-setup.ts'

const TABS_AT_ONCE = 5

export function WherePart({ lab }: { lab: Lab }) {
  const controller = lab.tabs.controller.value
  return (
    <fieldset class="where">
      <legend>Run it in</legend>
      <div class="where-choice">
        <label>
          <input
            type="radio"
            name="where"
            checked={!controller}
            onChange={() => lab.runIn('virtual time')}
          />
          virtual time
        </label>
        <label>
          <input
            type="radio"
            name="where"
            checked={controller !== undefined}
            onChange={() => lab.runIn('tabs')}
          />
          real tabs
        </label>
      </div>
      {controller && <ControllerPart lab={lab} controller={controller} />}
    </fieldset>
  )
}

function ControllerPart({ lab, controller }: { lab: Lab; controller: Controller }) {
  const { tabs, here, trouble } = controller
  const browsers = [...new Set(tabs.value.map(({ browser }) => browser))].join(', ')
  return (
    <div class="tabs stack">
      {trouble.value && <p class="cannot trouble-line">{trouble.value}</p>}
      <p role="status">
        <strong>{countOf(controller.places.value, 'peer')}</strong>:{' '}
        {countOf(tabs.value.length, 'other tab')}
        {browsers && ` (${browsers})`}, {here.value} in this tab.
      </p>
      <Button onClick={() => controller.openTabs(TABS_AT_ONCE)}>Open {TABS_AT_ONCE} tabs</Button>
      <Button onClick={() => controller.addHere(TABS_AT_ONCE)}>
        Add {TABS_AT_ONCE} peers in this tab
      </Button>
      {here.value > 0 && (
        <Button class="quiet" onClick={() => controller.clearHere()}>
          No peers in this tab
        </Button>
      )}
      <Dilation lab={lab} />
      <TabLink lab={lab} link={controller.linkAt(publicOriginNow())} />
    </div>
  )
}

const Dilation = ({ lab }: { lab: Lab }) => (
  <Input
    label="Times slower than real"
    type="number"
    min={1}
    max={MAX_DILATION}
    placeholder="as this machine needs it"
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
    <summary>Link and QR code</summary>
    <div class="tab-link stack">
      <p class="hint-line">
        Each tab that opens this link is a peer, on any device that reaches this page; in other
        browsers than this one it asks first. If your browser opens fewer tabs than it should, allow
        pop-ups here.
      </p>
      <CopyLink
        lab={lab}
        label="Link for other tabs"
        button="Copy the link"
        link={() => link}
        shown={link}
      />
      <Qr link={link} />
    </div>
  </details>
)
