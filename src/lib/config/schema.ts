/**
 * What masque.toml may hold, as one zod schema made from the flags of all commands. Validation, the JSON Schema and the
 * file that `masque init` writes come from it.
 */
import {z} from 'zod'
import {allFlags, isNumeric, isSecretField, SECRET_FLAGS, type CommandInfo, type FlagInfo} from './flag.js'

/** Where a value is kept that has no place in the file: the first line of a file, or an environment variable. */
const reference = z.union([
  z.strictObject({file: z.string().min(1)}).describe('The content of a file, relative to this one.'),
  z.strictObject({env: z.string().min(1)}).describe('The value of an environment variable.'),
])

const fieldFromElsewhere = z.union([
  z.strictObject({name: z.string().min(1), file: z.string().min(1)}).describe('A field whose value is in a file.'),
  z
    .strictObject({name: z.string().min(1), env: z.string().min(1)})
    .describe('A field whose value is in an environment variable.'),
])

const field = z.string().refine(text => !isSecretField(text.split(':', 1)[0] ?? ''), {
  error: 'a secret does not belong in this file: write {name = "…", env = "VARIABLE"} or {name = "…", file = "FILE"}',
})

export const RESERVED_PROFILE = 'self'
const profileName = z
  .string()
  .regex(/^[A-Za-z0-9_-]+$/, {error: 'a profile name has letters, digits, - and _ only'})
  .refine(name => name !== RESERVED_PROFILE, {error: `'${RESERVED_PROFILE}' already means the embedded proxy`})

export type Reference = z.infer<typeof reference>
export type FieldFromElsewhere = z.infer<typeof fieldFromElsewhere>
export type ConfigScalar = string | number | boolean | Reference | FieldFromElsewhere
export type ConfigValue = ConfigScalar | readonly ConfigScalar[]

export function configSchema(commands: readonly CommandInfo[]): z.ZodType {
  const proxied = allFlags(commands.filter(({takesProxy}) => takesProxy))
  return z
    .strictObject({
      defaults: z
        .strictObject(shapeOf(allFlags(commands)))
        .optional()
        .describe('For every command that has the flag.'),
      profiles: z
        .record(
          profileName,
          z.strictObject({proxy: z.string().min(1).describe('What PROXY stands for.'), ...shapeOf(proxied)}),
        )
        .optional()
        .describe('Proxies by name, each with settings that apply when it is named as PROXY.'),
      ...commandTables(commands, 0),
    })
    .meta({title: 'masque.toml'})
}

/** `[probe.udp]` and so on: one table a command, within that of its topic. */
function commandTables(commands: readonly CommandInfo[], depth: number): z.ZodRawShape {
  const words = [...new Set(commands.map(({words: all}) => all[depth] ?? ''))]
  return Object.fromEntries(
    words.map(word => {
      const here = commands.filter(({words: all}) => all[depth] === word)
      const own = here.filter(({words: all}) => all.length === depth + 1)
      const deeper = here.filter(({words: all}) => all.length > depth + 1)
      const shape = {...shapeOf(allFlags(own)), ...commandTables(deeper, depth + 1)}
      const name = here[0]?.words.slice(0, depth + 1).join(' ') ?? word
      return [word, z.strictObject(shape).optional().describe(`For masque ${name}.`)]
    }),
  )
}

function shapeOf(flags: readonly FlagInfo[]): z.ZodRawShape {
  return Object.fromEntries(flags.filter(({hidden}) => !hidden).map(flag => [flag.name, valueOf(flag).optional()]))
}

function valueOf(flag: FlagInfo): z.ZodType {
  const one = scalarOf(flag)
  const value = flag.multiple ? z.union([one, z.array(one)]) : one
  return value.describe(flag.description ?? '')
}

function scalarOf(flag: FlagInfo): z.ZodType {
  if (flag.type === 'boolean') return z.boolean()
  if (flag.name === 'header') return z.union([field, fieldFromElsewhere])
  if (SECRET_FLAGS.has(flag.name)) return reference
  if (flag.options) return z.enum(flag.options as [string, ...string[]])
  if (isNumeric(flag)) return z.union([z.number(), reference])
  return z.union([z.string(), z.number(), reference])
}

/** The keys that may stand in the table at `path`; none if there is no table. */
export function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  const bare = schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema
  const [key, ...rest] = path
  if (bare instanceof z.ZodRecord) return key === undefined ? [] : keysAt(bare.valueType as z.ZodType, rest)
  if (!(bare instanceof z.ZodObject)) return []
  const shape = bare.shape as Readonly<Record<string, z.ZodType>>
  if (key === undefined) return Object.keys(shape)
  const inner = shape[String(key)]
  return inner ? keysAt(inner, rest) : []
}
