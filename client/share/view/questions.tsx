/** What is asked before something is lost, and only then. */

import { useEffect, useRef } from 'preact/hooks'
import { share } from '../../language/share.ts'
import type { Answer, Page, Question } from '../page.ts'
import type { Item } from '../snapshot.ts'
import { Button } from './parts.tsx'

/** A share from this person's own files: stopping loses only what others still need. */
export function askToStop(page: Page, item: Item): void {
  const { dependents } = item.view
  const stop = () => void page.remove(item)
  if (dependents === 0) return stop()
  const texts = share.texts.questions
  page.question.value = {
    title: texts.othersNeedFile(dependents),
    text: texts.ifYouStop,
    no: texts.keepSharing,
    yes: { label: texts.stopSharing, act: stop },
  }
}

/** A finished download: the browser's copy may go with it. */
export function askToRemove(page: Page, item: Item): void {
  const { saved } = item
  const { dependents } = item.view
  const texts = share.texts.questions
  const sentences = [
    texts.offTheListMeans,
    saved ? texts.deletingKeepsSaved : texts.deletingFrees,
    ...(dependents > 0 ? [texts.othersNeed(dependents)] : []),
  ]
  page.question.value = {
    title: saved ? texts.remove : texts.notSaved,
    text: sentences.join(' '),
    no: texts.keepHere,
    also: takeOffTheList(page, item),
    yes: { label: texts.delete, act: () => void page.remove(item) },
  }
}

export function askToGiveUp(page: Page, item: Item): void {
  if (item.view.heldCount === 0) return void page.remove(item)
  const texts = share.texts.questions
  page.question.value = {
    title: texts.giveUp,
    text: `${texts.partHere(item.percent)} ${texts.offTheListMeans}`,
    no: texts.keepHere,
    also: takeOffTheList(page, item),
    yes: { label: texts.delete, act: () => void page.remove(item) },
  }
}

const takeOffTheList = (page: Page, item: Item) => ({
  label: share.texts.questions.offTheList,
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
