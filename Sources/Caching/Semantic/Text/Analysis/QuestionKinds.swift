/// What a question asks for.
struct QuestionKinds: OptionSet, Hashable {
    let rawValue: UInt16

    static let what = QuestionKinds(rawValue: 1 << 0)
    static let how = QuestionKinds(rawValue: 1 << 1)
    static let who = QuestionKinds(rawValue: 1 << 2)
    static let when = QuestionKinds(rawValue: 1 << 3)
    static let whereabouts = QuestionKinds(rawValue: 1 << 4)
    static let why = QuestionKinds(rawValue: 1 << 5)
    static let amount = QuestionKinds(rawValue: 1 << 6)
    static let count = QuestionKinds(rawValue: 1 << 7)
    static let duration = QuestionKinds(rawValue: 1 << 8)
    static let frequency = QuestionKinds(rawValue: 1 << 9)
    /// "Can I …?", "is it allowed to …?"
    static let may = QuestionKinds(rawValue: 1 << 10)
    /// "Do I have to …?", "is … required?"
    static let must = QuestionKinds(rawValue: 1 << 11)
    /// Another question answered with yes or no.
    static let whether = QuestionKinds(rawValue: 1 << 12)

    private static let names: [(String, QuestionKinds)] = [
        ("what", .what), ("how", .how), ("who", .who), ("when", .when), ("where", .whereabouts), ("why", .why),
        ("how-much", .amount), ("how-many", .count), ("how-long", .duration), ("how-often", .frequency),
        ("may", .may), ("must", .must), ("whether", .whether),
    ]

    init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The kind of a name used in the lexicon.
    init?(name: some StringProtocol) {
        guard let kind = Self.names.first(where: { $0.0 == name }) else { return nil }
        self = kind.1
    }

    /// The names, `/` between them; `statement` if there is none.
    var text: String {
        let names = Self.names.filter { contains($0.1) }.map(\.0)
        return names.isEmpty ? "statement" : names.joined(separator: "/")
    }

    /// Whether an answer to a question of these kinds answers one of those.
    func agree(with other: QuestionKinds) -> Bool {
        let left = specific
        let right = other.specific
        if left == right { return true }
        // A bare phrase ("password reset") asks what a person would ask about it: how, what, or whether one may.
        if left.isEmpty { return right.isSubset(of: [.how, .what, .may, .whether]) }
        if right.isEmpty { return left.isSubset(of: [.how, .what, .may, .whether]) }
        // "Does the plan include …?" and "can I have … in the plan?"
        if left.union(right) == [.may, .whether] { return true }
        // "From when to when is the period" and "from when to when".
        let shared = left.intersection(right)
        let extra = left.symmetricDifference(right)
        return shared == .when && extra == .duration
    }

    /// The kinds without those that say nothing beside a more telling one.
    private var specific: QuestionKinds {
        let asking = subtracting([.what, .whether, .may, .must])
        // "How do I find out when …" asks when; "how long does the process take" asks how long.
        if !asking.subtracting(.how).isEmpty { return asking.subtracting(.how) }
        if !asking.isEmpty { return asking }
        if contains(.what) { return .what }
        return contains(.must) ? .must : contains(.may) ? .may : self
    }
}
