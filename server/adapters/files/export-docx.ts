import {
  AlignmentType,
  BorderStyle,
  Document,
  HeadingLevel,
  type IParagraphOptions,
  type IRunOptions,
  LevelFormat,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx'
import type { List, Table as MarkdownTable, Nodes, Parents, Root } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import type { ExportedVersion } from '../../domain/version.ts'
import { dayOf, provenance } from './export.ts'
import { isTangled } from './tangled.ts'

type Block = Paragraph | Table
/** Where a block stands: how deep in quotes and lists, and the bullet or number its first paragraph carries. */
type Place = { quotes: number; depth: number; mark?: Pick<IParagraphOptions, 'bullet' | 'numbering'> }

const headingLevels = [
  HeadingLevel.HEADING_1,
  HeadingLevel.HEADING_2,
  HeadingLevel.HEADING_3,
  HeadingLevel.HEADING_4,
  HeadingLevel.HEADING_5,
  HeadingLevel.HEADING_6,
] as const

// Word knows nine list levels; twips of indent for each level of list or quote.
const deepestList = 8
const step = 500
const mono = 'Courier New'

/** Markdown as a Word file; its properties carry title, version, approver, date and hash. Links stand as text with their address. */
export async function exportDocx(markdown: string, version: ExportedVersion): Promise<Uint8Array> {
  const tree = isTangled(markdown) ? asCode(markdown) : unified().use(remarkParse).use(remarkGfm).parse(markdown)
  const lists = { count: 0 }
  const facts: readonly (readonly [string, string])[] = [
    ['Version', String(version.versionNumber)],
    ['Approved by', version.approver ?? 'nobody'],
    ...(version.approvedAt === null ? [] : ([['Approved on', dayOf(version.approvedAt)]] as const)),
    ['SHA-256', version.sha256],
  ]
  const document = new Document({
    title: clean(version.title),
    description: clean(provenance(version)),
    creator: 'Muster',
    lastModifiedBy: clean(version.approver ?? 'Muster'),
    revision: version.versionNumber,
    customProperties: facts.map(([name, value]) => ({ name, value: clean(value) })),
    styles: { default: { document: { run: { font: 'Calibri', size: 22 }, paragraph: { spacing: { after: 120 } } } } },
    numbering: { config: [{ reference: 'numbers', levels: numberLevels }] },
    sections: [{ children: blocksOf(tree.children, { quotes: 0, depth: 0 }, lists) }],
  })
  return new Uint8Array(await Packer.toBuffer(document))
}

const asCode = (value: string): Root => ({ type: 'root', children: [{ type: 'code', value }] })

const numberLevels = Array.from({ length: deepestList + 1 }, (_, level) => ({
  level,
  format: [LevelFormat.DECIMAL, LevelFormat.LOWER_LETTER, LevelFormat.LOWER_ROMAN][level % 3] ?? LevelFormat.DECIMAL,
  text: `%${level + 1}.`,
  alignment: AlignmentType.START,
  style: { paragraph: { indent: { left: step * (level + 1), hanging: step / 2 } } },
}))

function blocksOf(nodes: readonly Nodes[], place: Place, lists: { count: number }): Block[] {
  return nodes.flatMap((node, index) =>
    blockOf(node, index === 0 ? place : { quotes: place.quotes, depth: place.depth }, lists),
  )
}

function blockOf(node: Nodes, place: Place, lists: { count: number }): Block[] {
  switch (node.type) {
    case 'heading':
      return [
        new Paragraph({ heading: headingLevels[node.depth - 1] ?? HeadingLevel.HEADING_6, children: runsOf(node) }),
      ]
    case 'paragraph':
      return [new Paragraph({ ...frame(place), children: runsOf(node) })]
    case 'list':
      return listBlocks(node, place, lists)
    case 'blockquote':
      return blocksOf(node.children, { ...place, quotes: place.quotes + 1 }, lists)
    case 'footnoteDefinition':
      return [
        new Paragraph({
          children: [
            run(`[${node.identifier}] `, { superScript: true }),
            ...node.children.flatMap((child) => runs(child, {})),
          ],
        }),
      ]
    case 'code':
      return [
        new Paragraph({
          ...frame(place),
          shading: { fill: 'F2F2F2' },
          children: linesOf(node.value, { font: mono, size: 20 }),
        }),
      ]
    case 'html':
      return [new Paragraph({ ...frame(place), children: linesOf(node.value, {}) })]
    case 'table':
      return [tableOf(node), new Paragraph({})]
    case 'thematicBreak':
      return [new Paragraph({ border: { bottom: { style: BorderStyle.SINGLE, size: 6, color: 'A0A0A0', space: 1 } } })]
    default:
      return []
  }
}

function listBlocks(list: List, place: Place, lists: { count: number }): Block[] {
  const instance = ++lists.count
  const level = Math.min(place.depth, deepestList)
  return list.children.flatMap((item) => {
    const box =
      typeof item.checked === 'boolean'
        ? [
            new Paragraph({
              ...frame({ ...place, mark: { bullet: { level } } }),
              children: [run(item.checked ? '☑' : '☐', {})],
            }),
          ]
        : []
    const mark = list.ordered ? { numbering: { reference: 'numbers', level, instance } } : { bullet: { level } }
    const inside = { quotes: place.quotes, depth: place.depth + 1 }
    return [...box, ...blocksOf(item.children, box.length > 0 ? inside : { ...inside, mark }, lists)]
  })
}

// A marked paragraph takes its indent from its list level; any other shows its depth itself.
function frame({ quotes, depth, mark }: Place): IParagraphOptions {
  if (mark) return mark
  const left = step * (quotes + depth)
  return {
    ...(left > 0 && { indent: { left } }),
    ...(quotes > 0 && { border: { left: { style: BorderStyle.SINGLE, size: 12, color: 'A0A0A0', space: 8 } } }),
  }
}

function tableOf(table: MarkdownTable): Table {
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: table.children.map(
      (row, index) =>
        new TableRow({
          tableHeader: index === 0,
          children: row.children.map(
            (cell) => new TableCell({ children: [new Paragraph({ children: runsOf(cell, { bold: index === 0 }) })] }),
          ),
        }),
    ),
  })
}

