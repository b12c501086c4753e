import { buildPages } from '../cli/build.ts'

/** The tests drive the pages as they are served, of the present sources. */
export default async function setup(): Promise<void> {
  await buildPages()
}
