/** What the server is told, and what whoever runs it could do: said on every screen. */
export const AboutServer = () => (
  <details class="about-server">
    <summary>What the server learns</summary>
    <p>
      It is told the fingerprint in each link that you share or open, your address, who meets whom
      and when, and how much each still lacks, has sent and has received. Names and contents are not
      sent to it.
    </p>
    <p>
      Whoever runs it can do more: take part like anybody who has the link, stand between two tabs
      by changing what they are told of each other, or send you another page than this one. So trust
      a server before you send what must stay secret.
    </p>
  </details>
)
