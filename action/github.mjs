// How a step talks to its runner: files that it names, and lines of the log. Whatever comes from outside is data there:
// it ends no entry and begins no command.
import {randomUUID} from 'node:crypto'
import {appendFileSync} from 'node:fs'

/** @param {Record<string, string | number>} values the last one of a name counts */
export function setOutputs(values, env = process.env) {
  const entries = Object.entries(values).map(([name, value]) => {
    const mark = `end-${randomUUID()}`
    return `${name}<<${mark}\n${value}\n${mark}\n`
  })
  if (env.GITHUB_OUTPUT) appendFileSync(env.GITHUB_OUTPUT, entries.join(''))
}

export function addSummary(text, env = process.env) {
  if (env.GITHUB_STEP_SUMMARY) appendFileSync(env.GITHUB_STEP_SUMMARY, text)
}

/** A line of the log that shows at the top of the run. */
export function annotation(kind, title, message) {
  return `::${kind} title=${escapeProperty(title)}::${escapeData(message)}`
}

function escapeData(text) {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text) {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

/** While others write to the log, what a peer sent must not be taken for a command. */
export async function withoutCommands(work, log = console.log) {
  const token = randomUUID()
  log(`::stop-commands::${token}`)
  try {
    return await work()
  } finally {
    log(`::${token}::`)
  }
}
