/**
 * JUnit's XML, which every CI can show: a suite for each document, a case for each requirement and version of HTTP. Only
 * violations are failures; what could not be decided is skipped with its reason, what went wrong with us is an error.
 */
import {create} from 'xmlbuilder2'
import type {XMLBuilder} from 'xmlbuilder2/lib/interfaces.js'
import {escape} from '../style/escape.js'
import type {ResultDocument} from './document.js'
import {oneFile, type ReportedRun} from './one-file.js'
import type {Format} from './reporter.js'
import {suitesOf, type Case, type Suite} from './results/cases.js'

export const junit: Format = oneFile(runs => {
  const suites = runs.flatMap(run => suitesOf(run.document).map(suite => ({run, suite})))
  const root = create({version: '1.0', encoding: 'UTF-8'}).ele('testsuites', {
    name: 'masque',
    ...countsOf(suites.flatMap(({suite}) => suite.cases)),
    time: seconds(runs.reduce((sum, {document}) => sum + document.durationMs, 0)),
  })
  for (const {run, suite} of suites) addSuite(root, run, suite)
  return `${root.end({prettyPrint: true})}\n`
})

function addSuite(root: XMLBuilder, {file, document}: ReportedRun, {key, name, cases}: Suite): void {
  const suite = root.ele('testsuite', {
    name: legal(file === undefined ? name : `${file}: ${name}`),
    ...countsOf(cases),
    time: seconds(cases.reduce((sum, {durationMs}) => sum + durationMs, 0)),
    timestamp: legal(document.startedAt.replace(/(\.\d+)?Z$/, '')),
  })
  const properties = suite.ele('properties')
  for (const [property, value] of propertiesOf(document))
    properties.ele('property', {name: property, value: legal(value)})
  for (const each of cases) addCase(suite, `masque.${key}`, each)
}

function propertiesOf({tool, seed, proxy, command, verdict, exitCode}: ResultDocument): [string, string][] {
  return [
    ['tool', `${tool.name} ${tool.version}`],
    ['command', command],
    ['proxy', proxy.template],
    ['seed', String(seed)],
    ['verdict', verdict],
    ['exitCode', String(exitCode)],
  ]
}

function addCase(suite: XMLBuilder, classname: string, {name, outcome, type, reason, details, durationMs}: Case): void {
  const element = suite.ele('testcase', {classname: legal(classname), name: legal(name), time: seconds(durationMs)})
  const message = legal(reason)
  const text = details.map(([detail, value]) => `${detail}: ${legal(value)}`).join('\n')
  switch (outcome) {
    case 'bad':
      element.ele('failure', {message, type}).txt(text)
      break
    case 'broken':
      element.ele('error', {message, type}).txt(text)
      break
    case 'excused':
    case 'left-out':
      element.ele('skipped', {message: type === 'waived' ? message : `${type}: ${message}`})
      break
    case 'good':
      if (type !== 'pass') element.ele('system-out').txt(`${type}: ${message}\n${text}`)
      break
  }
}

function countsOf(cases: readonly Case[]): Readonly<Record<string, number>> {
  const count = (...outcomes: readonly Case['outcome'][]): number =>
    cases.filter(({outcome}) => outcomes.includes(outcome)).length
  return {
    tests: cases.length,
    failures: count('bad'),
    errors: count('broken'),
    skipped: count('excused', 'left-out'),
  }
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3)
}

/** XML 1.0 has no control characters and no half of a pair, not even as references. */
function legal(text: string): string {
  return escape(text)
}
