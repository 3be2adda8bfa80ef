/// What the word behind a code fence says about the block.
enum CodeLanguage {
    case shell
    case sql
    case program
    /// Data, markup of documents, plain text.
    case data
    /// No word: the lines decide.
    case unknown

    private static let shells: Set<String> = [
        "sh", "bash", "shell", "zsh", "ksh", "csh", "fish", "console", "terminal", "shell-session", "shellsession",
        "powershell", "pwsh", "ps1", "bat", "batch", "cmd", "dos", "command",
    ]
    private static let databases: Set<String> = [
        "sql", "mysql", "postgres", "postgresql", "psql", "pgsql", "plsql", "plpgsql", "tsql", "t-sql", "sqlite",
        "mssql",
        "bigquery", "hql",
    ]
    private static let documents: Set<String> = [
        "text", "txt", "plain", "plaintext", "markdown", "md", "json", "jsonl", "json5", "yaml", "yml", "toml", "xml",
        "csv",
        "tsv", "ini", "log", "output", "mermaid", "diff", "http", "none", "latex", "tex", "math", "bibtex", "email",
    ]

    /// - Parameter word: the word in small letters.
    init(word: String) {
        self =
            switch word {
            case "": .unknown
            case _ where Self.shells.contains(word): .shell
            case _ where Self.databases.contains(word): .sql
            case _ where Self.documents.contains(word): .data
            default: .program
            }
    }
}
