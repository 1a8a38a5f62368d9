/** What is missing is asked for on a terminal, and is an error on a pipe: nobody is there to answer. */
import {createInterface} from 'node:readline/promises'
import {CliError} from './errors.js'

/** @throws CliError on a pipe, or when nothing is answered */
export async function askForProxy(): Promise<string> {
  const missing = new CliError('PROXY is missing', {
    code: 'no-proxy',
    next: 'a URI template, host[:port], or the word self for the embedded proxy',
  })
  if (!process.stdin.isTTY || !process.stderr.isTTY) throw missing
  const terminal = createInterface({input: process.stdin, output: process.stderr})
  try {
    const answer = await terminal.question('PROXY (URI template, host[:port], or self): ')
    if (answer.trim() === '') throw missing
    return answer.trim()
  } finally {
    terminal.close()
  }
}
