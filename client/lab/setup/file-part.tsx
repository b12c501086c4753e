import { useSignal } from '@preact/signals'
import { giveFile } from '../../share/give-file.ts'
import { isDocument, readValue, writeDocument } from '../draft.ts'
import type { Lab } from '../lab.ts'
import { FileButton, Part } from './fields.tsx'

/** The scenario as its file: for all that the form has no field for, and to take with one. */
export function FilePart({ lab }: { lab: Lab }) {
  const { document } = lab.draft.value
  const isNoJson = useSignal(false)
  const planned = lab.planned.value
  const text = writeDocument(document)
  return (
    <Part title="As a file" now="">
      <label for="scenario-text" class="visually-hidden">
        The scenario as text
      </label>
      <textarea
        id="scenario-text"
        key={text}
        class="scenario-text"
        rows={18}
        spellcheck={false}
        defaultValue={text}
        onChange={({ currentTarget: { value } }) => {
          const read = readValue(value)
          isNoJson.value = !isDocument(read)
          if (isDocument(read)) lab.setDocument(read)
        }}
      />
      <p class="trouble-line" role="status">
        {isNoJson.value
          ? 'This is no JSON object: look for a comma or a brace too many, or too few.'
          : planned && !planned.ok && planned.line > 0 && `Line ${planned.line}: ${planned.why}`}
      </p>
      <div class="part-tools">
        <button
          type="button"
          onClick={() =>
            giveFile(new Blob([text, '\n'], { type: 'application/json' }), 'scenario.json')
          }
        >
          Save it
        </button>
        <FileButton label="Open another" accept=".json" onFile={file => lab.openFile(file)} />
      </div>
    </Part>
  )
}
