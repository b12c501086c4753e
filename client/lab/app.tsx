import './peers/peers.css'
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { LanguageChoice } from '../language/choice.tsx'
import { lab as labTexts } from '../language/lab.ts'
import { labView } from '../language/lab-view.ts'
import type { Say } from '../share/saying.ts'
import { Button, Mark, Said } from '../share/view/parts.tsx'
import { Charts } from './charts/charts.tsx'
import type { Lab, PagePart } from './lab.ts'
import { EditPanel } from './network/edit-panel.tsx'
import { LookedCard, RouterCard } from './network/looked-card.tsx'
import { Network } from './network/network.tsx'
import { PeerCard } from './peers/peer-card.tsx'
import { PeerList } from './peers/peer-table.tsx'
import { isPeer } from './peers/peers.ts'
import { LeftOutBanner, useDrops, useInSight } from './setup/dropped.tsx'
import { Setup } from './setup/setup.tsx'
import { Caption, Tours } from './tours/tour.tsx'
import { Transport } from './transport.tsx'
import { RELOAD } from './trouble.ts'
import type { Plan } from './worker/protocol.ts'

const PARTS: readonly PagePart[] = ['network', 'setup', 'peers', 'charts']

export function App({ lab }: { lab: Lab }) {
  const { part } = lab
  const texts = labTexts.texts.page
  useDrops(lab)
  return (
    <>
      <Header>
        <Tours lab={lab} />
      </Header>
      <nav class="parts" aria-label={texts.parts}>
        {PARTS.map(key => (
          <Button
            key={key}
            aria-current={part.value === key ? 'true' : undefined}
            onClick={() => {
              part.value = key
            }}
          >
            {texts[key]}
          </Button>
        ))}
      </nav>
      <main class="lab-main" data-part={part.value}>
        <h1 class="visually-hidden">{texts.heading}</h1>
        <Trouble lab={lab} />
        <LeftOutBanner lab={lab} />
        <div class="stage">
          <Setup lab={lab} />
          <Network lab={lab} />
          <Inspector lab={lab} />
        </div>
        <Charts lab={lab} />
      </main>
      <Footer />
      <div class="dock">
        <Caption lab={lab} />
        <Transport lab={lab} />
      </div>
    </>
  )
}

export const Header = ({ children }: { children?: ComponentChildren }) => (
  <header class="top">
    <a class="brand" href="/lab/">
      <Mark />
      <span class="brand-word">tabswarm</span>{' '}
      <span class="brand-room">{labTexts.texts.page.room}</span>
    </a>
    {children}
    <a class="elsewhere" href="/">
      {labTexts.texts.page.shareFile}
    </a>
  </header>
)

export const Footer = () => (
  <footer class="bottom">
    <LanguageChoice />
  </footer>
)

function Trouble({ lab }: { lab: Lab }) {
  const trouble = lab.trouble.value
  const banner = useInSight(trouble)
  if (trouble === undefined) return null
  return (
    <div ref={banner} class="banner trouble" role="alert">
      <p>
        <Said what={trouble.say()} />
      </p>
      <Button class="quiet" onClick={trouble.remedy.run}>
        {trouble.remedy.label}
      </Button>
    </div>
  )
}

export const Broken = ({ say }: { say: Say }) => (
  <>
    <Header />
    <main class="broken">
      <h1>{labTexts.texts.page.notHere}</h1>
      <p role="alert">
        <Said what={say()} />
      </p>
      <Button onClick={RELOAD.run}>{RELOAD.label}</Button>
    </main>
    <Footer />
  </>
)

function Inspector({ lab }: { lab: Lab }) {
  const plan = lab.plan.value
  const selected = lab.selected.value
  const section = useRef<HTMLElement>(null)
  const asked = lab.asked.value
  useEffect(() => {
    if (asked > 0) section.current?.focus()
  }, [asked])
  if (lab.editor.isOn.value) {
    return (
      <section class="inspector panel" aria-label={labView.texts.edit.title}>
        <EditPanel lab={lab} />
      </section>
    )
  }
  return (
    <section
      ref={section}
      class="inspector panel"
      tabIndex={-1}
      aria-label={labView.texts.peers.title}
    >
      {plan && <Inspected lab={lab} plan={plan} selected={selected} />}
    </section>
  )
}

interface InspectedProps {
  readonly lab: Lab
  readonly plan: Plan
  readonly selected: number | undefined
}

function Inspected({ lab, plan, selected }: InspectedProps) {
  const looked = lab.selection.looked.value
  if (looked) return <LookedCard lab={lab} plan={plan} looked={looked} />
  const node = plan.nodes[selected ?? -1]
  if (!node || selected === undefined) return <PeerList lab={lab} plan={plan} />
  const Card = isPeer(node) ? PeerCard : RouterCard
  return <Card key={selected} lab={lab} plan={plan} node={node} index={selected} />
}
