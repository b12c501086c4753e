/** What the scenario on the page is about. One of a person's own says it itself, in whatever language. */
import { labSetup } from '../language/lab-setup.ts'
import { labTours } from '../language/lab-tours.ts'
import type { Lab } from './lab.ts'
import type { Plan } from './worker/protocol.ts'

export function aboutOf({ draft, guide }: Lab, { name, about }: Plan): string {
  const known: Readonly<Record<string, string>> =
    draft.value.base !== undefined
      ? labSetup.texts.scenarios
      : guide.tour.value
        ? labTours.texts.abouts
        : {}
  return Object.hasOwn(known, name) ? (known[name] as string) : about
}
