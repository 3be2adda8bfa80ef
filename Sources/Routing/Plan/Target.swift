/// One model of one provider, prepared: what a plan is made of.
///
/// What changes while the gateway runs (health, latency, requests in flight) is not here; a plan is given it as a
/// ``TargetSnapshot``.
public final class Target: Sendable {
    /// What makes it the same target across reloads.
    public let id: TargetID
    /// Its place in the gateway's own table of providers; this module does not look at it.
    public let index: Int
    /// Where its provider handles requests, as the configuration names it; `nil` where it does not say.
    public let region: String?
    /// What its tokens cost; `nil` where it is not known.
    public let price: FlatPrice?
    /// The most tokens of prompt that it takes; `nil` where it is not known.
    public let contextWindow: Int?
    /// A fixed hash of ``id``: finds equal targets without comparing strings, and places the target for sticky routes.
    let key: UInt64

    /// Creates a target.
    /// - Parameters:
    ///   - id: provider and model.
    ///   - index: the place in the gateway's own table.
    ///   - region: the region's tag.
    ///   - price: the flat price.
    ///   - contextWindow: tokens.
    public init(
        id: TargetID,
        index: Int = 0,
        region: String? = nil,
        price: FlatPrice? = nil,
        contextWindow: Int? = nil
    ) {
        self.id = id
        self.index = index
        self.region = region
        self.price = price
        self.contextWindow = contextWindow
        key = StableHash.of(id.description)
    }

    /// Whether a request may go here that may use these regions only; `nil` stands for all.
    ///
    /// A target without a region's tag might be anywhere, so it is no place for a request that must stay somewhere.
    /// Counts for copies (``MirrorPolicy``) as well, which no plan contains.
    public func isAllowed(in regions: Set<String>?) -> Bool {
        guard let regions else { return true }
        guard let region else { return false }
        return regions.contains(region)
    }

    /// Whether both mean the same model of the same provider.
    func isSame(as other: Target) -> Bool {
        self === other || (key == other.key && id == other.id)
    }
}
