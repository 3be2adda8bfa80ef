/// Which targets a request goes to, in which order, and why.
public struct Plan: Sendable {
    /// Whom to ask, the first one first.
    public let steps: [Step]
    /// What was left out, and why.
    public let skipped: [Skip]
    /// When the plan was made.
    public let madeAt: Moment

    /// Whether there is nobody to ask.
    public var isEmpty: Bool { steps.isEmpty }

    /// Whether there is nobody to ask, and somebody would be if the caller could use other regions: waiting does not help.
    public var isForbiddenByRegion: Bool {
        steps.isEmpty && skipped.contains(where: \.reason.isRegion)
            && !skipped.contains { $0.reason.isAvailability || $0.reason.isLength }
    }

    /// Whether there is nobody to ask because the prompt is too long for everybody that could be asked otherwise.
    public var isTooLong: Bool {
        steps.isEmpty && skipped.contains(where: \.reason.isLength) && !skipped.contains(where: \.reason.isAvailability)
    }

    /// The shortest wait after which one of those that are unavailable may be asked again.
    /// - Parameter now: the present moment.
    /// - Returns: `nil` where none of them says when.
    public func waitHint(_ now: Moment) -> Duration? {
        guard let earliest = skipped.lazy.compactMap(\.reason.until).min() else { return nil }
        return max(.zero, earliest - now)
    }

    /// The decisions in words, one line each: the order, then what was left out.
    public var explanation: [String] {
        let order = steps.enumerated().map { "\($0.offset + 1). \($0.element)" }
        let rest = skipped.map { skip in
            guard let until = skip.reason.until else { return "skipped \(skip.destination): \(skip.reason)" }
            let wait = Figure(max(.zero, until - madeAt).inSeconds)
            return "skipped \(skip.destination): \(skip.reason) (for \(wait) s more)"
        }
        return (order.isEmpty ? ["nobody to ask"] : order) + rest
    }
}
