/// Decides from samples of memory and loop lag whether new requests are refused, so that those accepted do not suffer.
///
/// It begins with one sample of memory over its limit, or with two of lag in a row, since a single long computation is no
/// overload. It ends when both have stayed below ``recovery`` of their limits for ``calm``: without that distance it
/// would let a flood in every other second.
public struct OverloadMonitor: Hashable, Sendable {
    /// What is too much.
    public enum Cause: String, Hashable, Sendable, CustomStringConvertible {
        /// Resident memory.
        case memory
        /// Event loops are late.
        case loopLag = "loop-lag"

        /// The stable word for logs and metrics.
        public var description: String { rawValue }
    }

    /// The part of a limit below which a value must be for the overload to end.
    public static let recovery = 0.9
    /// How long it must be there.
    public static let calm = Duration.seconds(2)
    /// Samples of lag over the limit, one after the other, that make an overload.
    public static let lateSamples = 2

    /// Why new requests are refused; `nil` while they are not.
    public private(set) var cause: Cause?
    private let policy: OverloadPolicy
    private var lateInARow = 0
    private var calmSince: Moment?

    /// Creates a monitor without overload.
    public init(policy: OverloadPolicy) { self.policy = policy }

    /// Takes a sample; meant for a timer, several times a second.
    /// - Parameters:
    ///   - memory: resident memory in bytes.
    ///   - loopLag: how late the latest of the event loops was.
    ///   - now: the present moment.
    /// - Returns: why new requests are refused from now on; `nil` if they are not.
    @discardableResult
    public mutating func sample(memory: Int, loopLag: Duration, now: Moment) -> Cause? {
        let isLate = policy.loopLag.map { loopLag > $0 } ?? false
        lateInARow = isLate ? min(lateInARow + 1, Self.lateSamples) : 0
        if let limit = policy.memory, memory > limit {
            begin(.memory)
        } else if lateInARow >= Self.lateSamples {
            begin(.loopLag)
        } else if cause != nil {
            recover(isCalm: isCalm(memory: memory, loopLag: loopLag), now: now)
        }
        return cause
    }

    private func isCalm(memory: Int, loopLag: Duration) -> Bool {
        if let limit = policy.memory, Double(memory) > Double(limit) * Self.recovery { return false }
        if let limit = policy.loopLag, loopLag.inSeconds > limit.inSeconds * Self.recovery { return false }
        return true
    }

    private mutating func begin(_ cause: Cause) {
        self.cause = cause
        calmSince = nil
    }

    private mutating func recover(isCalm: Bool, now: Moment) {
        guard isCalm else {
            calmSince = nil
            return
        }
        let since = calmSince ?? now
        calmSince = since
        guard now - since >= Self.calm else { return }
        cause = nil
        calmSince = nil
    }
}
