/** Small parts that several screens are made of. */

import { useSignal } from '@preact/signals'
import type { ComponentChildren, ComponentProps } from 'preact'
import { common } from '../../language/common.ts'
import { share } from '../../language/share.ts'
import { endingOf } from '../open-file.ts'
import type { Page } from '../page.ts'
import type { InEnglish } from '../saying.ts'
import type { Item } from '../snapshot.ts'
import { useSettled } from './settled.ts'

export const Mark = () => (
  <svg class="mark" viewBox="0 0 16 16" aria-hidden="true">
    <path
      class="mark-have"
      d="M1 6h4v4H1zM6 6h4v4H6zM1 11h4v4H1zM6 11h4v4H6zM11 11h4v4h-4zM1 1h4v4H1z"
    />
    <path class="mark-move" d="M11 1h4v4h-4z" />
  </svg>
)

/** Inside a form, too, it does nothing but call `onClick`. */
export const Button = (props: ComponentProps<'button'>) => <button {...props} type="button" />

interface AnswerButtonProps extends Omit<ComponentProps<'button'>, 'onClick'> {
  readonly onClick: () => void
}

/** What it begins costs the person something: a click counts once it has been in view for a while. */
export function AnswerButton({ onClick, ...props }: AnswerButtonProps) {
  const settled = useSettled()
  return <Button {...props} aria-disabled={!settled} onClick={() => settled && onClick()} />
}

interface IconButtonProps {
  readonly label: string
  readonly onClick: () => void
  readonly children: ComponentChildren
}

export const IconButton = ({ label, onClick, children }: IconButtonProps) => (
  <Button class="icon" aria-label={label} title={label} onClick={onClick}>
    {children}
  </Button>
)

/** A sheet of paper with the file's ending on it; `many`: with pieces on it. */
export const Badge = ({ name, many = false }: { name: string; many?: boolean }) => (
  <span class={many ? 'badge many' : 'badge'} aria-hidden="true">
    {many ? '' : endingOf(name).slice(0, 4)}
  </span>
)

interface ProgressProps {
  readonly percent: number
  readonly label: string
}

export const Bar = ({ percent, label }: ProgressProps) => (
  <div
    class="bar"
    role="progressbar"
    aria-label={label}
    aria-valuemin={0}
    aria-valuemax={100}
    aria-valuenow={percent}
  >
    <div class="bar-fill" style={{ width: `${percent}%` }} />
  </div>
)

/** The bar below its figure, as large as the screen allows. */
export const LargeBar = ({ percent, label }: ProgressProps) => (
  <>
    <p class="percent">
      <strong>{percent}</strong> %
    </p>
    <Bar percent={percent} label={label} />
  </>
)

/** A sentence that may be there in English alone. */
export const Said = ({ what }: { what: string | InEnglish }) => (
  <span lang={typeof what === 'string' ? undefined : 'en'}>
    {typeof what === 'string' ? what : what.english}
  </span>
)

export const Fact = ({ name, children }: { name: string; children: ComponentChildren }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)

interface HeadProps {
  readonly titles: readonly string[]
  /** Titles of columns of figures, after the others. */
  readonly figures?: readonly string[] | undefined
  readonly children?: ComponentChildren
}

export const Head = ({ titles, figures = [], children }: HeadProps) => (
  <thead>
    <tr>
      {[...titles, ...figures].map((title, i) => (
        <th key={title} scope="col" class={i < titles.length ? undefined : 'figure'}>
          {title}
        </th>
      ))}
      {children}
    </tr>
  </thead>
)

interface PeerTableProps<Row> extends Omit<HeadProps, 'children'> {
  /** CSS classes. */
  readonly name: string
  readonly caption: ComponentChildren
  readonly rows: readonly Row[]
  /** Rows shown until somebody asks for all of them. */
  readonly first: number
  readonly children: (row: Row, index: number) => ComponentChildren
}

/** A row for each peer: the first ones, and a button for the rest. */
export function PeerTable<Row>(props: PeerTableProps<Row>) {
  const { name, caption, titles, figures, rows, first, children } = props
  const all = useSignal(false)
  const shown = all.value ? rows : rows.slice(0, first)
  return (
    <>
      <table class={name}>
        {caption}
        <Head titles={titles} figures={figures} />
        <tbody>{shown.map(children)}</tbody>
      </table>
      {shown.length < rows.length && (
        <Button
          class="quiet"
          onClick={() => {
            all.value = true
          }}
        >
          {common.texts.showAll(rows.length)}
        </Button>
      )}
    </>
  )
}

interface PauseButtonProps {
  readonly page: Page
  readonly item: Item
  readonly pause?: string
  readonly resume?: string
}

/** Pauses a torrent, or resumes a paused one: then it is the main button of its row. */
export const PauseButton = ({ page, item, ...labels }: PauseButtonProps) =>
  isPaused(item) ? (
    <Button class="main" onClick={() => page.start(item)}>
      {labels.resume ?? share.texts.torrent.resume}
    </Button>
  ) : (
    <Button onClick={() => page.pause(item)}>{labels.pause ?? share.texts.torrent.pause}</Button>
  )

export const isPaused = ({ screen, view }: Item): boolean =>
  view.paused !== undefined || screen === 'paused'
