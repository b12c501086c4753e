/** What everything in the picture is, beside a sample of it. */
import type { JSX } from 'preact'

const KEY = 'tabswarm.lab.legend'

interface Sample {
  readonly picture: JSX.Element
  readonly words: string
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
    words:
      'A peer. Its ring fills with the pieces that it holds, and is lighter when one has come.',
  },
  {
    picture: (
      <>
        <circle cx="10" cy="10" r="8" fill="none" stroke="var(--have)" stroke-width="3" />
        <path d="M6 6h8v8H6z" fill="var(--have)" />
      </>
    ),
    words: 'A seeder, which has everything from the start.',
  },
  {
    picture: <path d="M7 7h6v6H7z" fill="var(--ink-soft)" />,
    words: 'A router. It passes on what comes.',
  },
  {
    picture: <path d="M4 4h12v12H4z" fill="none" stroke="var(--ink-soft)" stroke-width="1.5" />,
    words: 'The tracker, which tells peers of each other.',
  },
  {
    picture: (
      <>
        <path d="M1 8h18" stroke="var(--edge)" stroke-width="1.2" />
        <path d="M1 12h18" stroke="var(--move)" stroke-width="4" opacity="0.75" />
      </>
    ),
    words:
      'A line, and beside it on the right of each way, how full that way is: the thicker, the fuller.',
  },
  {
    picture: <path d="M7 7h7v7H7z" fill="var(--move)" stroke="var(--sheet)" />,
    words: 'A block on its way.',
  },
  {
    picture: <path d="M8 4h4v12H8z" fill="var(--trouble)" />,
    words: 'Under “Who holds what”: a piece of which there is one copy at most.',
  },
]

export const Legend = () => (
  <details
    class="legend"
    open={isOpen()}
    onToggle={({ currentTarget }) => remember(currentTarget.open)}
  >
    <summary>What is what</summary>
    <ul>
      {SAMPLES.map(({ picture, words }) => (
        <li key={words}>
          <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
            {picture}
          </svg>
          <span>{words}</span>
        </li>
      ))}
    </ul>
    <p class="hint-line">
      Press anything to see what it is, from where to where and since when. Drag a node to move it.
    </p>
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
