/** The sink behind `--keylog`: TLS secrets, a line each in the NSS key log format, as Wireshark and others read it. */
import type {EvidenceEvent, EvidenceSink} from './event.js'
import type {EvidenceFile} from './file.js'

export class KeylogSink implements EvidenceSink {
  readonly wants: EvidenceSink['wants'] = new Set(['secret'])

  constructor(private readonly file: EvidenceFile) {}

  take({what}: EvidenceEvent): void {
    if (what.kind === 'secret') this.file.write(new TextEncoder().encode(`${what.line}\n`))
  }

  async end(): Promise<void> {
    await this.file.end()
  }
}
