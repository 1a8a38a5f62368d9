export function readCorpus(name: string): Uint8Array[]
