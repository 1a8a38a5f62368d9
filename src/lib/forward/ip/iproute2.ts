/** The program `ip`. */
import {execFile} from 'node:child_process'
import type {Iproute} from './configure.js'

/** More than this is not an answer to anything we ask. */
const MAX_OUTPUT = 64 * 1024

export const iproute2: Iproute = {
  async run(words) {
    const {problem} = await ip(words)
    return problem
  },
  async ask(words) {
    const {problem, output} = await ip(words)
    return problem === undefined ? output : undefined
  },
}

function ip(words: readonly string[]): Promise<{readonly problem?: string; readonly output: string}> {
  return new Promise(resolve => {
    const env = {...process.env, LC_ALL: 'C'}
    execFile('ip', words, {env, maxBuffer: MAX_OUTPUT}, (error, stdout, stderr) => {
      if (!error) resolve({output: stdout})
      else if (error.code === 'ENOENT') resolve({problem: 'there is no program ip here: install iproute2', output: ''})
      else resolve({problem: stderr.trim().split('\n')[0] ?? error.message, output: ''})
    })
  })
}
