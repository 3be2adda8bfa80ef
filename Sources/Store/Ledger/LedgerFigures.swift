import Governance
import ModelAPI
import Pricing

/// The numbers that the store repeats of a record in columns: what it is found by in time, and what is added up.
struct LedgerFigures: Hashable {
    var time: Int64
    var status: Int64
    var isError: Bool
    var inputTokens: Int64
    var outputTokens: Int64
    var cost: LedgerAmount?
    var isHit: Bool
    var isSemanticHit: Bool
    /// What an exact hit saved.
    var savedExact: LedgerAmount
    /// What a hit by meaning saved.
    var savedSemantic: LedgerAmount
    /// What the provider's cache of prompts saved.
    var savedPrompt: LedgerAmount

    /// The figures of a record whose latest cost is given.
    init(_ record: LedgerRecord, cost: Money?) {
        self.init(
            time: record.time,
            status: record.status,
            outcome: record.outcome,
            usage: record.usage,
            cost: cost,
            isHit: record.isHit,
            isSemanticHit: record.isSemanticHit,
            saved: record.saved,
            savedPromptCache: record.savedPromptCache
        )
    }

    /// The figures of a record that has not been read whole.
    init(_ gist: LedgerGist) {
        self.init(
            time: gist.time,
            status: gist.status,
            outcome: gist.outcome,
            usage: gist.usage,
            cost: gist.cost,
            isHit: gist.isHit,
            isSemanticHit: gist.isSemanticHit,
            saved: gist.saved,
            savedPromptCache: gist.savedPromptCache
        )
    }

    private init(
        time: Int64,
        status: Int,
        outcome: LedgerRecord.Outcome,
        usage: Usage?,
        cost: Money?,
        isHit: Bool,
        isSemanticHit: Bool,
        saved: Money?,
        savedPromptCache: Money?
    ) {
        self.time = max(0, time)
        self.status = Int64(status)
        isError = status >= 400 || outcome == .failed || outcome == .partial
        inputTokens = Self.tokens(usage?.totalInput)
        outputTokens = Self.tokens(usage?.output)
        self.cost = cost.map(LedgerAmount.init)
        self.isHit = isHit
        self.isSemanticHit = isSemanticHit
        savedExact = isSemanticHit ? .zero : Self.amount(saved)
        savedSemantic = isSemanticHit ? Self.amount(saved) : .zero
        savedPrompt = Self.amount(savedPromptCache)
    }

    /// Figures as they are stored.
    init(_ row: SQLRow) throws {
        time = try row.integer("time")
        status = try row.integer("status")
        isError = try row.integer("is_error") != 0
        inputTokens = try row.integer("input_tokens")
        outputTokens = try row.integer("output_tokens")
        if let nano = try row.optionalInteger("cost_nano") {
            cost = LedgerAmount(nano: nano, rest: try row.integer("cost_rest"))
        }
        isHit = try row.integer("is_hit") != 0
        isSemanticHit = try row.integer("is_semantic_hit") != 0
        savedExact = LedgerAmount(nano: try row.integer("saved_nano"), rest: try row.integer("saved_rest"))
        savedSemantic = LedgerAmount(nano: try row.integer("semantic_nano"), rest: try row.integer("semantic_rest"))
        savedPrompt = LedgerAmount(nano: try row.integer("prompt_nano"), rest: try row.integer("prompt_rest"))
    }

    /// Whether a cache had something to do with it.
    var hasSavings: Bool {
        isHit || savedExact != .zero || savedSemantic != .zero || savedPrompt != .zero
    }

    /// The quarter of an hour that usage is added up by, counted from 1970: all time zones differ by whole ones.
    var quarter: Int64 { time / Self.quarter }

    /// The minute that it stands in, counted from 1970.
    var minute: Int64 { time / Self.minute }

    /// A minute in nanoseconds.
    static let minute: Int64 = 60 * 1_000_000_000

    /// How many minutes a quarter of an hour has.
    static let minutesInQuarter: Int64 = 15

    /// A quarter of an hour in nanoseconds.
    static let quarter: Int64 = 900 * 1_000_000_000

    private static func amount(_ money: Money?) -> LedgerAmount { money.map(LedgerAmount.init) ?? .zero }

    /// A count of tokens that cannot make a sum overflow: below zero is zero, beyond 10¹² is 10¹².
    private static func tokens(_ count: Int?) -> Int64 { Int64(min(max(count ?? 0, 0), 1_000_000_000_000)) }
}
