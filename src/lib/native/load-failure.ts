/**
 * Why the system's loader refused a native library, in words that say what to do: its own name a symbol version or a
 * file, and never what this system has.
 */

/** What there is to know of this system's C library. */
export interface LibC {
  /** undefined: musl, or no Linux. */
  readonly glibc: string | undefined
}

export function systemLibC(): LibC {
  // Without this the report looks up every network interface, which takes longer than all the rest.
  Object.assign(process.report, {excludeNetwork: true})
  const report = process.report.getReport() as {header?: {glibcVersionRuntime?: string}}
  return {glibc: report.header?.glibcVersionRuntime}
}

/** `message` as the loader gave it. */
export function inWords(message: string, system: () => LibC = systemLibC): string {
  const needed = newest([...message.matchAll(/GLIBC_(\d+(?:\.\d+)+)/g)].map(([, version = '']) => version))
  if (needed !== undefined) {
    const {glibc} = system()
    return `it needs glibc ${needed}, and this system has ${glibc ?? 'musl'}`
  }
  if (message.includes('libc.musl-')) return 'it is built for musl, and this system has glibc'
  if (/ld-linux|libc\.so\.6|libgcc_s/.test(message) && system().glibc === undefined) {
    return 'it is built for glibc, and this system has musl'
  }
  return message.split('\n', 1)[0] ?? message
}

function newest(versions: readonly string[]): string | undefined {
  return versions.toSorted((a, b) => a.localeCompare(b, 'en', {numeric: true})).at(-1)
}
