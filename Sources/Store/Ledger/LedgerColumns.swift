import Governance
import ModelAPI
import Pricing

/// What the store repeats of a record in columns, to find it and to add it up. A pure function of the record, so that
/// verification can compare.
struct LedgerColumns: Hashable {
    /// What many requests have in common.
    struct Dimension: Hashable {
        var organization: String?
        var team: String?
        var project: String?
        var user: String?
        var keyID: String?
        var keyName: String?
        var model: String
        var provider: String?
        /// Sorted, each once.
        var tags: [String]

        /// A hash of all of it, by which it is found.
        var digest: [UInt8] {
            var bytes: [UInt8] = []
            for text in [organization, team, project, user, keyID, keyName, model, provider] + tags.map(Optional.some) {
                // The length and a presence first, so that no two lists of texts give the same bytes.
                let count = UInt32(truncatingIfNeeded: text?.utf8.count ?? 0)
                bytes.append(text == nil ? 0 : 1)
                for shift: UInt32 in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: count >> shift)) }
                if let text { bytes.append(contentsOf: text.utf8) }
            }
            return LedgerHash.leaf(of: bytes)
        }
    }

    /// An amount of money as two integers.
    struct Amount: Hashable {
        /// Whole nano-USD, rounded down.
        var nano: Int64
        /// Attodollars above that, below 10⁹.
        var rest: Int64

        static let zero = Amount(Money.zero)

        /// An amount; beyond a million dollars either way it is a million: no request costs that, and sums of as many rows
        /// as a disk holds stay within 64 bits.
        init(_ money: Money) {
            let limit = Int128(1_000_000_000_000_000) * 1_000_000_000
            let attos = min(max(money.attos, -limit), limit)
            let (quotient, remainder) = attos.quotientAndRemainder(dividingBy: 1_000_000_000)
            nano = Int64(remainder < 0 ? quotient - 1 : quotient)
            rest = Int64(remainder < 0 ? remainder + 1_000_000_000 : remainder)
        }

        /// The amount of two columns' sums.
        static func money(nano: Int64, rest: Int64) -> Money {
            Money(attos: Int128(nano) * 1_000_000_000 + Int128(rest))
        }

        /// The amount.
        var money: Money { Self.money(nano: nano, rest: rest) }
    }

    var entry: String
    var dimension: Dimension
    var time: Int64
    var status: Int64
    var isError: Bool
    var inputTokens: Int64
    var outputTokens: Int64
    var cost: Amount?
    var isHit: Bool
    var isSemanticHit: Bool
    /// What an exact hit saved.
    var savedExact: Amount
    /// What a hit by meaning saved.
    var savedSemantic: Amount
    /// What the provider's cache of prompts saved.
    var savedPrompt: Amount

    /// The columns of a record whose latest cost is given.
    init(_ record: LedgerRecord, cost: Money?) {
        entry = Self.text(record.entry)
        dimension = Dimension(
            organization: record.organization.map(Self.text),
            team: record.team.map(Self.text),
            project: record.project.map(Self.text),
            user: record.user.map(Self.text),
            keyID: record.keyID.map(Self.text),
            keyName: record.keyName.map(Self.text),
            model: Self.text(record.modelAsked),
            provider: record.provider.map(Self.text),
            tags: Self.distinct(record.tags)
        )
        time = max(0, record.time)
        status = Int64(record.status)
        isError = record.status >= 400 || record.outcome == .failed || record.outcome == .partial
        inputTokens = Self.tokens(record.usage?.totalInput)
        outputTokens = Self.tokens(record.usage?.output)
        self.cost = cost.map(Amount.init)
        isHit = record.isHit
        isSemanticHit = record.isSemanticHit
        let saved = record.saved.map(Amount.init) ?? .zero
        savedExact = isSemanticHit ? .zero : saved
        savedSemantic = isSemanticHit ? saved : .zero
        savedPrompt = record.savedPromptCache.map(Amount.init) ?? .zero
    }

    /// The quarter of an hour that usage is added up by, counted from 1970: all time zones differ by whole ones.
    var quarter: Int64 { time / Self.quarter }

    /// A quarter of an hour in nanoseconds.
    static let quarter: Int64 = 900 * 1_000_000_000

    /// A text as SQLite can keep it: a NUL would end it.
    static func text(_ text: String) -> String {
        let hasNUL = text.utf8.withContiguousStorageIfAvailable { $0.contains(0) } ?? text.utf8.contains(0)
        guard hasNUL else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value == 0 ? "\u{FFFD}" : $0 }))
    }

    /// Tags sorted, each once.
    private static func distinct(_ tags: [String]) -> [String] {
        // Most requests have none or one, which are sorted as they are.
        guard tags.count > 1 else { return tags.map(text) }
        return Set(tags.map(text)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// A count of tokens that cannot make a sum overflow: below zero is zero, beyond 10¹² is 10¹².
    private static func tokens(_ count: Int?) -> Int64 { Int64(min(max(count ?? 0, 0), 1_000_000_000_000)) }
}
