// What every `judge` consists of: its own lines, and those of the functions of requirements/ and stimuli/ that it calls,
// however far away. What only `observe` uses, and what all of src/lib shares, is no part of a judge.
import {readdirSync} from 'node:fs'
import {relative, resolve} from 'node:path'
import ts from 'typescript'

const ROOT = resolve(import.meta.dirname, '../..')
const OURS = ['src/lib/requirements/', 'src/lib/stimuli/']
const REQUIREMENTS = resolve(ROOT, 'src/lib/requirements')

/** @returns {ts.Node[]} */
export function judgeParts() {
  const probes = readdirSync(REQUIREMENTS, {recursive: true, encoding: 'utf8'})
    .filter(name => name.endsWith('/probe.ts'))
    .map(name => resolve(REQUIREMENTS, name))
  const program = ts.createProgram(probes, {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    noLib: true,
    types: [],
  })
  const checker = program.getTypeChecker()
  const parts = new Set()
  for (const probe of probes) collect(judgeOf(program.getSourceFile(probe)), checker, parts)
  return outermost([...parts])
}

function judgeOf(source) {
  const found = descendants(source).find(node => ts.isObjectLiteralElement(node) && node.name?.getText() === 'judge')
  if (found === undefined) throw new Error(`no judge in ${source.fileName}`)
  return found
}

/** Adds the node and, of the functions that it names, those that are ours; theirs as well. */
function collect(node, checker, parts) {
  if (parts.has(node)) return
  parts.add(node)
  for (const name of descendants(node).filter(ts.isIdentifier)) {
    for (const declaration of declarationsOf(name, checker)) {
      if (isFunction(declaration) && isOurs(declaration)) collect(declaration, checker, parts)
    }
  }
}

function declarationsOf(name, checker) {
  const isShort = ts.isShorthandPropertyAssignment(name.parent)
  const symbol = isShort ? checker.getShorthandAssignmentValueSymbol(name.parent) : checker.getSymbolAtLocation(name)
  if (symbol === undefined) return []
  const meant = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
  return meant.declarations ?? []
}

function isFunction(node) {
  if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) return node.body !== undefined
  const value = ts.isVariableDeclaration(node) ? node.initializer : undefined
  return value !== undefined && (ts.isArrowFunction(value) || ts.isFunctionExpression(value))
}

function isOurs(node) {
  const file = fileOf(node)
  return OURS.some(folder => file.startsWith(folder))
}

/** Without those that are within others. */
function outermost(nodes) {
  return nodes.filter(
    node =>
      !nodes.some(
        other => other !== node && fileOf(other) === fileOf(node) && other.pos <= node.pos && node.end <= other.end,
      ),
  )
}

/** From the root of the project. */
export function fileOf(node) {
  return relative(ROOT, node.getSourceFile().fileName)
}

export function descendants(node) {
  const found = [node]
  node.forEachChild(child => {
    found.push(...descendants(child))
  })
  return found
}
