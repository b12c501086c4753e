import '../share/style/base.css'
import './lab.css'
import { render } from 'preact'
import { watchUncaught } from '../host/session/uncaught.ts'
import { common } from '../language/common.ts'
import { labSetup } from '../language/lab-setup.ts'
import { labTours } from '../language/lab-tours.ts'
import { labVary } from '../language/lab-vary.ts'
import { speak } from '../language/language.ts'
import { log } from '../language/log.ts'
import { technical } from '../language/technical.ts'
import { countOf } from '../share/format.ts'
import { Fault } from '../share/view/fault.tsx'
import { AnswerButton } from '../share/view/parts.tsx'
import { App, Broken, Header } from './app.tsx'
import { Lab } from './lab.ts'
import type { AgentTab } from './tabs/agent-tab.ts'
import { loaded, MissingCodeError } from './trouble.ts'
import { TaskError } from './worker/client.ts'

/** The controller's code in the link that an agent's tab was opened with. */
const codeIn = (hash: string): string | undefined => /^#join=([0-9a-f]{40})$/.exec(hash)?.[1]

/** Loads WebRTC, and nothing of the lab. */
async function joined(code: string) {
  const { AgentTab } = await loaded(import('./tabs/agent-tab.ts'))
  return <Join agentTab={new AgentTab(code)} />
}

/** The page of a tab that runs peers for another page's swarm. */
function Join({ agentTab }: { agentTab: AgentTab }) {
  const peers = agentTab.peers.value
  return (
    <>
      <Header />
      <main class="join">
        <h1>{headingOf(agentTab)}</h1>
        {agentTab.trouble.value && <p role="alert">{agentTab.trouble.value}</p>}
        <p role="status">{sentenceOf(agentTab)}</p>
        {agentTab.isLinked.value && !agentTab.takesPart.value && (
          <AnswerButton class="main big" onClick={() => agentTab.takePart()}>
            Take part
          </AnswerButton>
        )}
        <ul class="join-peers">
          {peers.map(({ node, heldPieces, isDone }) => (
            <li key={node}>
              <strong>{node}</strong> <span>{countOf(heldPieces, 'piece')} came</span>
              {isDone && <span> and it has everything</span>}
            </li>
          ))}
        </ul>
      </main>
    </>
  )
}

function headingOf({ isLinked, takesPart }: AgentTab): string {
  if (!isLinked.value) return 'Looking for the swarm'
  return takesPart.value ? 'This tab is a peer' : 'Take part in a swarm?'
}

function sentenceOf({ isLinked, takesPart, peers }: AgentTab): string {
  if (!takesPart.value)
    return isLinked.value
      ? 'Whoever gave you this link has this tab send made-up pieces to other tabs and get theirs, over your line.'
      : 'It asks you before it takes part.'
  if (!isLinked.value) return 'It begins by itself when the page that gave the link is there.'
  return peers.value.length === 0
    ? 'Keep it open: it takes part in the next run.'
    : 'It takes part: keep it open until the run is over.'
}

await speak(common, log, technical, labSetup, labTours, labVary)

const root = document.getElementById('app') as HTMLElement

const endWatch = watchUncaught(window, () => {
  endWatch()
  const notice = document.createElement('div')
  document.body.prepend(notice)
  render(<Fault />, notice)
})

try {
  // English alone, for now.
  await Promise.all([common.bring(), log.bring()])
  const code = codeIn(location.hash)
  render(code === undefined ? <App lab={await Lab.open()} /> : await joined(code), root)
} catch (error) {
  console.error(error)
  const sentence =
    error instanceof TaskError || error instanceof MissingCodeError
      ? error.message
      : 'The lab could not start. Reload the page; if that does not help, open it in another browser.'
  render(<Broken sentence={sentence} />, root)
}
