/** Files dropped anywhere onto the page, and what became of them. */
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { labSetup } from '../../language/lab-setup.ts'
import { Button } from '../../share/view/parts.tsx'
import type { Lab } from '../lab.ts'

/** Without this the browser would leave the page for the file: from the first frame on. */
export function useDrops({ files, complain }: Pick<Lab, 'files' | 'complain'>): void {
  useLayoutEffect(() => {
    const isFile = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') === true
    const onOver = (event: DragEvent) => {
      if (isFile(event)) event.preventDefault()
    }
    const onDrop = (event: DragEvent) => {
      if (!isFile(event)) return
      event.preventDefault()
      const [first, ...more] = event.dataTransfer?.files ?? []
      if (more.length > 0) complain(() => labSetup.texts.opened.one)
      else if (first) files.open(first)
    }
    document.addEventListener('dragover', onOver)
    document.addEventListener('drop', onDrop)
    return () => {
      document.removeEventListener('dragover', onOver)
      document.removeEventListener('drop', onDrop)
    }
  }, [files, complain])
}

/** For a banner, which may be far above the button that brought it about. */
export function useInSight(said: unknown) {
  const banner = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (said !== undefined) banner.current?.scrollIntoView({ block: 'nearest' })
  }, [said])
  return banner
}

/** What was left out of the file that was opened last: its readers say so in English. */
export function LeftOutBanner({ lab }: { lab: Lab }) {
  const leftOut = lab.files.leftOut.value
  const banner = useInSight(leftOut)
  if (!leftOut) return null
  const { file, sentences } = leftOut
  const { texts } = labSetup
  return (
    <div ref={banner} class="banner left-out" role="status">
      <div>
        <p>
          <strong>{texts.opened.partly(file)}</strong>
        </p>
        <ul>
          {sentences.map(sentence => (
            <li key={sentence} lang="en">
              {sentence}
            </li>
          ))}
        </ul>
      </div>
      <Button
        class="quiet"
        onClick={() => {
          lab.files.leftOut.value = undefined
        }}
      >
        {texts.form.close}
      </Button>
    </div>
  )
}
