import type { ComponentChildren } from 'preact'
import { common } from '../../language/common.ts'
import { share } from '../../language/share.ts'
import { giveLog } from '../give-file.ts'
import type { Item } from '../snapshot.ts'
import { Button } from './parts.tsx'

interface FaultProps {
  readonly sentence?: string
  /** What else may be done about it. */
  readonly children?: ComponentChildren
}

/** A fault of this program is said, and one press is the way on. */
export const Fault = ({ sentence = common.texts.fault.inTab, children }: FaultProps) => (
  <div class="banner trouble" role="alert">
    <p>{sentence}</p>
    <div class="row">
      <Button class="main" onClick={() => location.reload()}>
        {common.texts.fault.reload}
      </Button>
      {children}
    </div>
  </div>
)

/** One torrent was ended by it: the others go on. */
export function Broken({ item: { torrent, view } }: { item: Item }) {
  const texts = share.texts.torrent
  const then = view.storage === 'memory' ? texts.endedInMemory : texts.endedKept
  return (
    <Fault sentence={`${texts.ended} ${then}`}>
      <Button onClick={() => giveLog(torrent, view.peerId)}>{texts.saveLog}</Button>
    </Fault>
  )
}
