/** The bundle itself: a compressed tar archive of files that were made ready in a folder of their own. */
import {createWriteStream} from 'node:fs'
import {pipeline} from 'node:stream/promises'
import {createGzip} from 'node:zlib'
import {packTar} from 'modern-tar/fs'

export interface Entry {
  /** In the archive. */
  readonly name: string
  /** On disk. */
  readonly path: string
}

/** @throws an errno error */
export async function writeArchive(path: string, folder: string, entries: readonly Entry[], at: Date): Promise<void> {
  const sources = entries.map(({name, path: source}) => ({
    type: 'file' as const,
    source,
    target: `${folder}/${name}`,
    mtime: at,
    mode: 0o644,
    uid: 0,
    gid: 0,
    uname: '',
    gname: '',
  }))
  await pipeline(packTar(sources), createGzip(), createWriteStream(path))
}
