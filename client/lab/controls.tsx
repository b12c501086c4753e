/** Controls that several parts of the lab use. */
import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { labView } from '../language/lab-view.ts'
import { copyText } from '../share/view/link-tools.tsx'
import { Button } from '../share/view/parts.tsx'
import type { Lab } from './lab.ts'

/** A longer one, such as one with a whole network in it, scrolls: by keyboard, too. */
const SHORT_COMMAND = 300

export const Command = ({ text }: { text: string | undefined }) =>
  text === undefined ? null : (
    <code class="command" tabIndex={text.length > SHORT_COMMAND ? 0 : undefined}>
      {text}
    </code>
  )

interface CopyLinkProps {
  readonly lab: Lab
  /** The accessible name of the field with the link. */
  readonly label: string
  /** Without it: 'Copy link'. */
  readonly button?: string
  readonly link: () => string | Promise<string>
  /** Always shown. Without it the link appears only if the clipboard is refused. */
  readonly shown?: string
}

export function CopyLink({ lab, label, button, link, shown }: CopyLinkProps) {
  const input = useRef<HTMLInputElement>(null)
  const outcome = useSignal<'copied' | 'refused' | undefined>(undefined)
  const isVisible = shown !== undefined || outcome.value === 'refused'
  const copy = async () => {
    if (!input.current) return
    input.current.value = await link()
    outcome.value = (await copyText(input.current)) ? 'copied' : 'refused'
  }
  return (
    <>
      <input
        ref={input}
        type="text"
        readOnly
        defaultValue={shown ?? ''}
        aria-label={label}
        tabIndex={isVisible ? 0 : -1}
        class={isVisible ? '' : 'visually-hidden'}
        onFocus={({ currentTarget }) => currentTarget.select()}
      />
      <Button onClick={() => lab.attempt(copy)}>
        {outcome.value === 'copied'
          ? labView.texts.copy.copied
          : (button ?? labView.texts.copy.link)}
      </Button>
    </>
  )
}
