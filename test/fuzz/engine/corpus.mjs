// fixtures/corpus: a file for each decoder, an input in hex on each line, the shortest first; lines with # say what.
import {existsSync, readFileSync, writeFileSync} from 'node:fs'

const FOLDER = new URL('../../../fixtures/corpus/', import.meta.url)

/** @param {string} name @returns {Uint8Array[]} */
export function readCorpus(name) {
  return lines(name)
    .filter(line => !line.startsWith('#'))
    .map(line => new Uint8Array(Buffer.from(line, 'hex')))
}

/** Larger inputs reach little that small ones do not, and are read with every test run. */
const MAX_INPUT = 200
const MAX_INPUTS = 60

/** Small inputs only; comments stay, and stay on top. @param {string} name @param {readonly Uint8Array[]} inputs */
export function writeCorpus(name, inputs) {
  const comments = lines(name).filter(line => line.startsWith('#'))
  const small = inputs.filter(({length}) => length <= MAX_INPUT)
  const texts = [...new Set(small.map(input => Buffer.from(input).toString('hex')))].filter(Boolean)
  texts.sort((left, right) => left.length - right.length || (left < right ? -1 : 1))
  writeFileSync(file(name), `${[...comments, ...texts.slice(0, MAX_INPUTS)].join('\n')}\n`)
}

function lines(name) {
  return existsSync(file(name)) ? readFileSync(file(name), 'utf8').trimEnd().split('\n') : []
}

function file(name) {
  return new URL(`${name}.hex`, FOLDER)
}
