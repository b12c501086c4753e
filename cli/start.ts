/** npm start: the pages, then the server. */
import { buildPages } from './build.ts'

await buildPages()
await import('../server/main.ts')