const runsOf = (parent: Parents, look: IRunOptions = {}) => parent.children.flatMap((child) => runs(child, look))

function runs(node: Nodes, look: IRunOptions): TextRun[] {
  switch (node.type) {
    case 'text':
    case 'html':
      return linesOf(node.value, look)
    case 'inlineCode':
      return [run(node.value, { ...look, font: mono })]
    case 'strong':
      return runsOf(node, { ...look, bold: true })
    case 'emphasis':
      return runsOf(node, { ...look, italics: true })
    case 'delete':
      return runsOf(node, { ...look, strike: true })
    case 'break':
      return [new TextRun({ break: 1 })]
    case 'link':
      return [...runsOf(node, look), ...addressOf(node.url, textOf(node), look)]
    case 'image':
      return [run(node.alt || 'picture', look), ...addressOf(node.url, node.alt ?? '', look)]
    case 'footnoteReference':
      return [run(`[${node.identifier}]`, { ...look, superScript: true })]
    default:
      return 'children' in node ? runsOf(node, look) : []
  }
}

function addressOf(url: string, shown: string, look: IRunOptions): TextRun[] {
  return shown === url || `mailto:${shown}` === url ? [] : [run(` (${url})`, look)]
}

function linesOf(text: string, look: IRunOptions): TextRun[] {
  return text
    .split('\n')
    .map((line, index) => new TextRun({ ...look, text: clean(line), ...(index > 0 && { break: 1 }) }))
}

const run = (text: string, look: IRunOptions) => new TextRun({ ...look, text: clean(text) })

function textOf(node: Nodes): string {
  if ('value' in node) return node.value
  return 'children' in node ? node.children.map((child) => textOf(child)).join('') : ''
}

// XML has no place for these, not even escaped: one of them and Word calls the file broken.
function clean(text: string): string {
  return text.replaceAll('\t', '    ').replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, '')
}
