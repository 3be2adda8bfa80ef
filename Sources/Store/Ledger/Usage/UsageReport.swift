public import Pricing

/// Usage added up, as `GET /admin/v1/usage` answers it.
public struct UsageReport: Hashable, Sendable {
    /// What usage is added up by.
    public enum Grouping: String, Hashable, Sendable, CaseIterable {
        /// The team.
        case team
        /// The virtual key, by its id.
        case key
        /// The model as callers name it.
        case model
        /// The provider that answered or was asked last.
        case provider
        /// The project.
        case project
        /// The user's id.
        case user
        /// Each tag; a request counts under each of its tags.
        case tag
        /// The day in a time zone.
        case day
        /// The hour in a time zone.
        case hour
    }

    /// A sum.
    public struct Sums: Hashable, Sendable {
        /// Requests.
        public var requests = 0
        /// Requests with a status of 400 or more, or that failed or broke off by the provider's fault.
        public var errors = 0
        /// All input tokens, cache reads and writes included.
        public var inputTokens = 0
        /// All output tokens, reasoning included.
        public var outputTokens = 0
        /// What the requests with a known price cost.
        public var cost = Money.zero
        /// Requests whose price is unknown: their cost is not in ``cost``.
        public var unknownCosts = 0
        /// Requests answered from the cache.
        public var cacheHits = 0
        /// Those of ``cacheHits`` whose question was not the same but meant the same.
        public var semanticHits = 0
        /// What caches saved.
        public var savings = Savings()

        /// Nothing.
        public init() {}

        /// Adds other sums.
        public mutating func add(_ other: Sums) {
            requests += other.requests
            errors += other.errors
            inputTokens += other.inputTokens
            outputTokens += other.outputTokens
            cost = Money(attos: cost.attos + other.cost.attos)
            unknownCosts += other.unknownCosts
            cacheHits += other.cacheHits
            semanticHits += other.semanticHits
            savings.add(other.savings)
        }

        /// Takes away a part of what was added.
        public mutating func subtract(_ part: Sums) {
            requests -= part.requests
            errors -= part.errors
            inputTokens -= part.inputTokens
            outputTokens -= part.outputTokens
            cost = cost - part.cost
            unknownCosts -= part.unknownCosts
            cacheHits -= part.cacheHits
            semanticHits -= part.semanticHits
            savings.exact = savings.exact - part.savings.exact
            savings.semantic = savings.semantic - part.savings.semantic
            savings.promptCache = savings.promptCache - part.savings.promptCache
        }
    }

    /// What was saved, apart by what saved it.
    public struct Savings: Hashable, Sendable {
        /// By stored answers to the same question.
        public var exact = Money.zero
        /// By stored answers to questions that mean the same.
        public var semantic = Money.zero
        /// By the providers' caches of prompts, less what writing to them cost more: may be negative.
        public var promptCache = Money.zero

        /// Nothing.
        public init() {}

        /// All of it.
        public var total: Money { exact + semantic + promptCache }

        /// Adds what else was saved.
        mutating func add(_ other: Savings) {
            exact = exact + other.exact
            semantic = semantic + other.semantic
            promptCache = promptCache + other.promptCache
        }
    }

    /// One group.
    public struct Row: Hashable, Sendable {
        /// The group: a name, a user's id, a day `2026-02-28` or an hour `2026-02-28T23:00:00+09:00`; `nil` for what
        /// belongs to none.
        public var key: String?
        /// The id of a group that has one beside its name: a key's.
        public var id: String?
        /// Its sums.
        public var sums: Sums

        /// A group.
        public init(key: String?, id: String? = nil, sums: Sums) {
            self.key = key
            self.id = id
            self.sums = sums
        }
    }

    /// The groups: in order of time for days and hours, by name else.
    public var rows: [Row]
    /// Everything, each request once. With tags it is not the groups' sum: a request may have several or none.
    public var total: Sums

    /// A report.
    public init(rows: [Row], total: Sums) {
        self.rows = rows
        self.total = total
    }
}
