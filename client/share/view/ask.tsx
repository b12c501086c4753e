import { useEffect, useRef } from 'preact/hooks'
import type { Answer, Page, Question } from '../page.ts'

/** One question at a time, before something is lost. Escape and the first button mean no. */
export function Ask({ page }: { page: Page }) {
  const question = page.question.value
  return question ? <AskDialog page={page} question={question} /> : null
}

function AskDialog({ page, question }: { page: Page; question: Question }) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  const close = () => dialog.current?.close()
  return (
    <dialog
      ref={dialog}
      class="ask"
      aria-labelledby="ask-title"
      onClose={() => {
        page.question.value = undefined
      }}
    >
      <h2 id="ask-title">{question.title}</h2>
      <p>{question.text}</p>
      <div class="row">
        <button type="button" class="main" onClick={close}>
          {question.no}
        </button>
        {question.also && <Yes answer={question.also} close={close} />}
        <Yes answer={question.yes} close={close} danger />
      </div>
    </dialog>
  )
}

interface YesProps {
  readonly answer: Answer
  readonly close: () => void
  readonly danger?: boolean
}

const Yes = ({ answer, close, danger = false }: YesProps) => (
  <button
    type="button"
    class={danger ? 'danger' : ''}
    onClick={() => {
      close()
      answer.act()
    }}
  >
    {answer.label}
  </button>
)
