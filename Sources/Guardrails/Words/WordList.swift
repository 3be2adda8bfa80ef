/// Words that are looked for: forbidden ones, names of competitors, whatever a policy wants to know of.
public struct WordList: Sendable, Hashable {
    /// What the list is called; findings have the rule `words.` and this name.
    public var name: String
    /// The type of its findings.
    public var type: FindingType
    /// The words and phrases. Width, case, kana of either kind, look-alikes and spaces between letters make no difference.
    public var words: [String]
    /// Words and phrases within which a listed word means something else: バカンス for バカ.
    public var allowed: [String]

    /// A list.
    public init(name: String, type: FindingType = .word, words: [String], allowed: [String] = []) {
        self.name = name
        self.type = type
        self.words = words
        self.allowed = allowed
    }
}

extension FindingType {
    /// A word of a list.
    public static let word = FindingType(rawValue: "WORD")
    /// The name of a competitor.
    public static let competitor = FindingType(rawValue: "COMPETITOR")
    /// What an expression of the operator's own matches.
    public static let custom = FindingType(rawValue: "CUSTOM")
}
