/** What masque itself stands on: Node, the C library, the native engine. */
import type {Context} from '../context.js'
import {failed, missing, ok, type Finding} from '../finding.js'
import {isAtLeast, newest} from '../version.js'

export async function node({host, nodeNeeded}: Context): Promise<Finding> {
  const facts = {found: host.nodeVersion, needed: nodeNeeded}
  if (isAtLeast(host.nodeVersion, nodeNeeded))
    return ok(`Node ${host.nodeVersion}, ${nodeNeeded} or newer is needed`, facts)
  return failed({
    detail: `Node ${host.nodeVersion}`,
    meaning: `every command needs Node ${nodeNeeded} or newer`,
    next: 'install a newer Node',
    facts,
  })
}

export async function engine({engine: state}: Context): Promise<Finding> {
  if (state.kind === 'loaded') return ok(`${state.version}: ${state.description}`, {version: state.version})
  const first = state.attempts.find(({error}) => error !== undefined)
  const tried = state.attempts.map(({where, error}) => `${where} (${error ?? 'not there'})`).join('; ')
  const trouble = {
    detail: state.message,
    meaning: `HTTP/3 does not work, neither probe nor serve; HTTP/2 and HTTP/1.1 do. Tried: ${tried}`,
    next: 'in a checkout: npm run build:native; otherwise install masque again for this platform',
  }
  return first ? failed(trouble) : missing(trouble)
}

/** What the engine was linked against, as its own file says; or its loader, when it does not load. */
export async function glibc({host, engine: state}: Context): Promise<Finding> {
  if (host.platform !== 'linux') return ok('not used on this system')
  const found = host.glibcVersion
  const needed = state.kind === 'loaded' ? await linkedAgainst(host) : complained(state.attempts)
  const facts = {found: found ?? null, needed: needed ?? null}
  if (found === undefined) {
    const meaning = 'the engine is built for glibc, and other C libraries (musl) need a build of their own'
    return state.kind === 'loaded'
      ? ok('another C library than glibc', facts)
      : missing({detail: 'no glibc', meaning, facts})
  }
  if (needed === undefined) return ok(`glibc ${found}; what the engine needs cannot be told`, facts)
  if (isAtLeast(found, needed)) return ok(`glibc ${found}, the engine needs ${needed}`, facts)
  return failed({
    detail: `glibc ${found}, the engine needs ${needed}`,
    meaning: 'the engine cannot be loaded: HTTP/3 does not work; HTTP/2 and HTTP/1.1 do',
    next: 'build it on this machine (npm run build:native in a checkout), or use a newer distribution',
    facts,
  })
}

async function linkedAgainst(host: Context['host']): Promise<string | undefined> {
  const maps = (await host.read('/proc/self/maps')) ?? ''
  const file = /(\/\S+masque\S*\.node)$/m.exec(maps)?.[1]
  const bytes = file === undefined ? undefined : await host.read(file)
  return newest([...(bytes ?? '').matchAll(/GLIBC_(\d+\.\d+)/g)].map(match => match[1] ?? ''))
}

function complained(attempts: readonly {readonly error?: string}[]): string | undefined {
  return newest(
    attempts.flatMap(({error = ''}) => [...error.matchAll(/GLIBC_(\d+\.\d+)/g)].map(match => match[1] ?? '')),
  )
}
