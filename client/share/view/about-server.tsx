import { share } from '../../language/share.ts'

/** What the server is told, and what whoever runs it could do: said on every screen. */
export function AboutServer() {
  const { server } = share.texts
  return (
    <details class="about-server">
      <summary>{server.title}</summary>
      <p>{server.told}</p>
      <p>{server.couldDo}</p>
    </details>
  )
}
