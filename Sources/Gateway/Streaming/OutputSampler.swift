import NIOCore

/// Estimates the tokens of a stream's output from a part of its events, for when nobody says how many there were: looking at
/// every byte of every stream would cost more than passing it on.
///
/// The first events are looked at, and then every sixteenth: what is between them is taken to be alike.
struct OutputSampler: Sendable {
    private static let first = 8
    private static let step = 16

    private var meter = TokenMeter()
    private var pieces = 0
    private var bytes = 0
    private var seenBytes = 0

    /// Takes the next whole events.
    mutating func take(_ events: ByteBuffer) {
        let count = events.readableBytes
        guard count > 0 else { return }
        bytes &+= count
        if pieces < Self.first || pieces % Self.step == 0 {
            seenBytes &+= count
            meter.take(events)
        }
        pieces &+= 1
    }

    /// The estimated tokens so far.
    var tokens: Int {
        guard seenBytes > 0, bytes > seenBytes else { return meter.tokens }
        return Int(Double(meter.tokens) * Double(bytes) / Double(seenBytes))
    }
}
