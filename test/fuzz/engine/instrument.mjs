// A loader: counts branches and statements of our own code as it runs, so that the fuzzer sees what an input reached; and
// of the library that parses structured fields, where most of that decoder is.
import {fileURLToPath} from 'node:url'
import {createInstrumenter} from 'istanbul-lib-instrument'

const WATCHED = [new URL('../../../dist/lib/', import.meta.url).href, '/node_modules/structured-headers/']
const instrumenter = createInstrumenter({esModules: true, compact: true})

export async function load(url, context, next) {
  const loaded = await next(url, context)
  if (!WATCHED.some(part => url.includes(part)) || !loaded.source || loaded.format !== 'module') return loaded
  return {...loaded, source: instrumenter.instrumentSync(String(loaded.source), fileURLToPath(url))}
}
