/** Controls that several parts of the lab use. */
import { useSignal } from '@preact/signals'
import type { ButtonHTMLAttributes } from 'preact'
import { useRef } from 'preact/hooks'
import { copyText } from '../share/view/link-tools.tsx'
import type { Lab } from './lab.ts'

/** Never submits a form. */
export const Button = (props: ButtonHTMLAttributes) => <button type="button" {...props} />

interface CopyLinkProps {
  readonly lab: Lab
  /** The accessible name of the field with the link. */
  readonly label: string
  readonly button: string
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
      <button type="button" onClick={() => lab.attempt(copy)}>
        {outcome.value === 'copied' ? 'Link copied' : button}
      </button>
    </>
  )
}
