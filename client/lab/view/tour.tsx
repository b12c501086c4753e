import '../style/tour.css'
import { useEffect, useRef } from 'preact/hooks'
import type { Lab } from '../lab.ts'
import type { Tour } from '../tours/tour.ts'
import { TOURS } from '../tours/tours.ts'

/** The tours to choose from. */
export function Tours({ lab }: { lab: Lab }) {
  const box = useRef<HTMLDetailsElement>(null)
  const begin = (tour: Tour) => {
    if (box.current) box.current.open = false
    void lab.guide.begin(tour)
  }
  return (
    <details class="tours" ref={box}>
      <summary>Guided tours</summary>
      <ol>
        {TOURS.map(tour => (
          <li key={tour.key}>
            <button type="button" onClick={() => begin(tour)}>
              <strong>{tour.title}</strong>
              <span>{tour.question}</span>
            </button>
          </li>
        ))}
      </ol>
    </details>
  )
}

/** What the tour says at this moment, and the way on. */
export function Caption({ lab }: { lab: Lab }) {
  const { guide } = lab
  const tour = guide.tour.value
  const told = guide.told.value
  const goOn = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!told) return
    goOn.current?.focus({ preventScroll: true })
    const { chart } = told.caption
    const shown = document.querySelector(chart ? `[data-chart="${chart}"]` : '.network')
    shown?.scrollIntoView({ block: 'center' })
  }, [told])
  if (!tour) return null
  const isLast = guide.step.value === guide.steps
  return (
    <section class="caption" aria-label={`Tour: ${tour.title}`}>
      <div>
        <p class="caption-title">
          {tour.title}{' '}
          <span>
            {guide.step.value} of {guide.steps}
          </span>
        </p>
        <p class="caption-text" role="status">
          {told?.text ?? 'Watch.'}
        </p>
      </div>
      {told && (
        <button ref={goOn} type="button" class="main" onClick={() => void guide.goOn()}>
          {isLast ? 'Done' : 'Go on'}
        </button>
      )}
      <button type="button" class="quiet" onClick={() => guide.end()}>
        Leave the tour
      </button>
    </section>
  )
}
