extension FindingType {
    /// An answer that is not the JSON that a schema demands.
    public static let jsonSchema = FindingType(rawValue: "JSON_SCHEMA")
    /// A text that an answer has to have and has not.
    public static let missingContent = FindingType(rawValue: "MISSING_CONTENT")
    /// A text that an answer may not have.
    public static let forbiddenContent = FindingType(rawValue: "FORBIDDEN_CONTENT")
    /// An answer that is too short or too long.
    public static let length = FindingType(rawValue: "LENGTH")
    /// A link to a host that is not allowed.
    public static let url = FindingType(rawValue: "URL")
    /// An image, or something else that is fetched without a click, from a host that is not allowed.
    public static let imageLink = FindingType(rawValue: "IMAGE_LINK")
    /// Program code.
    public static let code = FindingType(rawValue: "CODE")
    /// A statement in SQL.
    public static let sql = FindingType(rawValue: "SQL")
    /// A command of a shell.
    public static let shell = FindingType(rawValue: "SHELL")
    /// HTML.
    public static let html = FindingType(rawValue: "HTML")
    /// An escape sequence of terminals.
    public static let ansiEscape = FindingType(rawValue: "ANSI_ESCAPE")
    /// Instructions that stand in the answer.
    public static let promptLeak = FindingType(rawValue: "PROMPT_LEAK")
    /// A language that is not the one that was asked for.
    public static let language = FindingType(rawValue: "LANGUAGE")
}
