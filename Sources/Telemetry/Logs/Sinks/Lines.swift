/// Whole lines that wait for a sink.
struct Lines: Sendable {
    var bytes: [UInt8]
    var count: Int

    /// The most bytes that wait for one sink.
    static let mostBytes = 8 * 1024 * 1024
}
