/// Where lines of a log go. Taking lines never blocks: each sink has a bounded queue, and counts what does not fit.
public protocol LogSink: Sendable {
    /// What metrics call it.
    var name: String { get }
    /// How its lines look.
    var encoder: LogEncoder { get }
    /// How many lines it has let go of.
    var dropped: Int { get }

    /// Takes some lines.
    /// - Parameters:
    ///   - lines: whole lines, one after the other.
    ///   - count: how many.
    func take(_ lines: [UInt8], count: Int)

    /// Brings what waits to its place, as far as that is possible until some moment, and ends.
    func close(by deadline: Deadline) async
}

extension LogSink {
    /// Brings what waits to its place, as far as that is possible within five seconds, and ends.
    public func close() async { await close(by: Deadline(in: .seconds(5))) }
}
