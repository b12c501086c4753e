import type { WebSeedView } from '../../../shared/webseed/view.ts'
import { formatBytes, formatRate } from '../../language/format.ts'
import { sharing } from '../../language/sharing.ts'
import { webSeedInWords } from '../web-seed-words.ts'
import { PeerTable } from './parts.tsx'

/** Shown until somebody asks for all: torrents name a few. */
const FIRST_ROWS = 4

export function WebSeeds({ seeds }: { seeds: readonly WebSeedView[] }) {
  const texts = sharing.texts.webServers
  return (
    <PeerTable
      name="peers web-seeds"
      caption={<caption class="visually-hidden">{texts.caption}</caption>}
      titles={[texts.title]}
      figures={[texts.sent, texts.rate]}
      rows={seeds}
      first={FIRST_ROWS}
    >
      {seed => (
        <tr key={seed.url}>
          <th scope="row">
            <bdi class="peer-name">{seed.host}</bdi>
            <span class="peer-state">{webSeedInWords(seed)}</span>
          </th>
          <td class="figure">{formatBytes(seed.downloaded)}</td>
          <td class="figure">{formatRate(seed.downRate)}</td>
        </tr>
      )}
    </PeerTable>
  )
}
