/// Something that an answer must be, or must not be.
public enum OutputCheckConfiguration: Sendable, Hashable {
    /// It must be JSON that a schema (draft 2020-12) allows.
    case jsonSchema(AnswerSchema)
    /// Texts that must stand in it, and texts that must not. Width, case and kana make no difference.
    case content(require: [String], forbid: [String])
    /// The fewest and the most characters (Unicode code points); `nil` for any number. One of them is there.
    case length(least: Int?, most: Int?)
    /// It may show images, and link where `links`, only of these hosts: in small letters, `*.` in front for all below.
    case urls(allow: [String], links: Bool)
    /// It must not hold code of these kinds.
    case code(Set<CodeKind>)
    /// It must not hold markup of these kinds.
    case markup(Set<MarkupKind>)
    /// It must not repeat its instructions: at most this share of them, above 0 and up to 1, and none of the canaries.
    case promptLeak(share: Double, canaries: [String])

    /// A kind of code.
    public enum CodeKind: String, Sendable, Hashable, CaseIterable {
        /// A programming language.
        case code
        /// A query of a database.
        case sql
        /// A command for a shell.
        case shell
    }

    /// A kind of markup.
    public enum MarkupKind: String, Sendable, Hashable, CaseIterable {
        /// Tags of HTML, and scripts.
        case html
        /// Escape sequences that terminals obey.
        case ansi
    }
}
