import { later } from '../host/later.ts'
import type { Table } from '../language/table.ts'

/** A part of the page that is loaded later, with the texts that it needs. */
export const laterWith = <Part>(
  tables: readonly Pick<Table<unknown>, 'bring'>[],
  load: () => Promise<Part>,
): (() => Promise<Part>) =>
  later(async () => {
    const [part] = await Promise.all([load(), ...tables.map(table => table.bring())])
    return part
  })
