/** This machine as the checks see it; tests have another one. */

export interface Host {
  readonly env: NodeJS.ProcessEnv
  /** As in `process.platform`. */
  readonly platform: string
  readonly nodeVersion: string
  /** undefined: another C library, or none. */
  readonly glibcVersion: string | undefined
  readonly kernelRelease: string
  readonly home: string
  /** undefined: there is no such file, or it cannot be read. */
  read(path: string): Promise<string | undefined>
  /** The path of a program; undefined if there is none. */
  find(program: string): Promise<string | undefined>
  /** Runs a program for two seconds at most; its exit code, and what it said of its trouble. */
  run(program: string, words: readonly string[]): Promise<{readonly exitCode: number; readonly stderr: string}>
  /** The network interface that has this address. */
  interfaceOf(ip: string): string | undefined
}
