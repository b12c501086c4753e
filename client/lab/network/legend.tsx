/** What everything in the picture is, beside a sample of it. */
import type { JSX } from 'preact'
import { labView } from '../../language/lab-view.ts'

const KEY = 'tabswarm.lab.legend'

interface Sample {
  readonly picture: JSX.Element
  readonly name: keyof typeof labView.texts.legend
}

const RING = 'M10 2a8 8 0 0 1 8 8'

const SAMPLES: readonly Sample[] = [
  {
    picture: (
      <>
        <circle cx="10" cy="10" r="8" fill="none" stroke="var(--missing)" stroke-width="3" />
        <path d={RING} fill="none" stroke="var(--have)" stroke-width="3" />
      </>
    ),
    name: 'peer',
  },
  {
    picture: (
      <>
        <circle cx="10" cy="10" r="8" fill="none" stroke="var(--have)" stroke-width="3" />
        <path d="M6 6h8v8H6z" fill="var(--have)" />
      </>
    ),
    name: 'seeder',
  },
  {
    picture: <path d="M7 7h6v6H7z" fill="var(--ink-soft)" />,
    name: 'router',
  },
  {
    picture: <path d="M4 4h12v12H4z" fill="none" stroke="var(--ink-soft)" stroke-width="1.5" />,
    name: 'tracker',
  },
  {
    picture: (
      <>
        <path d="M1 8h18" stroke="var(--edge)" stroke-width="1.2" />
        <path d="M1 12h18" stroke="var(--move)" stroke-width="4" opacity="0.75" />
      </>
    ),
    name: 'line',
  },
  {
    picture: <path d="M7 7h7v7H7z" fill="var(--move)" stroke="var(--sheet)" />,
    name: 'block',
  },
  {
    picture: <path d="M8 4h4v12H8z" fill="var(--trouble)" />,
    name: 'rare',
  },
]

export const Legend = () => (
  <details
    class="legend"
    open={isOpen()}
    onToggle={({ currentTarget }) => remember(currentTarget.open)}
  >
    <summary>{labView.texts.legend.title}</summary>
    <ul>
      {SAMPLES.map(({ picture, name }) => (
        <li key={name}>
          <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
            {picture}
          </svg>
          <span>{labView.texts.legend[name]}</span>
        </li>
      ))}
    </ul>
    <p class="hint-line">{labView.texts.legend.hint}</p>
  </details>
)

function isOpen(): boolean {
  try {
    return localStorage.getItem(KEY) === 'open'
  } catch (error) {
    console.warn(error)
    return false
  }
}

function remember(isOpenNow: boolean): void {
  try {
    localStorage.setItem(KEY, isOpenNow ? 'open' : 'closed')
  } catch (error) {
    console.warn(error)
  }
}
