/** The names of the formats, apart from their code: flags and help need no more. */
export const FORMAT_NAMES = ['table', 'json', 'jsonl', 'junit', 'tap', 'markdown', 'github'] as const
export type FormatName = (typeof FORMAT_NAMES)[number]
