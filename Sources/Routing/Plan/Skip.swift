/// Something a route could have led to but does not, for this request at this moment.
public struct Skip: Sendable {
    /// Why a destination is left out.
    public enum Reason: Sendable {
        /// The branch's condition does not hold.
        case condition(Condition)
        /// Its region is not among those the caller may use; `nil` where it has no region's tag.
        case region(String?)
        /// The prompt, estimated at so many tokens, cannot fit its window.
        case tooLong(tokens: Int, window: Int)
        /// It stands in the plan already.
        case duplicate
        /// It is the one whose answer led to this plan.
        case alreadyAsked
        /// It cannot be asked now.
        case unavailable(TargetSnapshot.Availability)
        /// Routes are nested too deeply here.
        case depth
    }

    /// What is left out.
    public let destination: Branch.Destination
    /// Why.
    public let reason: Reason
}

extension Skip.Reason {
    /// Whether the prompt's length is the reason.
    var isLength: Bool {
        if case .tooLong = self { true } else { false }
    }

    /// Whether the caller's regions are the reason.
    var isRegion: Bool {
        if case .region = self { true } else { false }
    }

    /// Whether the destination's present state is the reason, so that waiting may help.
    var isAvailability: Bool {
        if case .unavailable = self { true } else { false }
    }

    /// When the reason is gone, where that is known.
    var until: Moment? {
        guard case .unavailable(let availability) = self else { return nil }
        return availability.until
    }
}

extension TargetSnapshot.Availability {
    /// When it is over, where that is known; `nil` for ``available`` too.
    public var until: Moment? {
        switch self {
        case .breakerOpen(let until), .coolingDown(let until), .overloaded(let until), .ejected(let until): until
        case .noCredential(let until): until
        case .outOfQuota(let until): until
        case .available, .unhealthy, .full: nil
        }
    }
}

extension Skip.Reason: CustomStringConvertible {
    /// The reason in words.
    public var description: String {
        switch self {
        case .condition(let condition): "condition does not hold: \(condition)"
        case .region(let region?): "region \(region) is not allowed"
        case .region(nil): "it has no region, and only some are allowed"
        case .tooLong(let tokens, let window): "about \(tokens) tokens do not fit its \(window)"
        case .duplicate: "stands earlier in the order"
        case .alreadyAsked: "was asked already"
        case .unavailable(.available): "available"
        case .unavailable(.breakerOpen): "its breaker is open"
        case .unavailable(.coolingDown): "it asked to be left alone"
        case .unavailable(.overloaded): "it said that it is overloaded"
        case .unavailable(.ejected): "it fails more often than its siblings"
        case .unavailable(.unhealthy): "its health check fails"
        case .unavailable(.full): "it has as many requests as it takes"
        case .unavailable(.noCredential): "none of its provider's credentials is in order"
        case .unavailable(.outOfQuota): "its provider's quota is used up"
        case .depth: "routes are nested too deeply"
        }
    }
}
