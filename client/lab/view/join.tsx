import '../style/join.css'
import type { Member } from '../crew/member.ts'
import { Header } from './app.tsx'

/** A tab that takes part in a swarm which another page leads. */
export function Join({ member }: { member: Member }) {
  const peers = member.peers.value
  return (
    <>
      <Header />
      <main class="join">
        <h1>{member.isLinked.value ? 'This tab is a peer' : 'Looking for the swarm'}</h1>
        {member.trouble.value && <p role="alert">{member.trouble.value}</p>}
        <p role="status">{sentenceOf(member)}</p>
        <ul class="join-peers">
          {peers.map(({ node, heldPieces, isDone }) => (
            <li key={node}>
              <strong>{node}</strong> <span>{heldPieces} pieces came</span>
              {isDone && <span> and it has everything</span>}
            </li>
          ))}
        </ul>
      </main>
    </>
  )
}

function sentenceOf({ isLinked, peers }: Member): string {
  if (!isLinked.value) return 'It begins by itself when the page that gave the link is there.'
  return peers.value.length === 0
    ? 'Keep it open: it takes part in the next run.'
    : 'It takes part: keep it open until the run is over.'
}
