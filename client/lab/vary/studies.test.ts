import { expect, test } from 'vitest'
import { scenarioText } from '../../../shared/simulation/scenarios/built-in.ts'
import { changed, type Document } from '../setup/draft.ts'
import { planSweep } from '../worker/sweeps.ts'
import { STUDIES, STUDY_REPETITIONS } from './studies.ts'

test.each(STUDIES)('$key can be run in a tab', ({ base, set, vary }) => {
  const document = Object.entries(set).reduce(
    (before, [path, value]) => changed(before, path, value),
    JSON.parse(scenarioText(base) as string) as Document,
  )
  const seeds = Array.from({ length: STUDY_REPETITIONS }, (_, i) => i + 1)
  const planned = planSweep({ document: JSON.stringify(document), vary, seeds })
  expect(planned).toMatchObject({ ok: true })
})
