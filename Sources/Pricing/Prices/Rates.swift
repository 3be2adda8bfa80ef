import ModelAPI

/// Prices of every class with the gaps filled, in attodollars for one token or call: what costs are computed from.
///
/// A class without a price of its own costs what the class costs that it is a kind of: cached and written tokens, audio,
/// pictures and video what input costs, an hour's cache write what a five minutes' costs, thinking, citations and media what
/// output costs. Media out of a cache cost what the cache's text costs, or, where that has no price, what the media cost.
struct Rates: Hashable, Sendable {
    private let input: Int64
    private let cacheRead: Int64
    private let cacheWrite5m: Int64
    private let cacheWrite1h: Int64
    private let audioInput: Int64
    private let imageInput: Int64
    private let videoInput: Int64
    private let cachedAudio: Int64
    private let cachedImage: Int64
    private let cachedVideo: Int64
    private let output: Int64
    private let reasoning: Int64
    private let citations: Int64
    private let audioOutput: Int64
    private let imageOutput: Int64
    private let videoOutput: Int64
    private let picture: Int64
    private let webSearch: Int64
    private let searchUnit: Int64
    private let toolCall: Int64
    private let request: Int64
    /// Classes that neither have a price nor anything to fall back to.
    let unpriced: UsageClasses

    /// Fills the gaps of a table.
    /// - Throws: ``PricingError`` for a price that is negative, too large, or no whole number of attodollars per token.
    init(_ prices: PriceTable.Prices) throws(PricingError) {
        var unpriced: UsageClasses = []
        func rate(_ each: UsageClass) throws(PricingError) -> Int64 {
            var found = prices[each]
            var next = each
            if found == nil, each.uncached != nil, prices[.cacheRead] == nil {
                found = each.uncached.flatMap { prices[$0] }
            }
            while found == nil, let fallback = next.fallback {
                found = prices[fallback]
                next = fallback
            }
            guard let price = found else {
                if each != .requests { unpriced.formUnion(UsageClasses(each)) }
                return 0
            }
            return try Self.attos(price, each)
        }
        input = try rate(.input)
        cacheRead = try rate(.cacheRead)
        cacheWrite5m = try rate(.cacheWrite5m)
        cacheWrite1h = try rate(.cacheWrite1h)
        audioInput = try rate(.audioInput)
        imageInput = try rate(.imageInput)
        videoInput = try rate(.videoInput)
        cachedAudio = try rate(.cachedAudio)
        cachedImage = try rate(.cachedImage)
        cachedVideo = try rate(.cachedVideo)
        output = try rate(.output)
        reasoning = try rate(.reasoning)
        citations = try rate(.citations)
        audioOutput = try rate(.audioOutput)
        imageOutput = try rate(.imageOutput)
        videoOutput = try rate(.videoOutput)
        picture = try rate(.pictures)
        webSearch = try rate(.webSearches)
        searchUnit = try rate(.searchUnits)
        toolCall = try rate(.toolCalls)
        request = try rate(.requests)
        self.unpriced = unpriced
    }

    private static func attos(_ price: Money, _ each: UsageClass) throws(PricingError) -> Int64 {
        let (quotient, rest) = price.attos.quotientAndRemainder(dividingBy: each.isTokens ? 1_000_000 : 1)
        guard rest == 0 else {
            throw PricingError(.tooManyDecimals, "the price \(price) of \(each.name) has more than 12 decimals")
        }
        guard quotient >= 0, let attos = Int64(exactly: quotient) else {
            throw PricingError(.invalidPrices, "the price \(price) of \(each.name) is negative or too large")
        }
        return attos
    }

    /// What the tokens sent cost. Counts that contradict each other are read as far as they can be true.
    func inputCost(of usage: Usage) -> Money {
        var sum = Sum()
        var plain = max(usage.input, 0)
        sum.add(usage.audioInput, of: &plain, at: audioInput)
        sum.add(usage.imageInput, of: &plain, at: imageInput)
        sum.add(usage.videoInput, of: &plain, at: videoInput)
        sum.add(plain, at: input)
        var cached = max(usage.cacheRead, 0)
        sum.add(usage.cachedAudio, of: &cached, at: cachedAudio)
        sum.add(usage.cachedImage, of: &cached, at: cachedImage)
        sum.add(usage.cachedVideo, of: &cached, at: cachedVideo)
        sum.add(cached, at: cacheRead)
        sum.add(usage.cacheWrite5m, at: cacheWrite5m)
        sum.add(usage.cacheWrite1h, at: cacheWrite1h)
        return sum.money
    }

    /// What the tokens produced cost.
    func outputCost(of usage: Usage) -> Money {
        var sum = Sum()
        var plain = max(usage.output, 0)
        sum.add(usage.reasoning, of: &plain, at: reasoning)
        sum.add(usage.citations, of: &plain, at: citations)
        sum.add(usage.audioOutput, of: &plain, at: audioOutput)
        sum.add(usage.imageOutput, of: &plain, at: imageOutput)
        sum.add(usage.videoOutput, of: &plain, at: videoOutput)
        sum.add(plain, at: output)
        return sum.money
    }

    /// What the request itself and calls of the provider's tools cost.
    func callCost(of usage: Usage) -> Money {
        var sum = Sum()
        sum.add(1, at: request)
        sum.add(usage.pictures, at: picture)
        sum.add(usage.webSearches, at: webSearch)
        sum.add(usage.searchUnits, at: searchUnit)
        sum.add(usage.toolCalls, at: toolCall)
        return sum.money
    }

    /// The dearest a token sent as text can be.
    func dearestInput(writesCache: Bool) -> Int64 {
        writesCache ? max(input, cacheWrite5m, cacheWrite1h) : input
    }

    /// The dearest a token produced as text can be.
    var dearestOutput: Int64 { max(output, reasoning, citations) }

    /// A sum of counts times rates, which neither traps nor wraps.
    private struct Sum {
        private(set) var money = Money.zero

        /// Adds the cost of so many tokens or calls; none where the count is negative.
        mutating func add(_ count: Int, at rate: Int64) {
            guard count > 0 else { return }
            // Two factors below 2⁶³: the product fits.
            money += Money(attos: Int128(count) &* Int128(rate))
        }

        /// Adds the cost of a share and takes it away from the whole.
        mutating func add(_ share: Int, of whole: inout Int, at rate: Int64) {
            guard share > 0 else { return }
            let share = min(share, whole)
            whole &-= share
            add(share, at: rate)
        }
    }
}
