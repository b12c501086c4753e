/** What a screen reader is told of a torrent: its turning points, each once. */
import type { Screen } from './screen.ts'
import { milestoneAt } from './words.ts'

export interface Spoken {
  readonly screen: Screen
  readonly milestone: number
}

/** What was said before and what is so now -> what to remember, and what to say, if anything. */
export function announce(
  before: Spoken | undefined,
  screen: Screen,
  percent: number,
  name: string,
): { spoken: Spoken; say: string | undefined } {
  const spoken = { screen, milestone: milestoneAt(percent) }
  return { spoken, say: sentence(before, spoken, name) }
}

function sentence(before: Spoken | undefined, now: Spoken, name: string): string | undefined {
  const changed = before?.screen !== now.screen
  switch (now.screen) {
    case 'downloading':
      if (before?.screen !== 'downloading') return `Downloading ${name}: ${now.milestone} percent`
      return before.milestone < now.milestone ? `${now.milestone} percent` : undefined
    case 'done':
      return changed && before ? `${name}: 100 percent. Every piece is verified.` : undefined
    case 'sharing':
      return changed ? `The link to ${name} is ready.` : undefined
    case 'offered':
      return changed ? `${name} is ready to download.` : undefined
    case 'waiting':
      return changed ? `${name}: waiting for somebody who has it.` : undefined
    case 'stuck':
      return changed ? `${name}: the download has stopped.` : undefined
    case 'broken':
      return changed ? `${name}: ended by a fault of this page.` : undefined
    default:
      return undefined
  }
}
