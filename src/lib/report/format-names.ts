/** The names of the formats, apart from their code: flags and help need no more. */
export const FORMAT_NAMES = ['table', 'json', 'jsonl', 'junit', 'tap', 'markdown', 'github', 'html'] as const
export type FormatName = (typeof FORMAT_NAMES)[number]

export type PlainFormat = Extract<FormatName, 'table' | 'json' | 'jsonl'>

/** Of commands that have no result to be shown by CI: what is not for people is for programs. */
export function plainFormat(format: FormatName): PlainFormat {
  return format === 'table' || format === 'jsonl' ? format : 'json'
}
