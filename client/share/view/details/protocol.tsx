import type { LinkView } from '../../../../shared/peer/view.ts'
import { formatBytes } from '../../format.ts'
import { peerName } from '../../names.ts'

export function Protocol({ links }: { links: readonly LinkView[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="scrolls" aria-label="Peers in the protocol's words" tabIndex={0}>
      <table class="protocol">
        <caption>Peers in the protocol’s words</caption>
        <thead>
          <tr>
            <th scope="col">Peer</th>
            <th scope="col">They</th>
            <th scope="col">You</th>
            <th scope="col">Requests</th>
            <th scope="col">Received</th>
            <th scope="col">Sent</th>
          </tr>
        </thead>
        <tbody>
          {links.map(link => (
            <tr key={link.remote}>
              <th scope="row">{peerName(link.remote)}</th>
              <td>{stand(link.peerChoking, link.peerInterested)}</td>
              <td>{stand(link.amChoking, link.amInterested)}</td>
              <td>
                {link.requestsOut} out, {link.requestsIn} in
                {link.snubbed && ', snubbed'}
              </td>
              <td>{formatBytes(link.downloaded)}</td>
              <td>{formatBytes(link.uploaded)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const stand = (choking: boolean, interested: boolean): string =>
  `${choking ? 'choking' : 'not choking'}, ${interested ? 'interested' : 'not interested'}`
