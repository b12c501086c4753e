/** What is asked before something is lost, and only then. */
import { useEffect, useRef } from 'preact/hooks'
import { countOf } from '../format.ts'
import type { Answer, Page, Question } from '../page.ts'
import type { Item } from '../snapshot.ts'
import { Button } from './parts.tsx'

/** A share from this person's own files: stopping loses only what others still need. */
export function askToStop(page: Page, item: Item): void {
  const { dependents } = item.view
  const stop = () => void page.remove(item)
  if (dependents === 0) return stop()
  page.question.value = {
    title: `${countOf(dependents, 'other still needs', 'others still need')} this file`,
    text: 'If you stop now, they may not get all of it.',
    no: 'Keep sharing',
    yes: { label: 'Stop sharing', act: stop },
  }
}

/** A finished download: the browser's copy may go with it. */
export function askToRemove(page: Page, item: Item): void {
  const { saved } = item
  const { dependents } = item.view
  const needed =
    dependents > 0 ? ` ${countOf(dependents, 'other still needs', 'others still need')} it.` : ''
  page.question.value = {
    title: saved ? 'Stop sharing and remove it?' : 'You have not saved it yet',
    text: `${KEPT} Deleting frees the space${saved ? '; what you saved stays' : ''}.${needed}`,
    no: 'Keep it here',
    also: takeOffTheList(page, item),
    yes: { label: 'Delete', act: () => void page.remove(item) },
  }
}

export function askToGiveUp(page: Page, item: Item): void {
  if (item.view.heldCount === 0) return void page.remove(item)
  page.question.value = {
    title: 'Give up this download?',
    text: `${item.percent} % of it is here. ${KEPT}`,
    no: 'Keep it here',
    also: takeOffTheList(page, item),
    yes: { label: 'Delete', act: () => void page.remove(item) },
  }
}

const KEPT = 'Taken off the list, it stays in this browser, and its link goes on from there.'

const takeOffTheList = (page: Page, item: Item) => ({
  label: 'Take off the list',
  act: () => void page.remove(item, { forget: false }),
})

/** One question at a time. Escape and the first button mean no. */
export function QuestionDialog({ page }: { page: Page }) {
  const question = page.question.value
  return question ? <Asked page={page} question={question} /> : null
}

function Asked({ page, question }: { page: Page; question: Question }) {
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
        <Button class="main" onClick={close}>
          {question.no}
        </Button>
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
  <Button
    class={danger ? 'danger' : ''}
    onClick={() => {
      close()
      answer.act()
    }}
  >
    {answer.label}
  </Button>
)
