import type { ComponentChildren } from 'preact'
import { Mark } from '../../share/view/parts.tsx'
import type { Lab } from '../lab.ts'
import type { Place } from '../places.ts'
import { Charts } from './charts.tsx'
import { Inspector } from './inspector.tsx'
import { Network } from './network.tsx'
import { Setup } from './setup.tsx'
import { Caption, Tours } from './tour.tsx'
import { Transport } from './transport.tsx'

/** Side by side where there is room; on a phone one of them at a time. */
const PLACES: Readonly<Record<Place, string>> = {
  network: 'Network',
  setup: 'Set up',
  peers: 'Peers',
  charts: 'Charts',
}
export function App({ lab }: { lab: Lab }) {
  const { place } = lab
  return (
    <>
      <Header>
        <Tours lab={lab} />
      </Header>
      <nav class="places" aria-label="Parts of the lab">
        {Object.entries(PLACES).map(([key, title]) => (
          <button
            key={key}
            type="button"
            aria-current={place.value === key ? 'true' : undefined}
            onClick={() => {
              place.value = key as Place
            }}
          >
            {title}
          </button>
        ))}
      </nav>
      <main class="lab-main" data-place={place.value}>
        <h1 class="visually-hidden">Lab: form a swarm and watch it</h1>
        <Trouble lab={lab} />
        <div class="stage">
          <Setup lab={lab} />
          <Network lab={lab} />
          <Inspector lab={lab} />
        </div>
        <Charts lab={lab} />
      </main>
      <div class="dock">
        <Caption lab={lab} />
        <Transport lab={lab} />
      </div>
      <p class="visually-hidden" role="status">
        {lab.spoken.value}
      </p>
    </>
  )
}

export const Header = ({ children }: { children?: ComponentChildren }) => (
  <header class="top">
    <a class="brand" href="/lab/">
      <Mark />
      <span class="brand-word">tabswarm</span> <span class="brand-room">lab</span>
    </a>
    {children}
    <a class="elsewhere" href="/">
      Share a file
    </a>
  </header>
)

function Trouble({ lab }: { lab: Lab }) {
  const trouble = lab.trouble.value
  if (trouble === undefined) return null
  return (
    <div class="banner trouble" role="alert">
      <p>{trouble}</p>
      <button
        type="button"
        class="quiet"
        onClick={() => {
          lab.trouble.value = undefined
        }}
      >
        Close
      </button>
    </div>
  )
}

export const Broken = ({ sentence }: { sentence: string }) => (
  <>
    <Header />
    <main class="broken">
      <h1>This does not work here</h1>
      <p role="alert">{sentence}</p>
    </main>
  </>
)
