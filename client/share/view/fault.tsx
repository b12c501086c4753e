import type { ComponentChildren } from 'preact'
import { giveLog } from '../give-file.ts'
import type { Item } from '../snapshot.ts'
import { Button } from './parts.tsx'

interface FaultProps {
  readonly sentence?: string
  /** What else may be done about it. */
  readonly children?: ComponentChildren
}

/** A fault of this program is said, and one press is the way on. */
export const Fault = ({
  sentence = 'Something went wrong inside this tab. Reload the page to go on; what is stored is kept.',
  children,
}: FaultProps) => (
  <div class="banner trouble" role="alert">
    <p>{sentence}</p>
    <div class="row">
      <Button class="main" onClick={() => location.reload()}>
        Reload
      </Button>
      {children}
    </div>
  </div>
)

/** One torrent was ended by it: the others go on. */
export function Broken({ item: { torrent, view } }: { item: Item }) {
  const kept = view.storage === 'memory' ? 'it begins anew then' : 'what is stored is kept'
  return (
    <Fault
      sentence={`Something went wrong inside this tab, and this transfer was ended. Reload the page to go on; ${kept}.`}
    >
      <Button onClick={() => giveLog(torrent, view.peerId)}>Save the log</Button>
    </Fault>
  )
}
