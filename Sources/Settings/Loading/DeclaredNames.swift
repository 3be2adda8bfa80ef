/// The names that a document declares in one place, also those that are not well-formed, so that one mistake is told
/// once. Looking one up and telling them take little, however many there are.
struct DeclaredNames: Sendable {
    /// The most names that a message lists, and the most that are searched for the one that was meant.
    private static let shown = 20
    private static let searched = 1000

    private let names: [String]
    private let rule: NameRule
    private let all: Set<String>

    init(_ names: [String] = [], rule: NameRule) {
        self.names = names
        self.rule = rule
        all = Set(names)
    }

    func contains(_ name: String) -> Bool { all.contains(name) }

    func contains(where isWanted: (String) -> Bool) -> Bool { names.contains(where: isWanted) }

    /// The end of a message about a name that is not declared.
    /// - Parameters:
    ///   - name: the name; it is not shown.
    ///   - suffix: what stands behind the name that was meant.
    ///   - none: what is said where nothing is declared.
    func help(for name: String, suffix: String = "", none: String = "none is declared") -> String {
        let declared = names.prefix(Self.searched).filter(rule.allows)
        if declared.isEmpty { return "; \(none)" }
        var text = ""
        if let nearest = Spelling.nearest(to: name, among: declared) {
            text += "; did you mean \"\(nearest)\(suffix)\"?"
        }
        text += "; declared: \(declared.prefix(Self.shown).joined(separator: ", "))"
        return names.count > Self.shown ? "\(text), …" : text
    }
}
