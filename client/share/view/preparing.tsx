import { countOf, formatBytes, percentOf } from '../format.ts'
import type { Preparing } from '../under-way.ts'
import { Bar } from './bar.tsx'

export function PreparingScreen({ preparing }: { preparing: Preparing }) {
  const { name, files, doneBytes, totalBytes, cancel } = preparing
  const percent = percentOf(doneBytes, totalBytes)
  return (
    <section class="sheet narrow" aria-labelledby="name">
      <h1 id="name" class="name">
        <bdi>{name}</bdi>
      </h1>
      <p class="meta">
        {files > 1 && `${countOf(files, 'file')} · `}
        {formatBytes(totalBytes)}
      </p>
      <p class="percent">
        <strong>{percent}</strong> %
      </p>
      <Bar percent={percent} label="Preparing" />
      <p class="say">
        Preparing: every piece gets a fingerprint, so that nobody can receive a damaged one. Nothing
        is uploaded.
      </p>
      <div class="row">
        <button type="button" onClick={cancel}>
          Cancel
        </button>
      </div>
    </section>
  )
}
