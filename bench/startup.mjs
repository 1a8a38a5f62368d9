// How long until a command that does next to nothing is over, against Node doing nothing at all.
import {fileURLToPath} from 'node:url'
import {timed} from './lib/process.mjs'

const BIN = fileURLToPath(new URL('../bin/run.js', import.meta.url))
const EACH = 3

export default {
  name: 'startup',
  unit: 'ms',
  goal: {atMost: 3},

  async run(compare, signal) {
    const start = words => async () => ({value: await fastest([process.execPath, ...words], signal)})
    return compare({
      'node -e 0': start(['-e', '0']),
      'masque --version': start([BIN, '--version']),
      'masque probe udp --help': start([BIN, 'probe', 'udp', '--help']),
    })
  },
}

/** Of a few starts in a row: the slower ones were disturbed, for nothing makes a start faster than it is. */
async function fastest(command, signal) {
  const times = []
  for (let start = 0; start < EACH; start++) times.push(await timed(command, signal))
  return Math.min(...times)
}
