import type { CheckName, CheckResult, Material, MaterialFile } from './check.ts'
import { chooseChecks, judge } from './judge.ts'

/** Material for tests: one sound markdown report unless told otherwise. */
export function sampleMaterial(parts: Partial<Material> = {}): Material {
  return {
    files: [sampleFile('# Market\n\nThe market grew by 5 % in 2025, mostly in the north.')],
    response: 'The report is attached.',
    output: null,
    brief: 'Describe the market.',
    acceptance: [],
    sources: [],
    inputs: [],
    tables: [],
    rejected: [],
    versionSha256: 'a'.repeat(64),
    evidence: [],
    schemaErrors: () => [],
    // Enough of a stem for tests: grow, grows and growing are one.
    stem: (word) => word.replace(/(?:ing|s)$/, ''),
    ...parts,
  }
}

export function sampleFile(text: string | null, parts: Partial<MaterialFile> = {}): MaterialFile {
  return {
    name: 'report.md',
    mediaType: 'text/markdown',
    text,
    sha256: 'b'.repeat(64),
    size: text?.length ?? 10,
    ...parts,
  }
}

/** The result of one check, asked for with options, on sample material; undefined where it had nothing to judge. */
export function runCheck(
  name: CheckName,
  parts: Partial<Material>,
  options: Record<string, unknown> = {},
): CheckResult | undefined {
  const material = sampleMaterial(parts)
  const checks = Object.keys(options).length > 0 ? [{ name, ...options }] : []
  return judge(material, chooseChecks({ ...material, checks })).find((result) => result.name === name)
}
