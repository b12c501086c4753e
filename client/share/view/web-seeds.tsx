import type { WebSeedView } from '../../../shared/webseed/view.ts'
import { formatBytes, formatRate } from '../format.ts'
import { webSeedInWords } from '../web-seed-words.ts'
import { PeerTable } from './parts.tsx'

/** Shown until somebody asks for all: torrents name a few. */
const FIRST_ROWS = 4

export const WebSeeds = ({ seeds }: { seeds: readonly WebSeedView[] }) => (
  <PeerTable
    name="peers web-seeds"
    caption={<caption class="visually-hidden">Web servers, and what they have sent</caption>}
    titles={['Web server']}
    figures={['Sent', 'Rate']}
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
