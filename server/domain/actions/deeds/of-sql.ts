import type { Deed } from './catalogue.ts'

/** What SQL statements do; `dynamic` when one builds another that cannot be read here. */
export function sqlDeeds(text: string): { deeds: Deed[]; dynamic: boolean } {
  const found = new Set<Deed>()
  let dynamic = false
  for (const statement of statementsOf(text)) {
    const words = statement.bare
    if (/^(?:EXPLAIN\s+(?!ANALY[SZ]E))/.test(words)) continue
    const does = words.replace(/^EXPLAIN\s+ANALY[SZ]E\s+(?:VERBOSE\s+)?/, '')
    for (const deed of statementDeeds(does)) found.add(deed)
    if (
      /(?:^|\bBEGIN\s+)EXEC(?:UTE)?\b|^PREPARE\b|^DO\b|\bSP_EXECUTESQL\b|\bEXECUTE\s+IMMEDIATE\b|^SET\s+@/.test(does)
    ) {
      // What it builds stands in its strings, or is not known.
      const inner = sqlDeeds(statement.strings.join(' ; '))
      const glued = sqlDeeds(statement.strings.join(''))
      for (const deed of [...inner.deeds, ...glued.deeds]) found.add(deed)
      dynamic ||= inner.deeds.length + glued.deeds.length === 0
    }
    if (
      /\bXP_CMDSHELL\b|^COPY\b[^;]*\b(?:TO|FROM)\s+PROGRAM\b|\bINTO\s+(?:OUT|DUMP)FILE\b|^\\!|^\.(?:SHELL|SYSTEM)\b/.test(
        does,
      )
    )
      dynamic = true
  }
  return { deeds: [...found], dynamic }
}

function statementDeeds(words: string): Deed[] {
  const always =
    /\bWHERE\s+(?:NOT\s+)?\(*\s*(?:TRUE|1(?:\s*=\s*1)?|''\s*=\s*''|NOT\s+FALSE|1\s*<>\s*0)\s*\)*\s*(?:$|\b(?:OR|RETURNING|LIMIT)\b)|\bOR\s+\(*(?:1\s*=\s*1|TRUE|''\s*=\s*'')/
  const narrow = /\bWHERE\b/.test(words) && !always.test(words)
  if (
    /^DROP\s+(?:TABLE|DATABASE|SCHEMA|USER|ROLE|OWNED|COLLECTION|KEYSPACE|MATERIALIZED\s+VIEW|TABLESPACE)\b/.test(words)
  )
    return ['drop_tables']
  if (/^TRUNCATE\b/.test(words)) return ['drop_tables']
  if (/^ALTER\s+TABLE\b.*\bDROP\s+(?:COLUMN|PARTITION)\b/.test(words)) return ['drop_tables']
  if (/\bDELETE\s+FROM\b|^DELETE\s+\w/.test(words))
    return narrow || /\bUSING\b|\bJOIN\b/.test(words) ? ['delete'] : ['drop_tables', 'delete']
  if (/(?:^|\)\s*)UPDATE\s+(?:ONLY\s+|LOW_PRIORITY\s+)?\S+\s+(?:AS\s+\S+\s+|\S+\s+)?SET\b/.test(words))
    return narrow ? ['change_records'] : ['drop_tables', 'change_records']
  if (/^DROP\b/.test(words)) return ['delete']
  if (/^(?:GRANT|REVOKE|CREATE\s+(?:USER|ROLE)|ALTER\s+(?:USER|ROLE|SYSTEM))\b/.test(words)) return ['privilege']
  return /^(?:INSERT|CREATE|ALTER|REPLACE|MERGE|COPY|LOAD)\b/.test(words) ? ['change_records'] : []
}

type Statement = { bare: string; strings: readonly string[] }

// Statements in capitals, comments gone, texts emptied and kept aside.
function statementsOf(text: string): Statement[] {
  const strings: string[] = []
  const statements: Statement[] = []
  let bare = ''
  const end = () => {
    const words = bare.replace(/\s+/g, ' ').trim().toUpperCase()
    if (words) statements.push({ bare: words, strings: strings.splice(0) })
    bare = ''
  }
  // MySQL runs what stands in /*! … */.
  const source = text.replace(/\/\*!\d*([\s\S]{0,4000}?)\*\//g, ' $1 ')
  const token =
    /'((?:[^'\\]|\\[\s\S]|'')*)'|"((?:[^"]|"")*)"|`([^`]*)`|\$(\w*)\$([\s\S]*?)\$\4\$|--[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\/|;|[^'"`;\-/$#]+|[\s\S]/g
  for (const [piece, single, double, tick, , dollar] of source.matchAll(token)) {
    if (single !== undefined || dollar !== undefined) {
      strings.push(single ?? dollar ?? '')
      bare += "''"
    } else if (double !== undefined || tick !== undefined) bare += ` ${(double ?? tick ?? '').replace(/\W+/g, '_')} `
    else if (piece === ';') end()
    else if (/^(?:--|#|\/\*)/.test(piece)) bare += ' '
    else bare += piece
  }
  end()
  return statements
}

/** Whether a text begins like SQL rather than like a command. */
export const looksLikeSql = (text: string) =>
  /^\s*(?:--[^\n]*\n\s*|\/\*[\s\S]{0,400}?\*\/\s*)*(?:DROP\s*(?:\/\*[\s\S]{0,200}?\*\/\s*)?(?:TABLE|DATABASE|SCHEMA|VIEW|INDEX|USER|ROLE)(?:\s|\/\*)|TRUNCATE\s+(?:TABLE\s+)?[\w."`]+\s*(?:;|$|CASCADE|,|RESTART)|DELETE\s+FROM\b|UPDATE\s+\S+\s+SET\b|ALTER\s+TABLE\b|INSERT\s+INTO\b|SELECT\b[\s\S]*\bFROM\b|WITH\s+\w+\s+AS\s*\(|\/\*!)/i.test(
    text,
  )

/** Database clients and the options that carry statements. */
export const sqlClients: Readonly<Record<string, readonly string[]>> = {
  psql: ['c', 'command'],
  mysql: ['e', 'execute'],
  mariadb: ['e', 'execute'],
  sqlcmd: ['Q', 'q'],
  sqlite3: [],
  duckdb: ['c'],
  'clickhouse-client': ['q', 'query'],
  cqlsh: ['e', 'execute'],
  cockroach: ['e', 'execute'],
  bq: [],
  usql: ['c'],
  sqlplus: [],
  snowsql: ['q'],
}
