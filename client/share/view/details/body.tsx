import type { Page } from '../../page.ts'
import type { Item } from '../../snapshot.ts'
import { Facts } from './facts.tsx'
import { Log } from './log.tsx'
import { OwnSettings } from './own-settings.tsx'
import { Protocol } from './protocol.tsx'

export const DetailsBody = ({ item }: { page: Page; item: Item }) => (
  <>
    <Facts item={item} />
    <OwnSettings item={item} />
    {item.view.links.length > 0 && !item.torrent.gossip && <Protocol links={item.view.links} />}
    <Log torrent={item.torrent} peerId={item.view.peerId} />
  </>
)
