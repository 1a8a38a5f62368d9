/**
 * What is wrong with a native library's file, found out before the system's loader sees it: that one says "invalid ELF
 * header" for four different things, and maps a file that was cut short only to end the process at its first missing page.
 */
import {closeSync, fstatSync, openSync, readSync} from 'node:fs'

const ELF_HEADER_BYTES = 64
/** e_machine of what Node.js runs on, by Node's names. */
const ELF_MACHINES: Readonly<Record<number, string>> = {
  3: 'ia32',
  21: 'ppc64',
  22: 's390x',
  40: 'arm',
  62: 'x64',
  183: 'arm64',
  243: 'riscv64',
  258: 'loong64',
}
/** How other systems' libraries begin. */
const OTHERS: readonly (readonly [system: string, magic: readonly number[]])[] = [
  ['macOS', [0xcf, 0xfa, 0xed, 0xfe]],
  ['macOS', [0xca, 0xfe, 0xba, 0xbe]],
  ['Windows', [0x4d, 0x5a]],
]

/** In words; undefined: nothing, as far as the header shows. Only Linux is looked at. @throws errno errors */
export function fault(path: string, platform = process.platform, arch: string = process.arch): string | undefined {
  if (platform !== 'linux') return undefined
  const file = openSync(path, 'r')
  try {
    const header = Buffer.alloc(ELF_HEADER_BYTES)
    const size = fstatSync(file).size
    return faultOf(header.subarray(0, readSync(file, header)), size, arch)
  } finally {
    closeSync(file)
  }
}

function faultOf(header: Buffer, size: number, arch: string): string | undefined {
  if (size === 0) return 'the file is empty'
  if (header.toString('latin1', 0, 4) !== '\x7fELF') {
    const other = OTHERS.find(([, magic]) => magic.every((octet, index) => header[index] === octet))
    return other ? `it is built for ${other[0]}, and this is Linux` : 'it is no native library (no ELF header)'
  }
  if (header.length < ELF_HEADER_BYTES) return `the file is cut short: ${size} octets`
  const machine = header.readUInt16LE(18)
  const built = ELF_MACHINES[machine] ?? `machine ${machine}`
  if (built !== arch) return `it is built for ${built}, and this Node.js is ${arch}`
  // The table of sections is the last thing in the file.
  const end = Number(header.readBigUInt64LE(40)) + header.readUInt16LE(58) * header.readUInt16LE(60)
  return size < end ? `the file is cut short: ${size} of ${end} octets` : undefined
}
