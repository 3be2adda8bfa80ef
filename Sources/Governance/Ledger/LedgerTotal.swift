public import ModelAPI
public import Pricing

/// What all records of one kind come to, from the first one on: counters that go on behind a restart begin there.
///
/// Corrections and retention do not change it. It tells what requests cost when they ended, so that it never goes down.
public struct LedgerTotal: Hashable, Sendable {
    /// What makes records of one kind.
    public struct Kind: Hashable, Sendable {
        /// ``LedgerRecord/surface``.
        public var surface: String
        /// ``LedgerRecord/provider``; empty where there is none.
        public var provider: String
        /// ``LedgerRecord/modelServed``; empty where there is none.
        public var model: String
        /// ``LedgerRecord/status``.
        public var status: Int

        /// A kind of records.
        public init(surface: String, provider: String, model: String, status: Int) {
            self.surface = surface
            self.provider = provider
            self.model = model
            self.status = status
        }
    }

    /// Tokens that providers were asked for, each in one class.
    public struct Tokens: Hashable, Sendable {
        /// Of the prompt, in no cache.
        public var input = 0
        /// Of the prompt, read from the provider's cache.
        public var cachedInput = 0
        /// Of the prompt, written to the provider's cache for five minutes.
        public var cacheWrite5m = 0
        /// Of the prompt, written to the provider's cache for an hour.
        public var cacheWrite1h = 0
        /// Of the answer, without reasoning.
        public var output = 0
        /// Of the answer, reasoning.
        public var reasoning = 0

        /// None.
        public init() {}

        /// Those of one request; none is below zero or above 10¹², whatever a provider says.
        public init(_ usage: Usage) {
            func bounded(_ count: Int) -> Int { min(max(count, 0), 1_000_000_000_000) }
            input = bounded(usage.input)
            cachedInput = bounded(usage.cacheRead)
            cacheWrite5m = bounded(usage.cacheWrite5m)
            cacheWrite1h = bounded(usage.cacheWrite1h)
            let all = bounded(usage.output)
            reasoning = min(bounded(usage.reasoning), all)
            output = all - reasoning
        }
    }

    /// Which records.
    public var kind: Kind
    /// How many there are.
    public var requests = 0
    /// The tokens of those that were not answered by the cache.
    public var tokens = Tokens()
    /// What they cost.
    public var cost = Money.zero
    /// How many of them have usage without a known cost.
    public var unpriced = 0
    /// What exact hits of the cache saved.
    public var savedExact = Money.zero
    /// What hits by meaning saved.
    public var savedSemantic = Money.zero
    /// What providers' caches of prompts saved, of those in which they did.
    public var savedPrompt = Money.zero
    /// What they cost more than they saved, of the others; not below zero.
    public var lostPrompt = Money.zero

    /// Nothing of a kind.
    public init(_ kind: Kind) { self.kind = kind }

    /// Adds a record.
    /// - Parameters:
    ///   - usage: its tokens.
    ///   - cost: what it cost; `nil` where that is unknown.
    ///   - isHit: whether the cache answered.
    ///   - savedExact: what an exact hit saved.
    ///   - savedSemantic: what a hit by meaning saved.
    ///   - savedPrompt: what the provider's cache of prompts saved; below zero where it cost more.
    public mutating func add(
        usage: Usage?,
        cost: Money?,
        isHit: Bool,
        savedExact: Money,
        savedSemantic: Money,
        savedPrompt: Money
    ) {
        requests &+= 1
        if let usage, !isHit {
            tokens.add(Tokens(usage))
            if cost == nil { unpriced &+= 1 }
        }
        self.cost += cost ?? .zero
        self.savedExact += savedExact
        self.savedSemantic += savedSemantic
        if savedPrompt > .zero { self.savedPrompt += savedPrompt } else { lostPrompt += .zero - savedPrompt }
    }
}

extension LedgerTotal.Tokens {
    /// Adds others.
    public mutating func add(_ more: Self) {
        input &+= more.input
        cachedInput &+= more.cachedInput
        cacheWrite5m &+= more.cacheWrite5m
        cacheWrite1h &+= more.cacheWrite1h
        output &+= more.output
        reasoning &+= more.reasoning
    }
}
