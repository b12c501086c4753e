import { join } from 'node:path'
import { build } from 'vite'
import { ROOT } from '../command.ts'

/** The probe as one script, for `addInitScript`: a page's content security policy does not stop it. */
export const probeScript = (): Promise<string> => {
  script ??= bundle()
  return script
}

let script: Promise<string> | undefined

async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    root: ROOT,
    logLevel: 'warn',
    build: {
      write: false,
      minify: false,
      target: 'es2023',
      lib: { entry: join(ROOT, 'cli/tabs/probe.ts'), formats: ['iife'], name: 'probe' },
    },
  })
  const [output] = Array.isArray(built) ? built : [built]
  if (!output || !('output' in output)) throw new Error('bug: the probe was not built')
  return output.output[0].code
}
