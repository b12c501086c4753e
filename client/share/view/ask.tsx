import { useEffect, useRef } from 'preact/hooks'
import type { Page, Question } from '../page.ts'

/** One question at a time, before something is lost. Escape and the first button mean no. */
export function Ask({ page }: { page: Page }) {
  const question = page.question.value
  return question ? <AskDialog page={page} question={question} /> : null
}

function AskDialog({ page, question }: { page: Page; question: Question }) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  const close = () => {
    page.question.value = undefined
  }
  return (
    <dialog ref={dialog} class="ask" aria-labelledby="ask-title" onClose={close}>
      <h2 id="ask-title">{question.title}</h2>
      <p>{question.text}</p>
      <div class="row">
        <button type="button" class="main" onClick={() => dialog.current?.close()}>
          {question.no}
        </button>
        <button
          type="button"
          class="danger"
          onClick={() => {
            dialog.current?.close()
            question.onYes()
          }}
        >
          {question.yes}
        </button>
      </div>
    </dialog>
  )
}
