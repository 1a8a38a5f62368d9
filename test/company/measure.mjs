// Loaded before the command: at its end, how much memory it ever had (VmHWM is of this program alone; the maximum
// that getrusage tells is inherited from whoever started it).
import {readFileSync, writeFileSync} from 'node:fs'

process.on('exit', () => {
  const {MASQUE_TEST_PEAK_FILE: file} = process.env
  const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
  if (file && peak) writeFileSync(file, peak)
})
