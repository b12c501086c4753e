import '../share/style/base.css'
import './style/lab.css'
import { render } from 'preact'
import { WorkerError } from './desk.ts'
import { Lab } from './lab.ts'
import { App, Broken } from './view/app.tsx'

const root = document.getElementById('app') as HTMLElement

try {
  render(<App lab={await Lab.open()} />, root)
} catch (error) {
  console.error(error)
  const sentence =
    error instanceof WorkerError
      ? error.message
      : 'The lab could not start. Reload the page; if that does not help, open it in another browser.'
  render(<Broken sentence={sentence} />, root)
}
