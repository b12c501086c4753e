import '../share/style/base.css'
import './style/lab.css'
import { render } from 'preact'
import { watchUncaught } from '../host/session/uncaught.ts'
import { Fault } from '../share/view/fault.tsx'
import { WorkerError } from './desk.ts'
import { Lab } from './lab.ts'
import { App, Broken } from './view/app.tsx'

/** Of the link that another tab of a swarm was opened by. */
const codeIn = (hash: string): string | undefined => /^#join=([0-9a-f]{40})$/.exec(hash)?.[1]

/** Needs WebRTC, and nothing of the lab. */
async function joined(code: string) {
  const [{ Member }, { Join }] = await Promise.all([
    import('./crew/member.ts'),
    import('./view/join.tsx'),
  ])
  return <Join member={new Member(code)} />
}

const root = document.getElementById('app') as HTMLElement

const endWatch = watchUncaught(window, () => {
  endWatch()
  const notice = document.createElement('div')
  document.body.prepend(notice)
  render(<Fault />, notice)
})

try {
  const code = codeIn(location.hash)
  render(code === undefined ? <App lab={await Lab.open()} /> : await joined(code), root)
} catch (error) {
  console.error(error)
  const sentence =
    error instanceof WorkerError
      ? error.message
      : 'The lab could not start. Reload the page; if that does not help, open it in another browser.'
  render(<Broken sentence={sentence} />, root)
}
