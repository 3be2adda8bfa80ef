/// Until when the end of something is waited for. Nothing here blocks a thread, and no wait goes on beyond the moment, whatever
/// hangs.
public struct Deadline: Sendable {
    /// The moment.
    public let moment: ContinuousClock.Instant

    private static let pause = Duration.milliseconds(10)

    /// So much time from now on.
    public init(in time: Duration) { moment = .now + time }

    private init(_ moment: ContinuousClock.Instant) { self.moment = moment }

    /// How much time is left; not below zero.
    public var rest: Duration { max(.zero, moment - .now) }

    /// So much earlier, so that something else has time behind it.
    public func earlier(by time: Duration) -> Deadline { Deadline(moment - time) }

    /// The same, or so much time from now on where that is sooner.
    public func within(_ time: Duration) -> Deadline { Deadline(min(moment, .now + time)) }

    /// Waits until something is so, or the moment has come.
    /// - Returns: whether it is so.
    @discardableResult
    public func wait(until isSo: @Sendable () -> Bool) async -> Bool {
        while true {
            if isSo() { return true }
            let rest = rest
            guard rest > .zero else { return false }
            // Who is cancelled cannot sleep; the end is looked for all the same.
            do { try await Task.sleep(for: min(rest, Self.pause)) } catch { await Task.yield() }
        }
    }

    /// Does something, and waits for its end or the moment, whichever is first. Then it is cancelled and left alone.
    public func run(_ body: @escaping @Sendable () async -> Void) async {
        let hasEnded = Flag()
        let task = Task {
            await body()
            hasEnded.raise()
        }
        if await !wait(until: { hasEnded.isRaised }) { task.cancel() }
    }
}
