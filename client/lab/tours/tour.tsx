import { labTours } from '../../language/lab-tours.ts'
import { Button } from '../../share/view/parts.tsx'
import './tours.css'
import { useEffect, useRef } from 'preact/hooks'
import type { Lab } from '../lab.ts'
import { TOURS } from './tours.ts'

export function Tours({ lab }: { lab: Lab }) {
  const { guided, tours } = labTours.texts
  const box = useRef<HTMLDetailsElement>(null)
  const close = () => {
    if (box.current) box.current.open = false
  }
  useEffect(() => {
    const onPress = ({ target }: Event) => {
      if (!box.current?.contains(target as Node)) close()
    }
    document.addEventListener('pointerdown', onPress)
    return () => document.removeEventListener('pointerdown', onPress)
  }, [])
  return (
    <details
      class="tours"
      ref={box}
      onKeyDown={({ key }) => {
        if (key === 'Escape') close()
      }}
    >
      <summary>{guided}</summary>
      <ol>
        {TOURS.map(tour => (
          <li key={tour.key}>
            <Button
              onClick={() => {
                close()
                lab.attempt(() => lab.guide.begin(tour))
              }}
            >
              <strong>{tours[tour.key].title}</strong>
              <span class="hint-line">{tours[tour.key].question}</span>
            </Button>
          </li>
        ))}
      </ol>
    </details>
  )
}

export function Caption({ lab }: { lab: Lab }) {
  const { guide } = lab
  const tour = guide.tour.value
  const shown = guide.shown.value
  const goOn = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!shown) return
    goOn.current?.focus({ preventScroll: true })
    const { chart } = shown.caption
    const target = document.querySelector(chart ? `[data-chart="${chart}"]` : '.network')
    showAbove(document.querySelector<HTMLElement>('.dock'), target)
  }, [shown])
  if (!tour) return null
  const { texts } = labTours
  const { title } = texts.tours[tour.key]
  const isLast = guide.step.value === guide.steps
  return (
    <section class="caption" aria-label={texts.label(title)}>
      <div>
        <p class="caption-title">
          {title} <span>{texts.step({ step: guide.step.value, steps: guide.steps })}</span>
        </p>
        <p class="caption-text" role="status">
          {shown?.say() ?? texts.watch}
        </p>
      </div>
      <Button disabled={!guide.canGoBack.value} onClick={() => lab.attempt(() => guide.goBack())}>
        {texts.back}
      </Button>
      {shown && (
        <Button ref={goOn} class="main" onClick={() => lab.attempt(() => guide.goOn())}>
          {isLast ? texts.done : texts.goOn}
        </Button>
      )}
      <Button class="quiet" onClick={() => guide.end()}>
        {texts.leave}
      </Button>
    </section>
  )
}

/** What the caption speaks of is seen whole above it, as far as there is room. */
function showAbove(dock: HTMLElement | null, target: Element | null): void {
  const dockPx = dock?.offsetHeight ?? 0
  document.documentElement.style.scrollPaddingBottom = `${dockPx}px`
  const fits = (target?.clientHeight ?? 0) <= innerHeight - dockPx
  target?.scrollIntoView({ block: fits ? 'center' : 'start' })
}
