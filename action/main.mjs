// The step that runs: masque is found, a proxy started if need be, the suite run, and what came of it written as outputs,
// also when it comes to nothing. It never decides whether the step fails: decide.mjs does.
import {mkdirSync, rmSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {annotation, setOutputs, withoutCommands} from './github.mjs'
import {
  checkWords,
  InputError,
  readInputs,
  readBoolean,
  readinessWords,
  readPcap,
  readReports,
  readSeconds,
  readWords,
  wantedVersions,
} from './inputs.mjs'
import {findMasque, run} from './masque.mjs'
import {countOutputs, newViolations, outcomeOf, readReport} from './outcome.mjs'
import {answeringVersions, NotReady, startProxy, waitUntilReady} from './proxy.mjs'

const MAX_ANNOTATIONS = 10

// Should nothing else be written, this is what is true.
setOutputs({
  outcome: 'error',
  verdict: 'broken',
  'exit-code': 70,
  reason: 'the step did not come to its end',
  ...countOutputs(),
})
try {
  setOutputs(await main(readInputs()))
} catch (error) {
  const {outcome, ...rest} = troubleOf(error)
  console.log(annotation('error', 'masque check', rest.reason))
  setOutputs({outcome, ...rest})
}

async function main(inputs) {
  const cwd = resolve(inputs.workingDirectory ?? '.')
  const words = checkWords(inputs)
  const command = readWords('command', inputs.command)
  const readyMs = readSeconds('ready-timeout', inputs.readyTimeout, 30) * 1000
  const annotates = readBoolean('annotations', inputs.annotations, true)
  const folder = resolve(cwd, inputs.outputDir ?? 'masque-report')
  const paths = Object.fromEntries(
    Object.entries(readReports(inputs)).map(([format, path]) => [format, resolve(cwd, path)]),
  )
  // A report of an earlier run is none of this one.
  for (const path of Object.values(paths)) rmSync(path, {force: true})
  mkdirSync(folder, {recursive: true})
  setOutputs({'output-dir': folder})
  const masque = await findMasque(inputs)
  const exit = await withProxy(command, {cwd, log: join(folder, 'proxy.log')}, async proxy => {
    if (proxy) await waitUntilReady(proxy, () => look(masque, inputs, cwd), wantedVersions(inputs), readyMs)
    return withoutCommands(() => run(masque, words, {cwd}))
  })
  const report = readReport(paths.json)
  const found = outcomeOf(exit, report)
  keepCapture(inputs, cwd, found.outcome)
  if (annotates && report) annotate(report)
  const {outcome, verdict, exitCode, reason} = found
  return {
    ...{outcome, verdict, reason, 'exit-code': exitCode},
    ...countOutputs(report),
    'report-json': report ? paths.json : '',
    'report-html': report && paths.html ? paths.html : '',
  }
}

async function withProxy(command, where, work) {
  if (command.length === 0) return work()
  const proxy = startProxy(command, where)
  try {
    return await work(proxy)
  } finally {
    await proxy.stop()
  }
}

/** Which versions answer. A command line that is wrong both ways will not become right by waiting. */
async function look(masque, inputs, cwd) {
  const ask = nowhere => run(masque, readinessWords(inputs, nowhere), {cwd, stdio: 'pipe'})
  const first = await ask(false)
  const {code, stdout, stderr} = first.code === 2 ? await ask(true) : first
  if (code === 2) throw new InputError(`the proxy cannot be asked: ${stderr.trim() || stdout.trim()}`)
  try {
    return answeringVersions(JSON.parse(stdout))
  } catch {
    return []
  }
}

function keepCapture(inputs, cwd, outcome) {
  const {keep, file} = readPcap(inputs)
  if (file === undefined) return
  if (keep === 'on-failure' && outcome !== 'violated') rmSync(resolve(cwd, file), {force: true})
  else console.log(`${file} is kept: whoever has it can decrypt what this run sent and received`)
}

/** Few, and one for what they have in common: more than ten of a kind nobody is shown. */
function annotate(report) {
  const found = newViolations(report)
  const shown = found.slice(0, found.length > MAX_ANNOTATIONS ? MAX_ANNOTATIONS - 1 : MAX_ANNOTATIONS)
  for (const {id, http, because = '', reproduce} of shown) {
    const again = reproduce ? `\nAgain: ${reproduce}` : ''
    console.log(annotation('error', http ? `${id} over HTTP/${http}` : id, `${because}${again}`))
  }
  const more = found.length - shown.length
  if (more > 0) console.log(annotation('error', 'masque check', `and ${more} more violations: see the report`))
}

function troubleOf(error) {
  if (error instanceof InputError) return {outcome: 'error', verdict: 'broken', 'exit-code': 2, reason: error.message}
  if (error instanceof NotReady)
    return {outcome: 'error', verdict: 'inconclusive', 'exit-code': 3, reason: error.message}
  console.log(annotation('debug', 'masque check', error instanceof Error ? (error.stack ?? '') : String(error)))
  return {
    outcome: 'error',
    verdict: 'broken',
    'exit-code': 70,
    reason: error instanceof Error ? error.message : String(error),
  }
}
