/// How fast a stored answer is told to a caller that wants a stream.
public enum ReplayPacing: Hashable, Sendable {
    /// All at once.
    case immediate
    /// With the pauses it was recorded with.
    case recorded
    /// So many pieces a second.
    case rate(Double)

    /// How long to wait before a piece.
    /// - Parameter recorded: how long it took to come, in milliseconds.
    public func pause(recorded: UInt32) -> Duration {
        switch self {
        case .immediate: .zero
        // A provider that once stood still for long need not do so again.
        case .recorded: .milliseconds(min(recorded, 1000))
        case .rate(let rate): rate.isFinite && rate > 0 ? .seconds(min(1 / rate, 1)) : .zero
        }
    }
}
