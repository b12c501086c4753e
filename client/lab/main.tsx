import '../share/style/base.css'
import './lab.css'
import { effect } from '@preact/signals'
import { render } from 'preact'
import { watchUncaught } from '../host/session/uncaught.ts'
import { common } from '../language/common.ts'
import { lab } from '../language/lab.ts'
import { labCharts } from '../language/lab-charts.ts'
import { labSetup } from '../language/lab-setup.ts'
import { labTours } from '../language/lab-tours.ts'
import { labVary } from '../language/lab-vary.ts'
import { labView } from '../language/lab-view.ts'
import { speak } from '../language/language.ts'
import { log } from '../language/log.ts'
import { technical } from '../language/technical.ts'
import { Fault } from '../share/view/fault.tsx'
import { AnswerButton, Said } from '../share/view/parts.tsx'
import { App, Broken, Footer, Header } from './app.tsx'
import { Lab } from './lab.ts'
import type { AgentTab } from './tabs/agent-tab.ts'
import { loaded, MissingCodeError, sayOf } from './trouble.ts'
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
  const texts = lab.texts.join
  const trouble = agentTab.trouble.value
  return (
    <>
      <Header />
      <main class="join">
        <h1>{headingOf(agentTab)}</h1>
        {trouble && (
          <p role="alert">
            <Said what={trouble()} />
          </p>
        )}
        <p role="status">{sentenceOf(agentTab)}</p>
        {agentTab.isLinked.value && !agentTab.takesPart.value && (
          <AnswerButton class="main big" onClick={() => agentTab.takePart()}>
            {texts.takePart}
          </AnswerButton>
        )}
        <ul class="join-peers">
          {peers.map(({ node, heldPieces, isDone }) => (
            <li key={node}>
              <strong>{node}</strong>{' '}
              <span>{isDone ? texts.cameAll(heldPieces) : texts.came(heldPieces)}</span>
            </li>
          ))}
        </ul>
      </main>
      <Footer />
    </>
  )
}

function headingOf({ isLinked, takesPart }: AgentTab): string {
  const texts = lab.texts.join
  if (!isLinked.value) return texts.looking
  return takesPart.value ? texts.isPeer : texts.question
}

function sentenceOf({ isLinked, takesPart, peers }: AgentTab): string {
  const texts = lab.texts.join
  if (!takesPart.value) return isLinked.value ? texts.whatItDoes : texts.asksFirst
  if (!isLinked.value) return texts.begins
  return peers.value.length === 0 ? texts.nextRun : texts.takesPart
}

/** Its own texts could not be loaded, or nothing could. */
const NO_TEXTS = 'The lab could not be loaded. Reload the page when the server is back.'

const code = codeIn(location.hash)
const tables =
  code === undefined
    ? [common, lab, labView, labCharts, log, labSetup, labTours, labVary, technical]
    : [common, lab]
// Fetched while the worker starts.
const speaking = speak(...tables)

const root = document.getElementById('app') as HTMLElement

const endWatch = watchUncaught(window, () => {
  endWatch()
  const notice = document.createElement('div')
  document.body.prepend(notice)
  render(<Fault />, notice)
})

try {
  const [page] = await Promise.all([
    code === undefined ? Lab.open().then(opened => <App lab={opened} />) : joined(code),
    speaking,
  ])
  render(page, root)
  effect(() => {
    document.title = lab.texts.page.title
  })
} catch (error) {
  console.error(error)
  const isSaid = error instanceof TaskError || error instanceof MissingCodeError
  const say = isSaid ? sayOf(error) : () => lab.texts.trouble.noStart
  await speaking.then(
    () => render(<Broken say={say} />, root),
    () => {
      root.textContent = NO_TEXTS
    },
  )
}
