/** The choice of a language: at the end of each page, quiet, and for who cannot read the others. */
import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import { common } from './common.ts'
import { chooseLanguage, LANGUAGES, type Language, language } from './language.ts'

export function LanguageChoice() {
  const id = useId()
  /** It could not be loaded. */
  const failed = useSignal(false)
  const texts = common.texts.language
  const choose = async (select: HTMLSelectElement) => {
    try {
      await chooseLanguage(select.value as Language)
      failed.value = false
    } catch (error) {
      console.warn('The texts of a language could not be loaded.', error)
      failed.value = true
      select.value = language.peek()
    }
  }
  return (
    <div class="language">
      <label for={id}>
        <Globe />
        <span class="visually-hidden">{texts.label}</span>
      </label>
      <select
        id={id}
        value={language.value}
        onChange={({ currentTarget }) => void choose(currentTarget)}
      >
        {Object.entries(LANGUAGES).map(([code, { name }]) => (
          <option key={code} value={code} lang={code}>
            {name}
          </option>
        ))}
      </select>
      <p role="status">{failed.value && texts.notLoaded}</p>
    </div>
  )
}

const Globe = () => (
  <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
    <path
      fill="none"
      stroke="currentcolor"
      stroke-width="1.4"
      d="M10 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM2.4 7.4h15.2M2.4 12.6h15.2M10 2c-5 5-5 11 0 16M10 2c5 5 5 11 0 16"
    />
  </svg>
)
