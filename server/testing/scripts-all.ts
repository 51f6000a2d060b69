import { scripts } from './scripts.ts'
import { rude, troubled } from './scripts-rude.ts'

/** Every way in which an agent with an address can behave, by name. */
export const allScripts = { ...scripts, ...rude, ...troubled }
export type AnyScriptName = keyof typeof allScripts
export const anyScriptNames = Object.keys(allScripts) as AnyScriptName[]
